/**
 * Logging: JSON lines by pino to stderr or a file. Every line is scrubbed as text just before it is written, so that neither a
 * secret nor a raw control character gets out, wherever in an object it stood.
 */
import { type DestinationStream, destination, type Logger, pino, stdTimeFunctions } from "pino";
import { printable, ShoalError } from "./errors.ts";
import { LOG_CAUSES_MAX } from "./limits.ts";

export type { Logger };

export const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const;

export interface LoggerOptions {
  /** The process: `agent`, `coordinator`, … */
  readonly name: string;
  readonly level: (typeof LOG_LEVELS)[number];
  /** Null: stderr. A file is appended to, mode 0640. */
  readonly file: string | null;
}

/** Errors as `log.error({ err }, "what failed")`. Opening the file may throw its error. */
export function createLogger({ name, level, file }: LoggerOptions): Logger {
  // Synchronous: the last line before a crash is the one that is wanted.
  const stream = destination({ dest: file ?? 2, sync: true, ...(file === null ? {} : { mode: 0o640 }) });
  // A full disk or a closed pipe costs log lines, not the process.
  stream.on("error", () => {});
  return createStreamLogger({ name, level }, stream);
}

/** For tests: the lines go to `stream`. */
export function createStreamLogger({ name, level }: Pick<LoggerOptions, "name" | "level">, stream: DestinationStream): Logger {
  return pino(
    {
      base: { name, pid: process.pid },
      level,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError },
      hooks: { streamWrite: scrub },
    },
    stream,
  );
}

/** One JSON line without secrets and control characters; still JSON. */
export function scrub(line: string): string {
  return line
    .replace(SECRET_FIELD, '"$1":"[redacted]"')
    .replace(PRIVATE_KEY, "[redacted private key]")
    .replace(URL_USER, "://[redacted]@")
    .replace(PASSKEY, "/[redacted]/announce")
    .replace(UNSEEN, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

const SECRET_FIELD = /"(keyPem|privateKey|passkey|password|secret|token|authorization)":"(?:[^"\\]|\\.)*"/gi;
const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END [A-Z ]*PRIVATE KEY-----|(?=")|$)/gs;
const URL_USER = /:\/\/[^\s/@"\\]+@/g;
const PASSKEY = /\/[^/\s"\\]+\/announce\b/g;
// JSON escapes C0 but for a line's own newline; these it leaves: DEL, C1, line separators, text direction.
const UNSEEN = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

interface LoggedError {
  readonly code?: string;
  readonly message: string;
  readonly hint?: string;
  readonly stack?: string;
  readonly cause?: LoggedError;
}

/** A ShoalError explains itself; of anything else the stack is wanted. */
function describeError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { message: printable(String(error)) };
  const { code } = error as { code?: unknown };
  const expected = error instanceof ShoalError && error.code !== "E_INTERNAL";
  return {
    ...(typeof code === "string" ? { code } : {}),
    message: printable(error.message),
    ...(error instanceof ShoalError && error.hint !== undefined ? { hint: printable(error.hint) } : {}),
    ...(expected || error.stack === undefined ? {} : { stack: error.stack }),
    ...(error.cause === undefined || depth >= LOG_CAUSES_MAX ? {} : { cause: describeError(error.cause, depth + 1) }),
  };
}
