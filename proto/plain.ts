/** Codec of a generated message as a complete plain object (operator-types.ts). Errors: E_MESSAGE. */
import { integer } from "./fields.ts";
import type { PlainOf } from "./operator-types.ts";
import type { Codec } from "./rpc.ts";
import { fromBytes, type MessageType, toBytes } from "./wire.ts";

// oxlint-disable-next-line typescript/no-explicit-any -- the generated classes' own signatures
export function plainCodec<Type extends MessageType<any>>(what: string, type: Type): Codec<PlainOf<Type>> {
  return {
    encode: (message) => toBytes(type, what, complete(message, what)),
    decode: (bytes) => complete(fromBytes(type, what, bytes), what) as PlainOf<Type>,
  };
}

/**
 * A copy with every field, used in both directions: generated messages hold absent ones on their prototypes (null for a message or a oneof member).
 * operator.proto has whole numbers only; beyond 2^53 they were rounded, and are refused. Depth is bounded by the message's type.
 */
function complete(value: unknown, at: string): unknown {
  if (typeof value === "number") return integer(value, at, { min: Number.MIN_SAFE_INTEGER });
  // A lone surrogate has no UTF-8, and the other side would refuse the message.
  if (typeof value === "string") return value.toWellFormed();
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map((item, index) => complete(item, `${at}[${index}]`));
  const fields: [string, unknown][] = [];
  for (const name in value) {
    const field = (value as Record<string, unknown>)[name];
    if (typeof field !== "function" && name !== "$unknowns") fields.push([name, complete(field, `${at}.${name}`)]);
  }
  return Object.fromEntries(fields);
}
