/**
 * All rules of trust in a release, without I/O. `verifyEnvelope` is the only way to a SignedRelease. It holds that
 *
 * 1. the envelope is canonical JSON of the DSSE shape with our payload type and nothing else (E_FORMAT);
 * 2. signatures are Ed25519 over the pre-authentication encoding of exactly the payload's bytes;
 * 3. only keys that the caller pinned for this app count; a key id in the envelope only says which pinned key to try;
 * 4. each key counts once, however often it signed, and at least `threshold` distinct keys must hold: too few is E_SIG,
 *    or E_KEY when the missing ones signed with keys that are not pinned;
 * 5. the payload is parsed only after that, is a release of this app (E_SCOPE) and of a format that is understood (E_VERSION);
 * 6. its time is real and, where a clock is given, not more than MAX_CLOCK_SKEW_MS ahead of it (E_TIME). An old release is fine.
 *
 * The release id is computed from the payload, never read from anywhere. Keys come from the host's own configuration; nothing here,
 * and nothing in an envelope, can add one.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify, type KeyObject } from "node:crypto";
import { blake3 } from "../runtime/blake3.ts";
import { ShoalError } from "../runtime/errors.ts";
import type { AppName } from "../runtime/ids.ts";
import { encodeJson, parseJson, type Json } from "./json.ts";
import { MAX_CLOCK_SKEW_MS, MAX_ENVELOPE_BYTES, MAX_SIGNATURES } from "./limits.ts";
import { parseCreated, parseRelease, releaseId, type SignedRelease } from "./release.ts";

export const PAYLOAD_TYPE = "application/vnd.shoal.release+json";

export interface PublicKey {
  /** BLAKE3 of the 32 raw bytes, hexadecimal. */
  readonly id: string;
  readonly key: KeyObject;
}

export interface SigningKey {
  readonly publicKey: PublicKey;
  readonly privateKey: KeyObject;
}

/** What an agent pins for an app: any `threshold` distinct ones of `keys`. */
export interface Pins {
  readonly keys: readonly PublicKey[];
  readonly threshold: number;
}

export interface VerifyOptions {
  /** The DSSE envelope's JSON bytes, untrusted. */
  readonly envelope: Uint8Array;
  readonly app: AppName;
  readonly pins: Pins;
  /** The reader's wall clock; without it rule 6 checks only that the time is real. */
  readonly nowUnixMs?: number | undefined;
}

export function generateSigningKey(): SigningKey {
  const { privateKey } = generateKeyPairSync("ed25519");
  return toSigningKey(privateKey);
}

/** The envelope: canonical JSON, one signature for each key, in the order of their ids. */
export function signRelease(payload: Uint8Array, keys: readonly SigningKey[]): Uint8Array {
  const message = preAuthenticationEncoding(PAYLOAD_TYPE, payload);
  const signatures = [...keys]
    .sort((a, b) => (a.publicKey.id < b.publicKey.id ? -1 : 1))
    .map(({ publicKey, privateKey }) => ({ keyid: publicKey.id, sig: sign(null, message, privateKey).toString("base64") }));
  return encodeJson({ payload: Buffer.from(payload).toString("base64"), payloadType: PAYLOAD_TYPE, signatures });
}

/** Throws E_FORMAT, E_LIMIT, E_SIG, E_KEY, E_SCOPE, E_VERSION, E_TIME, or E_CONFIG for pins that can't be met. */
export function verifyEnvelope({ envelope, app, pins, nowUnixMs }: VerifyOptions): SignedRelease {
  const { payload, signatures } = parseEnvelope(envelope);
  const keyIds = checkSignatures(preAuthenticationEncoding(PAYLOAD_TYPE, payload), signatures, pins);
  const release = parseRelease(payload);
  if (release.app !== app) throw new ShoalError("E_SCOPE", `the release is of app ${release.app}, not of ${app}`);
  const aheadMs = nowUnixMs === undefined ? 0 : parseCreated(release.created) - nowUnixMs;
  if (aheadMs > MAX_CLOCK_SKEW_MS) {
    throw new ShoalError("E_TIME", `release ${release.tag} was made ${Math.round(aheadMs / 1000)} s in the future`, {
      hint: "check the clocks of this host and of the machine that made the release",
      retryable: true,
    });
  }
  return { id: releaseId(payload), release, keyIds, envelope };
}

/** The payload of an envelope, for showing and cataloguing only: nobody's signature was looked at. */
export function unverifiedPayload(envelope: Uint8Array): Uint8Array {
  return parseEnvelope(envelope).payload;
}

/** PKCS #8 PEM, as `openssl genpkey -algorithm ed25519` writes it. A secret: files of it are 0600. */
export function encodeSigningKey(key: SigningKey): string {
  return key.privateKey.export({ format: "pem", type: "pkcs8" }) as string;
}

export function decodeSigningKey(pem: string): SigningKey {
  return toSigningKey(readKey(() => createPrivateKey(pem), "a PEM private key"));
}

/** One line for a configuration file: `ed25519:` and the 32 raw bytes in base64. */
export function encodePublicKey(key: PublicKey): string {
  return `ed25519:${rawPublicKey(key.key).toString("base64")}`;
}

