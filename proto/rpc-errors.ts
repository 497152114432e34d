/**
 * One table between error codes and gRPC statuses. The whole failure travels in the trailer `shoal-failure-bin` (JSON), so the
 * caller gets the same ShoalError back; a peer that sends none (or lies in it) still leaves a typed error by its status.
 */
import { Metadata, type ServiceError, type StatusObject, status } from "@grpc/grpc-js";
import { type ErrorCode, type Failure, ShoalError, toError, toFailure } from "../runtime/errors.ts";
import { failure, type WireFailure } from "./fields.ts";
import { TRAILER_FAILURE_BYTES_MAX } from "./limits.ts";

export const FAILURE_TRAILER = "shoal-failure-bin";

/** What a handler's error is answered with. */
export function toServiceError(error: unknown): StatusObject {
  const given = toFailure(error);
  const metadata = new Metadata();
  metadata.set(FAILURE_TRAILER, failureBytes(given));
  return { code: STATUS_OF[given.code], details: given.message.slice(0, DETAILS_CHARS_MAX), metadata };
}

/** What a failed call is to its caller. Anything that did not come from gRPC is wrapped as it is. */
export function fromServiceError(error: unknown): ShoalError {
  if (error instanceof ShoalError) return error;
  const { code, metadata, ...rest } = (error ?? {}) as Partial<ServiceError>;
  if (typeof code !== "number" || typeof rest.details !== "string") return toError(toFailure(error));
  const details = rest.details.replace(/ Resolution note: $/, "");
  const carried = metadata === undefined ? null : carriedFailure(metadata);
  if (carried !== null)
    return new ShoalError(carried.code, carried.message, { hint: carried.hint, retryable: carried.retryable, cause: error });
  return (
    refusedCertificate(code, details, error) ??
    new ShoalError(codeOf(code), details === "" ? `the call ended with gRPC status ${code}` : details, { cause: error })
  );
}

const DETAILS_CHARS_MAX = 500;

const STATUS_OF: Readonly<Record<ErrorCode, status>> = {
  E_PATH: status.INVALID_ARGUMENT,
  E_CONFLICT: status.ALREADY_EXISTS,
  E_TRUNC: status.DATA_LOSS,
  E_FORMAT: status.INVALID_ARGUMENT,
  E_LIMIT: status.RESOURCE_EXHAUSTED,
  E_DIGEST: status.DATA_LOSS,
  E_BASE: status.FAILED_PRECONDITION,
  E_PATCH: status.INVALID_ARGUMENT,
  E_SIG: status.PERMISSION_DENIED,
  E_KEY: status.PERMISSION_DENIED,
  E_SCOPE: status.PERMISSION_DENIED,
  E_MESSAGE: status.INVALID_ARGUMENT,
  E_VERSION: status.UNIMPLEMENTED,
  E_REPLAY: status.ALREADY_EXISTS,
  E_JUMP: status.OUT_OF_RANGE,
  E_TIME: status.INVALID_ARGUMENT,
  E_BUSY: status.RESOURCE_EXHAUSTED,
  E_LEASE: status.ABORTED,
  E_DEADLINE: status.DEADLINE_EXCEEDED,
  E_CANCELLED: status.CANCELLED,
  E_NOT_PREPARED: status.FAILED_PRECONDITION,
  E_IN_USE: status.FAILED_PRECONDITION,
  E_RESTORED: status.ABORTED,
  E_ROLLOUT_OPEN: status.FAILED_PRECONDITION,
  E_TIMEOUT: status.DEADLINE_EXCEEDED,
  E_REVERTED: status.ABORTED,
  E_POLICY: status.INVALID_ARGUMENT,
  E_LOCKED_APP: status.FAILED_PRECONDITION,
  E_GATE: status.FAILED_PRECONDITION,
  E_BUDGET: status.FAILED_PRECONDITION,
  E_CHECK: status.ABORTED,
  E_HOOK: status.ABORTED,
  E_SLOT: status.FAILED_PRECONDITION,
  E_DRIFT: status.FAILED_PRECONDITION,
  E_DISK_FULL: status.RESOURCE_EXHAUSTED,
  E_IO: status.INTERNAL,
  E_LOCKED: status.FAILED_PRECONDITION,
  E_PEER: status.UNAVAILABLE,
  E_TORRENT: status.INVALID_ARGUMENT,
  E_SWARM: status.UNAVAILABLE,
  E_CONFIG: status.FAILED_PRECONDITION,
  E_USAGE: status.INVALID_ARGUMENT,
  E_NOT_FOUND: status.NOT_FOUND,
  E_EXISTS: status.ALREADY_EXISTS,
  E_DENIED: status.PERMISSION_DENIED,
  E_UNAVAILABLE: status.UNAVAILABLE,
  E_VERSION_CONFLICT: status.ABORTED,
  E_SCHEMA: status.FAILED_PRECONDITION,
  E_INTERNAL: status.INTERNAL,
};

