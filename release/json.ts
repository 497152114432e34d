/**
 * Canonical JSON, the only JSON that release/ writes or reads: UTF-8 without BOM, no white space, keys sorted by UTF-16 code units, numbers are
 * safe integers, strings escaped as JSON.stringify does (RFC 8785 restricted to integers). What is read must equal its own
 * canonical form, which leaves nothing to interpret: no duplicate key, no second spelling of a number or string.
 */
import { isUtf8 } from "node:buffer";
import { ShoalError } from "../runtime/errors.ts";
import { MAX_JSON_DEPTH } from "./limits.ts";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export interface JsonLimits {
  /** The object's name in messages. */
  readonly what: string;
  readonly maxBytes: number;
}

/** Throws TypeError for what has no canonical form: a program's mistake, never input. */
export function encodeJson(value: Json): Buffer {
  return Buffer.from(canonical(value));
}

/** Throws E_LIMIT (size, depth) or E_FORMAT. */
export function parseJson(bytes: Uint8Array, { what, maxBytes }: JsonLimits): Json {
  if (bytes.length > maxBytes) throw new ShoalError("E_LIMIT", `${what} is ${bytes.length} bytes; at most ${maxBytes}`);
  if (!isUtf8(bytes)) throw new ShoalError("E_FORMAT", `${what} is not valid UTF-8`);
  const text = Buffer.from(bytes).toString();
  if (depthOf(text) > MAX_JSON_DEPTH) throw new ShoalError("E_LIMIT", `${what} is nested deeper than ${MAX_JSON_DEPTH}`);
  const value = parseText(text, what);
  if (!isCanonical(value, text)) {
    throw new ShoalError(
      "E_FORMAT",
      `${what} is not canonical JSON (duplicate or unsorted keys, white space, or a number that is no safe integer)`,
    );
  }
  return value;
}

/** Names that reach an object's prototype in careless code; no field is ever called that. */
const FORBIDDEN_KEYS = new Set(["__proto__", "constructor", "prototype"]);

function canonical(value: Json): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) throw new TypeError(`${value} has no canonical JSON`);
    return String(value);
  }
  if (typeof value === "string") {
    if (!value.isWellFormed()) throw new TypeError("a string with lone surrogates has no canonical JSON");
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(canonical).join(",")}]`;
  const members = Object.entries(value as { readonly [key: string]: Json }).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${canonicalKey(key)}:${canonical(member)}`).join(",")}}`;
}

function canonicalKey(key: string): string {
  if (FORBIDDEN_KEYS.has(key)) throw new TypeError(`${key} is no key`);
  return canonical(key);
}

/** Deepest nesting, without recursion: brackets outside strings. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if (inString) {
      if (c === "\\") i++;
      else if (c === '"') inString = false;
    } else if (c === '"') inString = true;
    else if (c === "[" || c === "{") deepest = Math.max(deepest, ++depth);
    else if (c === "]" || c === "}") depth--;
  }
  return deepest;
}

function parseText(text: string, what: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (cause) {
    throw new ShoalError("E_FORMAT", `${what} is not JSON`, { cause });
  }
}

function isCanonical(value: Json, text: string): boolean {
  try {
    return canonical(value) === text;
  } catch {
    return false;
  }
}
