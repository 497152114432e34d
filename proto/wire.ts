/**
 * Bytes ↔ generated messages. The one importer of proto/gen; sets protobufjs up first (no-long.ts): without `Long` every int64 is a number
 * (rounded beyond 2^53; `fields.ts` refuses those). Strings with invalid UTF-8, truncated and too deeply nested messages throw.
 */
import "./no-long.ts";
import { ShoalError, textOf } from "../runtime/errors.ts";
import { MESSAGE_BYTES_MAX } from "./limits.ts";

export { shoal as agentGen } from "./gen/agent.js";
export { shoal as operatorGen } from "./gen/operator.js";

/** A generated message class; `Properties` is what it encodes, its decoded instances are those as well. */
export interface MessageType<Properties> {
  encode(message: Properties): { finish(): Uint8Array };
  decode(bytes: Uint8Array): Properties;
}

/** Throws E_MESSAGE where the message is larger than a peer would take. */
export function toBytes<Properties>(type: MessageType<Properties>, what: string, message: Properties): Uint8Array {
  return bounded(type.encode(message).finish(), what);
}

/** Throws E_MESSAGE for anything that is no such message. */
export function fromBytes<Properties>(type: MessageType<Properties>, what: string, bytes: Uint8Array): Properties {
  bounded(bytes, what);
  try {
    return type.decode(bytes);
  } catch (error) {
    throw new ShoalError("E_MESSAGE", `not a valid ${what} of ${bytes.length} bytes: ${textOf(error)}`, { cause: error });
  }
}

function bounded(bytes: Uint8Array, what: string): Uint8Array {
  if (bytes.length > MESSAGE_BYTES_MAX) {
    throw new ShoalError("E_MESSAGE", `${what} of ${bytes.length} bytes is larger than ${MESSAGE_BYTES_MAX}`);
  }
  return bytes;
}