/** Statuses that gRPC itself, or a peer without our trailer, ends a call with. */
const CODE_OF: Readonly<Partial<Record<status, ErrorCode>>> = {
  [status.CANCELLED]: "E_CANCELLED",
  [status.INVALID_ARGUMENT]: "E_MESSAGE",
  [status.DEADLINE_EXCEEDED]: "E_TIMEOUT",
  [status.NOT_FOUND]: "E_NOT_FOUND",
  [status.ALREADY_EXISTS]: "E_EXISTS",
  [status.PERMISSION_DENIED]: "E_DENIED",
  [status.UNAUTHENTICATED]: "E_DENIED",
  [status.RESOURCE_EXHAUSTED]: "E_LIMIT",
  [status.UNIMPLEMENTED]: "E_VERSION",
  [status.UNAVAILABLE]: "E_UNAVAILABLE",
};

function codeOf(code: status): ErrorCode {
  return CODE_OF[code] ?? "E_INTERNAL";
}

/** A certificate that TLS refuses shows as UNAVAILABLE, but trying again never helps. */
function refusedCertificate(code: status, details: string, cause: unknown): ShoalError | null {
  if (code !== status.UNAVAILABLE || !CERTIFICATE_TROUBLE.test(details)) return null;
  return new ShoalError("E_DENIED", details, {
    hint: "check that both sides have certificates of the same fleet CA that are valid now",
    cause,
  });
}

const CERTIFICATE_TROUBLE = /certificate|CERT_|altnames|unknown ca|shoal:\/\/|ALERT_UNKNOWN_CA/i;

function failureBytes(given: Failure): Buffer {
  const { code, message, hint, retryable } = given;
  for (let chars = Math.max(message.length, hint?.length ?? 0); ; chars = Math.floor(chars / 2)) {
    const cut = { code, message: message.slice(0, chars), hint: (hint ?? "").slice(0, chars), retryable };
    const bytes = Buffer.from(JSON.stringify(cut), "utf8");
    if (bytes.length <= TRAILER_FAILURE_BYTES_MAX || chars === 0) return bytes;
  }
}

function carriedFailure(metadata: Metadata): Failure | null {
  const [bytes] = metadata.get(FAILURE_TRAILER);
  if (!Buffer.isBuffer(bytes) || bytes.length > TRAILER_FAILURE_BYTES_MAX) return null;
  try {
    return failure(checkedJson(JSON.parse(bytes.toString("utf8"))), FAILURE_TRAILER);
  } catch {
    return null;
  }
}

function checkedJson(value: unknown): WireFailure {
  const { code, message, hint, retryable } = value as Record<string, unknown>;
  if (typeof code !== "string" || typeof message !== "string" || typeof hint !== "string" || typeof retryable !== "boolean") {
    throw new ShoalError("E_MESSAGE", `${FAILURE_TRAILER} is no failure`);
  }
  return { code, message, hint, retryable };
}
