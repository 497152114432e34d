import { Metadata, status } from "@grpc/grpc-js";
import test from "ava";
import fc from "fast-check";
import { FAILURE_TRAILER, fromServiceError, toServiceError } from "../../proto/rpc-errors.ts";
import { ERROR_CODES, type ErrorCode, ShoalError } from "../../runtime/errors.ts";

const answered = (error: unknown): unknown => Object.assign(new Error("call"), toServiceError(error));

test("every error is the same to the caller, and its status is never OK", (t) => {
  for (const code of Object.keys(ERROR_CODES) as ErrorCode[]) {
    for (const hint of [undefined, "do this"]) {
      const error = new ShoalError(code, `what failed with ${code}: 日本語`, { hint, retryable: code.length % 2 === 0 });
      t.not(toServiceError(error).code, status.OK);
      t.like(fromServiceError(answered(error)), { code, message: error.message, hint, retryable: error.retryable });
    }
  }
});

test("a bug in a handler is E_INTERNAL with its message, and no stack", (t) => {
  const answer = toServiceError(new TypeError("x is undefined"));
  t.is(answer.code, status.INTERNAL);
  t.like(fromServiceError(answered(new TypeError("x is undefined"))), { code: "E_INTERNAL", message: "x is undefined" });
  t.notRegex(JSON.stringify(answer.metadata?.toJSON()), /rpc-errors\.ts/);
});

test("texts of any length fit into the trailers", (t) => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 4_000 }), fc.string({ unit: "binary", maxLength: 4_000 }), (message, hint) => {
      const { details, metadata } = toServiceError(new ShoalError("E_IO", message.repeat(3), { hint: hint.repeat(3) }));
      const [bytes] = metadata?.get(FAILURE_TRAILER) ?? [];
      t.true(Buffer.isBuffer(bytes) && bytes.length <= 4096);
      t.true((details ?? "").length <= 500);
      t.is(fromServiceError(Object.assign(new Error(), { code: 13, details, metadata })).code, "E_IO");
    }),
  );
});

test("a failure in the trailers that is none is ignored for the status", (t) => {
  const trailers = [
    "",
    "{",
    "null",
    "[]",
    "5",
    '{"code":"E_IO"}',
    '{"code":"../x","message":"","hint":"","retryable":true}',
    '{"code":5,"message":"","hint":"","retryable":true}',
    "x".repeat(5_000),
  ];
  for (const trailer of trailers) {
    const metadata = new Metadata();
    metadata.set(FAILURE_TRAILER, Buffer.from(trailer));
    t.like(
      fromServiceError(Object.assign(new Error(), { code: status.NOT_FOUND, details: "gone", metadata })),
      { code: "E_NOT_FOUND", message: "gone" },
      trailer,
    );
  }
});

test("a trailer can't smuggle control characters or a prototype", (t) => {
  const metadata = new Metadata();
  metadata.set(
    FAILURE_TRAILER,
    Buffer.from('{"code":"E_IO","message":"a\\u001b[2J","hint":"","retryable":false,"__proto__":{"admin":true}}'),
  );
  const error = fromServiceError(Object.assign(new Error(), { code: 13, details: "", metadata }));
  t.is(error.message, "a\\u001b[2J");
  t.is((error as unknown as { admin?: boolean }).admin, undefined);
  const other = new Metadata();
  other.set(FAILURE_TRAILER, Buffer.from('{"code":"constructor","message":"","hint":"","retryable":false}'));
  t.is(fromServiceError(Object.assign(new Error(), { code: 13, details: "d", metadata: other })).code, "E_INTERNAL");
});

test("statuses without a failure have codes, and what is no gRPC error stays what it is", (t) => {
  const byStatus = (code: number): string =>
    fromServiceError(Object.assign(new Error(), { code, details: "x", metadata: new Metadata() })).code;
  t.is(byStatus(status.UNAVAILABLE), "E_UNAVAILABLE");
  t.is(byStatus(status.DEADLINE_EXCEEDED), "E_TIMEOUT");
  t.is(byStatus(status.UNAUTHENTICATED), "E_DENIED");
  t.is(byStatus(status.UNIMPLEMENTED), "E_VERSION");
  t.is(byStatus(status.UNKNOWN), "E_INTERNAL");
  t.is(byStatus(99), "E_INTERNAL");
  t.is(fromServiceError(Object.assign(new Error("disk"), { code: "ENOSPC" })).code, "E_DISK_FULL");
  t.is(fromServiceError(undefined).code, "E_INTERNAL");
  const own = new ShoalError("E_BUSY", "x");
  t.is(fromServiceError(own), own);
});
