/**
 * One error type for everything that can go wrong: a code for programs, a message and a hint for the person at 3 a.m.
 * The codes are the contract (proto/PROTOCOL.md, release/FORMAT.md); messages may change.
 */

/** Every code, with whether trying the same thing again can help. */
export const ERROR_CODES = {
  // bundles, listings, signatures
  E_PATH: { retryable: false },
  E_CONFLICT: { retryable: false },
  E_TRUNC: { retryable: true },
  E_FORMAT: { retryable: false },
  E_LIMIT: { retryable: false },
  E_DIGEST: { retryable: true },
  E_BASE: { retryable: true },
  E_PATCH: { retryable: false },
  E_SIG: { retryable: false },
  E_KEY: { retryable: false },
  // intents and sessions
  E_SCOPE: { retryable: false },
  E_MESSAGE: { retryable: false },
  E_VERSION: { retryable: false },
  E_REPLAY: { retryable: false },
  E_JUMP: { retryable: false },
  E_TIME: { retryable: false },
  E_BUSY: { retryable: true },
  E_LEASE: { retryable: true },
  E_DEADLINE: { retryable: true },
  E_CANCELLED: { retryable: true },
  E_NOT_PREPARED: { retryable: true },
  E_IN_USE: { retryable: false },
  E_RESTORED: { retryable: true },
  E_ROLLOUT_OPEN: { retryable: true },
  E_TIMEOUT: { retryable: true },
  E_REVERTED: { retryable: false },
  // rollouts
  E_POLICY: { retryable: false },
  E_LOCKED_APP: { retryable: false },
  E_GATE: { retryable: false },
  E_BUDGET: { retryable: false },
  // checks and hooks on a host
  E_CHECK: { retryable: false },
  E_HOOK: { retryable: false },
  // host disk
  E_SLOT: { retryable: false },
  E_DRIFT: { retryable: false },
  E_DISK_FULL: { retryable: true },
  E_IO: { retryable: true },
  E_LOCKED: { retryable: true },
  // swarm
  E_PEER: { retryable: true },
  E_TORRENT: { retryable: false },
  E_SWARM: { retryable: true },
  // operator
  E_CONFIG: { retryable: false },
  E_USAGE: { retryable: false },
  E_NOT_FOUND: { retryable: false },
  E_EXISTS: { retryable: false },
  E_DENIED: { retryable: false },
  E_UNAVAILABLE: { retryable: true },
  E_VERSION_CONFLICT: { retryable: true },
  E_SCHEMA: { retryable: false },
  E_INTERNAL: { retryable: false },
} as const satisfies Record<string, { retryable: boolean }>;

export type ErrorCode = keyof typeof ERROR_CODES;

/** An error as a value: what travels in reports, is journaled, and is shown. */
export interface Failure {
  readonly code: ErrorCode;
  /** What failed, for which object, with limit and value. One line, no control characters. */
  readonly message: string;
  /** What to do next. */
  readonly hint?: string;
  readonly retryable: boolean;
}

interface ShoalErrorOptions {
  readonly hint?: string | undefined;
  readonly cause?: unknown;
  readonly retryable?: boolean | undefined;
}

export class ShoalError extends Error {
  override readonly name = "ShoalError";
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly retryable: boolean;

  constructor(code: ErrorCode, message: string, options: ShoalErrorOptions = {}) {
    super(printable(message), options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
    this.retryable = options.retryable ?? ERROR_CODES[code].retryable;
  }
}

/** Any thrown value as a Failure; errno codes that an operator meets get a code of their own. */
export function toFailure(error: unknown): Failure {
  if (error instanceof ShoalError) {
    return {
      code: error.code,
      message: error.message,
      retryable: error.retryable,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    };
  }
  const errno = (error as NodeJS.ErrnoException | null)?.code;
  const message = printable(textOf(error));
  if (errno === "ENOSPC" || errno === "EDQUOT") {
    const hint = "free bytes or inodes (df -h, df -i), or raise the quota, then deploy again";
    return { code: "E_DISK_FULL", message, hint, retryable: true };
  }
  if (typeof errno === "string" && /^E[A-Z0-9]+$/.test(errno)) return { code: "E_IO", message, retryable: true };
  return { code: "E_INTERNAL", message, retryable: false };
}

/** The message of anything that was thrown. Never throws itself. */
export function textOf(error: unknown): string {
  if (error instanceof Error) return error.message;
  try {
    return String(error);
  } catch {
    return "something was thrown that has no text";
  }
}

export function toError(failure: Failure): ShoalError {
  return new ShoalError(failure.code, failure.message, { hint: failure.hint, retryable: failure.retryable });
}

/** Control characters of foreign names never reach a terminal or a log raw. At most 2,000 characters. */
export function printable(text: string): string {
  return text.slice(0, 2000).replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, escaped);
}

/** What a program printed: as `printable`, but line ends and tabs stay, and it is not cut. */
export function printableLines(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, escaped);
}

function escaped(c: string): string {
  return `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
