/** Releases and their envelopes. */
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from "node:crypto";
import { blake3 } from "../../../runtime/blake3.ts";
import type { Row } from "./row.ts";

export const NOW = "2026-11-20T12:00:00Z";
const D = "ab".repeat(32);

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const RELEASE = {
  app: "web",
  created: NOW,
  entries: 1,
  listingBytes: 100,
  minFormatVersion: 1,
  sizeBytes: 1,
  sourceRevision: null,
  tag: "release/1",
  tree: D,
};

/** Keys sorted, no white space. */
function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map((one: Json) => canonical(one)).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const keys = Object.keys(value).toSorted();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical((value as Record<string, Json>)[key] ?? null)}`).join(",")}}`;
}

function release(change: Readonly<Record<string, Json>> = {}): string {
  return canonical({ ...RELEASE, ...change });
}

/** With a value JSON.stringify would not write. */
function raw(key: keyof typeof RELEASE, text: string): string {
  return release().replace(`"${key}":${JSON.stringify(RELEASE[key])}`, `"${key}":${text}`);
}

export function releases(): readonly Row[] {
  return [
    ["OK", "a release", release(), null],
    ["M06", "no time", canonical(Object.fromEntries(Object.entries(RELEASE).filter(([key]) => key !== "created"))), "E_TIME"],
    ["M06", "time without a zone", release({ created: "2026-11-20T12:00:00" }), "E_TIME"],
    ["M06", "the 30th of February", release({ created: "2026-02-30T12:00:00Z" }), "E_TIME"],
    ["M06", "before 2000", release({ created: "1999-12-31T23:59:59Z" }), "E_TIME"],
    ["M11", "tree that names md5", release({ tree: `md5:${"ab".repeat(16)}` }), "E_FORMAT"],
    ["M11", "tree in capitals", release({ tree: D.toUpperCase() }), "E_FORMAT"],
    ["M11", "tree none", release({ tree: "none" }), "E_FORMAT"],
    ["M12", "size below zero", release({ sizeBytes: -1 }), "E_FORMAT"],
    ["M12", "size 1.5", raw("sizeBytes", "1.5"), "E_FORMAT"],
    ["M12", "size 1e400", raw("sizeBytes", "1e400"), "E_FORMAT"],
    ["M12", "size 2^53 + 1", raw("sizeBytes", "9007199254740993"), "E_FORMAT"],
    ["M12", "size as text", release({ sizeBytes: "1" }), "E_FORMAT"],
    ["M14", "a key __proto__", release().replace("{", '{"__proto__":{"admin":true},'), "E_FORMAT"],
    ["M14", "a key constructor", canonical({ ...RELEASE, constructor: 1 }), "E_FORMAT"],
    ["M15", "byte order mark", `\ufeff${release()}`, "E_FORMAT"],
    ["M15", "invalid UTF-8", Buffer.from(release({ sourceRevision: "\xfe" }), "latin1"), "E_FORMAT"],
    ["M16", "depth 33", release({ extra: deep(33) }), "E_LIMIT"],
    ["M16", "depth 100,000", `${"[".repeat(30_000)}${"]".repeat(30_000)}`, "E_LIMIT"],
    ["M17", "unknown field", release({ extra: 1 }), null],
    ["M17", "unknown field that is critical", release({ critical: ["extra"], extra: 1 }), "E_VERSION"],
    ["M17", "format version 1,000", release({ minFormatVersion: 1_000 }), "E_VERSION"],
    ["M18", "more entries than a listing has", release({ entries: 5_000_000 }), "E_FORMAT"],
    ["M23", "app with two dots", release({ app: "a..b" }), "E_FORMAT"],
    ["M23", "app of 300 characters", release({ app: "a".repeat(300) }), "E_FORMAT"],
    ["M23", "empty tag", release({ tag: "" }), "E_FORMAT"],
    ["M23", "tag with two dots", release({ tag: "release/../1" }), "E_FORMAT"],
    ["JSON", "white space", release().replace(",", ", "), "E_FORMAT"],
    ["JSON", "keys not sorted", JSON.stringify(Object.fromEntries(Object.entries(RELEASE).toReversed())), "E_FORMAT"],
    ["JSON", "a key twice", release().replace("{", '{"app":"web",'), "E_FORMAT"],
    ["JSON", "nothing", "", "E_FORMAT"],
    ["JSON", "not an object", "[]", "E_FORMAT"],
  ];
}

function deep(depth: number): Json {
  let value: Json = 1;
  for (let n = 0; n < depth; n += 1) value = [value];
  return value;
}

/** PKCS #8 around a seed that anybody can compute: these keys sign nothing but fixtures. */
function keyOf(seed: string): KeyObject {
  const der = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), createHash("sha256").update(seed).digest()]);
  return createPrivateKey({ key: der, format: "der", type: "pkcs8" });
}