/** From that line, or from an SPKI PEM as `openssl pkey -pubout` writes it. Throws E_CONFIG. */
export function decodePublicKey(text: string): PublicKey {
  const trimmed = text.trim();
  if (trimmed.startsWith("-----BEGIN PUBLIC KEY-----")) return toPublicKey(readKey(() => createPublicKey(trimmed), "a PEM public key"));
  const raw = RAW_KEY.exec(trimmed)?.[1];
  if (raw === undefined || decodeBase64(raw)?.length !== RAW_KEY_BYTES) throw badKey("ed25519:<base64 of 32 bytes> or a PEM public key");
  const x = Buffer.from(raw, "base64").toString("base64url");
  return toPublicKey(readKey(() => createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" }), "an Ed25519 key"));
}

/** DSSE v1: `DSSEv1`, then type and payload, each with its length in bytes before it. */
export function preAuthenticationEncoding(payloadType: string, payload: Uint8Array): Buffer {
  const head = `DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${payload.length} `;
  return Buffer.concat([Buffer.from(head), payload]);
}

const RAW_KEY_BYTES = 32;
const RAW_KEY = /^ed25519:([A-Za-z0-9+/=]{44})$/;
const SIGNATURE_BYTES = 64;

interface Signature {
  readonly keyid: string;
  readonly sig: Buffer;
}

interface Envelope {
  readonly payload: Buffer;
  readonly signatures: readonly Signature[];
}

function parseEnvelope(bytes: Uint8Array): Envelope {
  if (bytes.length === 0) throw new ShoalError("E_SIG", "the release has no envelope: it isn't signed");
  const json = parseJson(bytes, { what: "envelope", maxBytes: MAX_ENVELOPE_BYTES });
  const { payload, payloadType, signatures } = asObject(json);
  if (payloadType !== PAYLOAD_TYPE) throw badEnvelope(`payloadType is not ${PAYLOAD_TYPE}`);
  const body = typeof payload === "string" ? decodeBase64(payload) : null;
  if (body === null) throw badEnvelope("payload is not base64");
  if (!Array.isArray(signatures)) throw badEnvelope("signatures is no list");
  if (signatures.length > MAX_SIGNATURES) {
    throw new ShoalError("E_LIMIT", `the envelope has ${signatures.length} signatures; at most ${MAX_SIGNATURES}`);
  }
  return { payload: body, signatures: signatures.map(parseSignature) };
}

function parseSignature(json: Json): Signature {
  const { keyid, sig } = asObject(json);
  const bytes = typeof sig === "string" ? decodeBase64(sig) : null;
  if (typeof keyid !== "string" || bytes?.length !== SIGNATURE_BYTES) {
    throw new ShoalError("E_SIG", "the envelope has a signature that isn't a key id and 64 bytes in base64");
  }
  return { keyid, sig: bytes };
}

function checkSignatures(message: Buffer, signatures: readonly Signature[], { keys, threshold }: Pins): readonly string[] {
  const pinned = new Map(keys.map((key) => [key.id, key]));
  if (!Number.isSafeInteger(threshold) || threshold < 1 || threshold > pinned.size) {
    throw new ShoalError("E_CONFIG", `${threshold} signatures are asked for and ${pinned.size} distinct keys are pinned`);
  }
  const holding = new Set<string>();
  let unknown = 0;
  for (const { keyid, sig } of signatures) {
    const key = pinned.get(keyid);
    if (key === undefined) unknown++;
    else if (verify(null, message, key.key, sig)) holding.add(keyid);
  }
  if (holding.size >= threshold) return [...holding].sort();
  const counts = `${holding.size} of ${threshold} signatures hold (${signatures.length} in the envelope, ${unknown} by keys that aren't pinned)`;
  if (unknown > 0 && holding.size + unknown >= threshold) {
    throw new ShoalError("E_KEY", counts, { hint: "pin the signer's key for this app on the host, or sign with a pinned key" });
  }
  throw new ShoalError("E_SIG", counts, { hint: "sign the release with more of the pinned keys" });
}

function toSigningKey(privateKey: KeyObject): SigningKey {
  return { privateKey, publicKey: toPublicKey(createPublicKey(privateKey)) };
}

function toPublicKey(key: KeyObject): PublicKey {
  return { key, id: blake3(rawPublicKey(key)) };
}

function rawPublicKey(key: KeyObject): Buffer {
  if (key.asymmetricKeyType !== "ed25519") throw badKey("Ed25519");
  return Buffer.from(key.export({ format: "jwk" }).x ?? "", "base64url");
}

function readKey(read: () => KeyObject, what: string): KeyObject {
  try {
    return read();
  } catch {
    // Without the cause: OpenSSL's messages may quote the text.
    throw badKey(what);
  }
}

/** Null unless it is the one base64 text of its bytes. */
function decodeBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? bytes : null;
}

function asObject(json: Json): { readonly [key: string]: Json } {
  if (json === null || typeof json !== "object" || Array.isArray(json)) throw badEnvelope("a part of it is no object");
  return json as { readonly [key: string]: Json };
}

function badEnvelope(why: string): ShoalError {
  return new ShoalError("E_FORMAT", `envelope: ${why}`);
}

function badKey(expected: string): ShoalError {
  return new ShoalError("E_CONFIG", `a key is not ${expected}`);
}
