/**
 * Checks of single wire fields. Each takes the field's path (`intent.prepare.routes[2].size_bytes`) and throws E_MESSAGE
 * with it, so that a refused message says where it is wrong.
 */
import { ERROR_CODES, type ErrorCode, type Failure, printable, printableLines, ShoalError, textOf } from "../runtime/errors.ts";
import { TEXT_CHARS_MAX } from "./limits.ts";

/** What an absent, null or present field of a generated message can be. */
export type Field<T> = T | null | undefined;

export function invalid(at: string, problem: string, cause?: unknown): ShoalError {
  return new ShoalError("E_MESSAGE", `${at}: ${problem}`, { cause });
}

/**
 * A whole number within the bounds. Also refuses what protobufjs rounded: an int64 beyond ±2^53 comes as the nearest double,
 * which is never a safe integer.
 */
export function integer(
  value: Field<number>,
  at: string,
  { min = 0, max = Number.MAX_SAFE_INTEGER }: { min?: number; max?: number } = {},
): number {
  const number = value ?? 0;
  if (!Number.isSafeInteger(number)) throw invalid(at, `${number} is not a whole number below 2^53`);
  if (number < min || number > max) throw invalid(at, `${number} is not within ${min} … ${max}`);
  // -0 and 0 are the same on the wire.
  return number + 0;
}

/** A branded id through its parser of runtime/ids.ts. */
export function id<T>(value: Field<string>, parse: (text: string) => T, at: string): T {
  try {
    return parse(value ?? "");
  } catch (error) {
    throw invalid(at, textOf(error), error);
  }
}

/** Like `id`, where an empty string stands for none. */
export function idOrNull<T>(value: Field<string>, parse: (text: string) => T, at: string): T | null {
  return value === "" || value === null || value === undefined ? null : id(value, parse, at);
}

/** Text for people: control characters are escaped, more than `maxChars` refused. */
export function text(value: Field<string>, at: string, maxChars: number = TEXT_CHARS_MAX): string {
  const given = value ?? "";
  if (given.length > maxChars) throw invalid(at, `${given.length} characters are more than ${maxChars}`);
  return printable(given);
}

/** Lines for people: control characters but line ends and tabs are escaped, more than `maxBytes` of UTF-8 refused. */
export function lines(value: Field<string>, at: string, maxBytes: number): string {
  const given = value ?? "";
  const sizeBytes = Buffer.byteLength(given);
  if (sizeBytes > maxBytes) throw invalid(at, `${sizeBytes} bytes are more than ${maxBytes}`);
  return printableLines(given);
}

/** Text that must match. */
export function matching(value: Field<string>, pattern: RegExp, at: string): string {
  const given = value ?? "";
  if (!pattern.test(given)) throw invalid(at, `${JSON.stringify(given.slice(0, 80))} does not match ${pattern.source}`);
  return given;
}

export function bytes(value: Field<Uint8Array>, at: string, maxBytes: number): Uint8Array {
  const given = value ?? new Uint8Array();
  if (given.length > maxBytes) throw invalid(at, `${given.length} bytes are more than ${maxBytes}`);
  return given;
}

export function list<T, R>(values: Field<readonly T[]>, max: number, at: string, convert: (value: T, at: string) => R): R[] {
  const given = values ?? [];
  if (given.length > max) throw invalid(at, `${given.length} entries are more than ${max}`);
  return given.map((value, index) => convert(value, `${at}[${index}]`));
}

/** A submessage that must be there. */
export function message<T, R>(value: Field<T>, at: string, convert: (value: T, at: string) => R): R {
  if (value === null || value === undefined) throw invalid(at, "is missing");
  return convert(value, at);
}

/** A submessage that may be absent. */
export function messageOrNull<T, R>(value: Field<T>, at: string, convert: (value: T, at: string) => R): R | null {
  return value === null || value === undefined ? null : convert(value, at);
}

/** One of the values of an enum; `names` maps wire numbers to domain words and lacks the unspecified 0. */
export function word<W extends string>(value: Field<number>, names: Readonly<Record<number, W>>, at: string): W {
  const found = Object.hasOwn(names, value ?? 0) ? names[value ?? 0] : undefined;
  if (found === undefined) throw invalid(at, `${value ?? 0} is not one of ${Object.values(names).join(", ")}`);
  return found;
}

/** The member of a oneof that is set, converted; `members` has a converter for each. */
export function oneOf<
  Wire extends object,
  Members extends { readonly [K in keyof Wire]?: (value: NonNullable<Wire[K]>, at: string) => unknown },
>(
  wire: Wire,
  at: string,
  members: Members,
): { [K in keyof Members]: Members[K] extends (...args: never[]) => infer R ? R : never }[keyof Members] {
  const names = Object.keys(members) as (keyof Members & keyof Wire & string)[];
  const set = names.filter((name) => wire[name] !== null && wire[name] !== undefined);
  const [name] = set;
  if (name === undefined) throw invalid(at, `none of ${names.join(", ")} is set`);
  if (set.length > 1) throw invalid(at, `${set.join(" and ")} are set; only one may be`);
  const convert = members[name] as unknown as (value: unknown, at: string) => never;
  return convert(wire[name], `${at}.${name}`);
}

/** The wire form of a failure, the same in both contracts. */
export interface WireFailure {
  code?: Field<string>;
  message?: Field<string>;
  hint?: Field<string>;
  retryable?: Field<boolean>;
}

/**
 * A failure of another process. A code of a newer version is kept in the message and becomes E_INTERNAL, so that a session does
 * not end over a new kind of error; `retryable` is what the sender says.
 */
export function failure(wire: WireFailure, at: string): Failure {
  const code = matching(wire.code, /^E_[A-Z0-9_]{1,40}$/, `${at}.code`);
  const known = Object.hasOwn(ERROR_CODES, code);
  const message = text(wire.message, `${at}.message`);
  const hint = text(wire.hint, `${at}.hint`);
  return {
    code: known ? (code as ErrorCode) : "E_INTERNAL",
    message: known ? message : `${code}: ${message}`.slice(0, TEXT_CHARS_MAX),
    ...(hint === "" ? {} : { hint }),
    retryable: wire.retryable ?? false,
  };
}

export function failureToWire(given: Failure): { code: string; message: string; hint: string; retryable: boolean } {
  return { code: given.code, message: textToWire(given.message), hint: textToWire(given.hint ?? ""), retryable: given.retryable };
}

/** Text as the other side takes it: printable, cut, no lone surrogate (which has no UTF-8). */
export function textToWire(given: string): string {
  return printable(given).slice(0, TEXT_CHARS_MAX).toWellFormed();
}