export const KEY_ONE = keyOf("shoal fixture key one");
export const KEY_TWO = keyOf("shoal fixture key two");
const KEY_OTHER = keyOf("shoal fixture key that nobody pins");
const TYPE = "application/vnd.shoal.release+json";

export function rawPublic(key: KeyObject): Buffer {
  return createPublicKey(key).export({ format: "der", type: "spki" }).subarray(-32);
}

interface Signature {
  readonly keyid: string;
  readonly sig: string;
}

function signature(payload: string, key: KeyObject, type = TYPE): Signature {
  const message = Buffer.from(`DSSEv1 ${type.length} ${type} ${Buffer.byteLength(payload)} ${payload}`);
  return { keyid: blake3(rawPublic(key)), sig: sign(null, message, key).toString("base64") };
}

function envelope(payload: string, signatures: readonly Signature[], change: Readonly<Record<string, Json>> = {}): string {
  const list = signatures.map(({ keyid, sig }) => ({ keyid, sig }));
  return canonical({ payload: Buffer.from(payload).toString("base64"), payloadType: TYPE, signatures: list, ...change });
}

const signed = (payload: string): string => envelope(payload, [signature(payload, KEY_ONE), signature(payload, KEY_TWO)]);

export function envelopes(): readonly Row[] {
  const payload = release();
  const [one, two, other] = [KEY_ONE, KEY_TWO, KEY_OTHER].map((key) => signature(payload, key)) as [Signature, Signature, Signature];
  const cut = signed(payload).slice(0, -10);
  return [
    ["OK", "two pinned keys", signed(payload), null],
    ["OK", "two pinned keys and another", envelope(payload, [one, two, other]), null],
    ["M01", "no signature", envelope(payload, []), "E_SIG"],
    ["M01", "an empty signature", envelope(payload, [one, { ...two, sig: "" }]), "E_SIG"],
    ["M01", "64 zero bytes", envelope(payload, [one, { ...two, sig: Buffer.alloc(64).toString("base64") }]), "E_SIG"],
    ["M02", "below the threshold", envelope(payload, [one]), "E_SIG"],
    ["M02", "the same key twice", envelope(payload, [one, one]), "E_SIG"],
    ["M02", "the id of one key on the signature of the other", envelope(payload, [{ ...one, keyid: two.keyid }, two]), "E_SIG"],
    ["M03", "a key that is not pinned", envelope(payload, [one, other]), "E_KEY"],
    ["M05", "a signature with S + L", envelope(payload, [one, { ...two, sig: malleated(two.sig) }]), "E_SIG"],
    ["M06", "ten minutes ahead", signed(release({ created: "2026-11-20T12:10:00Z" })), "E_TIME"],
    ["M06", "four minutes ahead", signed(release({ created: "2026-11-20T12:04:00Z" })), null],
    ["M06", "the year 9999", signed(release({ created: "9999-12-31T23:59:59Z" })), "E_TIME"],
    ["M10", "another app", signed(release({ app: "api" })), "E_SCOPE"],
    ["M10", "another payload than was signed", envelope(release({ tag: "release/2" }), [one, two]), "E_SIG"],
    ["M10", "signed as another type", envelope(payload, [one, signature(payload, KEY_TWO, "application/json")]), "E_SIG"],
    ["M10", "another payload type", envelope(payload, [one, two], { payloadType: "application/json" }), "E_FORMAT"],
    ["M14", "a key __proto__", signed(payload).replace("{", '{"__proto__":[],'), "E_FORMAT"],
    ["M15", "byte order mark", `\ufeff${signed(payload)}`, "E_FORMAT"],
    ["M16", "nested too deep", envelope(payload, [one, two], { extra: deep(40) }), "E_LIMIT"],
    ["M17", "unknown field", envelope(payload, [one, two], { extra: 1 }), null],
    [
      "DSSE",
      "33 signatures",
      envelope(
        payload,
        Array.from({ length: 33 }, () => one),
      ),
      "E_LIMIT",
    ],
    ["DSSE", "payload that is not base64", envelope(payload, [one, two], { payload: "*" }), "E_FORMAT"],
    ["DSSE", "payload in base64 without padding", signed(payload).replace(/=+"/, '"'), "E_FORMAT"],
    ["DSSE", "cut", cut, "E_FORMAT"],
    ["M01", "nothing", "", "E_SIG"],
  ];
}

/** S + L: the same point, another encoding (RFC 8032 §5.1.7 refuses it). */
function malleated(sig: string): string {
  const bytes = Buffer.from(sig, "base64");
  const order = 2n ** 252n + 27742317777372353535851937790883648493n;
  let s = BigInt(`0x${Buffer.from(bytes.subarray(32)).reverse().toString("hex")}`) + order;
  for (let at = 32; at < 64; at += 1, s >>= 8n) bytes[at] = Number(s & 255n);
  return bytes.toString("base64");
}
