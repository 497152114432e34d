import test from "ava";
import fc from "fast-check";
import { ERROR_CODES, type ErrorCode, printable, ShoalError, toError, toFailure } from "../../runtime/errors.ts";

test("an error is the same after it travelled as a failure, for every code", (t) => {
  for (const code of Object.keys(ERROR_CODES) as ErrorCode[]) {
    const error = new ShoalError(code, `what failed with ${code}`, { hint: "do this" });
    t.is(error.retryable, ERROR_CODES[code].retryable);
    t.like(toError(toFailure(error)), { code, message: error.message, hint: "do this", retryable: error.retryable });
  }
});

test("a full disk and a full quota have a code and a hint of their own, other system errors are E_IO", (t) => {
  const errno = (code: string): Error => Object.assign(new Error(`${code}: write`), { code });
  t.like(toFailure(errno("ENOSPC")), { code: "E_DISK_FULL", retryable: true });
  t.regex(toFailure(errno("EDQUOT")).hint ?? "", /quota/);
  t.like(toFailure(errno("EACCES")), { code: "E_IO" });
});

test("anything thrown becomes a failure", (t) => {
  for (const thrown of [undefined, null, 5, "text", {}, new Error("x"), Object.create(null)]) {
    t.notThrows(() => toFailure(thrown));
    t.is(toFailure(thrown).code, "E_INTERNAL");
  }
});

test("no control character and no change of text direction gets through printable", (t) => {
  t.is(printable("a\u001b[31mb\nc\u202e"), "a\\u001b[31mb\\u000ac\\u202e");
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      t.notRegex(printable(text), /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
    }),
  );
});
