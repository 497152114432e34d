/** A lane as JSON text and back. Bytes travel as `{"$bytes": "<base64>"}`; a lane has no key of that name of its own. */
import { ShoalError } from "../runtime/errors.ts";
import type { Lane } from "./state.ts";

export function encodeLane(lane: Lane): string {
  return JSON.stringify(lane, function (this: Readonly<Record<string, unknown>>, key: string, value: unknown) {
    // `value` of a Buffer has been through its own toJSON already; what the holder has is the Buffer.
    const given = this[key];
    return given instanceof Uint8Array ? { [BYTES]: toBase64(given) } : value;
  });
}

/** Errors: E_IO for text that `encodeLane` did not write. The caller has checked that it is the text that was saved. */
export function decodeLane(text: string): Lane {
  const lane = JSON.parse(text, (_key, value: unknown) => (isTagged(value) ? fromBase64(value[BYTES]) : value)) as unknown;
  if (!isLane(lane)) throw new ShoalError("E_IO", `a journaled lane is no lane: ${text.slice(0, 80)}`);
  return lane;
}

const BYTES = "$bytes";

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}

function fromBase64(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "base64"));
}

function isTagged(value: unknown): value is { readonly [BYTES]: string } {
  if (typeof value !== "object" || value === null) return false;
  return Object.keys(value).length === 1 && typeof (value as Record<string, unknown>)[BYTES] === "string";
}

function isLane(value: unknown): value is Lane {
  if (typeof value !== "object" || value === null) return false;
  const lane = value as Partial<Lane>;
  return typeof lane.app === "string" && typeof lane.highest?.sequence === "number" && Array.isArray(lane.intents);
}
