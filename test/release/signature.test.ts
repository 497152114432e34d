import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import fc from "fast-check";
import { parseAppName } from "../../runtime/ids.ts";
import { encodeJson, type Json } from "../../release/json.ts";
import { encodeRelease, releaseId } from "../../release/release.ts";
import {
  decodePublicKey,
  decodeSigningKey,
  encodePublicKey,
  encodeSigningKey,
  generateSigningKey,
  PAYLOAD_TYPE,
  preAuthenticationEncoding,
  signRelease,
  unverifiedPayload,
  verifyEnvelope,
  type Pins,
} from "../../release/signature.ts";
import { APP, NOW_UNIX_MS, sampleRelease } from "./samples.ts";
import { temporaryFolder } from "./temporary.ts";

const [alice, bob, carol] = [generateSigningKey(), generateSigningKey(), generateSigningKey()];
const payload = encodeRelease(sampleRelease);
const pins = (threshold: number, ...keys: (typeof alice)[]): Pins => ({ threshold, keys: keys.map(({ publicKey }) => publicKey) });
const verify = (envelope: Uint8Array, given: Pins): readonly string[] =>
  verifyEnvelope({ envelope, app: APP, pins: given, nowUnixMs: NOW_UNIX_MS }).keyIds;

interface Parsed {
  payload: string;
  payloadType: string;
  signatures: { keyid: string; sig: string }[];
}
const edited = (envelope: Uint8Array, edit: (parsed: Parsed) => void): Uint8Array => {
  const parsed = JSON.parse(Buffer.from(envelope).toString()) as Parsed;
  edit(parsed);
  return encodeJson(parsed as unknown as Json);
};

test("a release signed by a pinned key is verified, with its id computed from the bytes", (t) => {
  const envelope = signRelease(payload, [alice]);
  const signed = verifyEnvelope({ envelope, app: APP, pins: pins(1, alice, bob), nowUnixMs: NOW_UNIX_MS });
  t.deepEqual(signed.release, sampleRelease);
  t.is(signed.id, releaseId(payload));
  t.deepEqual(signed.keyIds, [alice.publicKey.id]);
  t.is(signed.envelope, envelope);
  t.deepEqual(Buffer.from(unverifiedPayload(envelope)), Buffer.from(payload));
});

test("the signed bytes are DSSE's example encoding", (t) => {
  t.is(
    preAuthenticationEncoding("http://example.com/HelloWorld", Buffer.from("hello world")).toString(),
    "DSSEv1 29 http://example.com/HelloWorld 11 hello world",
  );
});

test("k distinct keys of n are enough, whichever", (t) => {
  const all = pins(2, alice, bob, carol);
  t.is(verify(signRelease(payload, [alice, carol]), all).length, 2);
  t.is(verify(signRelease(payload, [carol, bob, alice]), all).length, 3);
});

test("a signature by a stranger beside enough good ones harms nothing and counts nothing", (t) => {
  t.deepEqual(verify(signRelease(payload, [alice, carol]), pins(1, alice)), [alice.publicKey.id]);
});

test("M01: no envelope, no signatures, and 64 zero bytes as one are refused", (t) => {
  t.throws(() => verify(Buffer.alloc(0), pins(1, alice)), { code: "E_SIG" });
  t.throws(() => verify(Buffer.alloc(64), pins(1, alice)), { code: "E_FORMAT" });
  const envelope = signRelease(payload, [alice]);
  t.throws(
    () =>
      verify(
        edited(envelope, (e) => (e.signatures = [])),
        pins(1, alice),
      ),
    { code: "E_SIG" },
  );
  const zeros = Buffer.alloc(64).toString("base64");
  t.throws(
    () =>
      verify(
        edited(envelope, (e) => (e.signatures[0]!.sig = zeros)),
        pins(1, alice),
      ),
    { code: "E_SIG" },
  );
  t.throws(
    () =>
      verify(
        edited(envelope, (e) => (e.signatures[0]!.sig = "")),
        pins(1, alice),
      ),
    { code: "E_SIG" },
  );
});

test("M02: below the threshold is refused, and one key counts once however often it signs or is pinned", (t) => {
  t.throws(() => verify(signRelease(payload, [alice]), pins(2, alice, bob)), { code: "E_SIG", message: /1 of 2/ });
  t.throws(() => verify(signRelease(payload, [alice, alice]), pins(2, alice, bob)), { code: "E_SIG", message: /1 of 2/ });
  t.throws(() => verify(signRelease(payload, [alice]), pins(2, alice, alice)), { code: "E_CONFIG" });
});

test("M02: bob's signature under alice's key id counts for neither", (t) => {
  const envelope = edited(signRelease(payload, [bob]), (e) => (e.signatures[0]!.keyid = alice.publicKey.id));
  t.throws(() => verify(envelope, pins(1, alice, bob)), { code: "E_SIG" });
});

test("M02: alice's signature under many names counts once", (t) => {
  const envelope = edited(signRelease(payload, [alice]), (e) => e.signatures.push({ ...e.signatures[0]!, keyid: bob.publicKey.id }));
  t.throws(() => verify(envelope, pins(2, alice, bob)), { code: "E_SIG" });
});

test("M03: a key that isn't pinned for this app is E_KEY", (t) => {
  t.throws(() => verify(signRelease(payload, [carol]), pins(1, alice, bob)), { code: "E_KEY" });
  t.throws(() => verify(signRelease(payload, [alice, carol]), pins(2, alice, bob)), { code: "E_KEY" });
});

test("M05: a malleated signature (S + L) is refused", (t) => {
  const L = 2n ** 252n + 27742317777372353535851937790883648493n;
  const envelope = edited(signRelease(payload, [alice]), (e) => {
    const sig = Buffer.from(e.signatures[0]!.sig, "base64");
    let s = BigInt(`0x${Buffer.from(sig.subarray(32)).reverse().toString("hex")}`) + L;
    for (let i = 32; i < 64; i++, s >>= 8n) sig[i] = Number(s & 255n);
    t.is(s, 0n);
    e.signatures[0]!.sig = sig.toString("base64");
  });
  t.throws(() => verify(envelope, pins(1, alice)), { code: "E_SIG" });
});

test("M10: a right release of another app is E_SCOPE", (t) => {
  const envelope = signRelease(payload, [alice]);
  t.throws(() => verifyEnvelope({ envelope, app: parseAppName("api"), pins: pins(1, alice) }), { code: "E_SCOPE" });
});

test("another payload type is refused, signed or relabelled", (t) => {
  const envelope = signRelease(payload, [alice]);
  t.throws(
    () =>
      verify(
        edited(envelope, (e) => (e.payloadType = "application/json")),
        pins(1, alice),
      ),
    { code: "E_FORMAT" },
  );
});

test("any changed bit of the payload or signature is refused", (t) => {
  const envelope = signRelease(payload, [alice]);
  fc.assert(
    fc.property(fc.boolean(), fc.nat(), fc.nat({ max: 7 }), (inPayload, at, bit) => {
      const changed = edited(envelope, (e) => {
        const bytes = Buffer.from(inPayload ? e.payload : e.signatures[0]!.sig, "base64");
        bytes[at % bytes.length]! ^= 1 << bit;
        if (inPayload) e.payload = bytes.toString("base64");
        else e.signatures[0]!.sig = bytes.toString("base64");
      });
      t.throws(() => verify(changed, pins(1, alice)), { code: "E_SIG" });
    }),
    { numRuns: 200 },
  );
});

test("base64 has one spelling", (t) => {
  const envelope = signRelease(payload, [alice]);
  t.throws(
    () =>
      verify(
        edited(envelope, (e) => (e.payload += "\n")),
        pins(1, alice),
      ),
    { code: "E_FORMAT" },
  );
  t.throws(
    () =>
      verify(
        edited(envelope, (e) => (e.signatures[0]!.sig = e.signatures[0]!.sig.replace(/=+$/, ""))),
        pins(1, alice),
      ),
    { code: "E_SIG" },
  );
});

test("an envelope of hostile shape is refused with a type", (t) => {
  const shapes: Json[] = [
    null,
    [],
    "x",
    1,
    { payloadType: PAYLOAD_TYPE },
    { payloadType: PAYLOAD_TYPE, payload: "", signatures: [null] },
    { payloadType: PAYLOAD_TYPE, payload: "", signatures: {} },
  ];
  for (const shape of shapes) t.throws(() => verify(encodeJson(shape), pins(1, alice)), { code: "E_FORMAT" });
  const many = edited(signRelease(payload, [alice]), (e) => (e.signatures = Array.from({ length: 33 }, () => e.signatures[0]!)));
  t.throws(() => verify(many, pins(1, alice)), { code: "E_LIMIT" });
  t.throws(() => verify(Buffer.alloc(256 * 1024 + 1, "["), pins(1, alice)), { code: "E_LIMIT" });
});

test("what a pinned key signed is still held to the rules of a release", (t) => {
  for (const text of ["", "{}", "null", '{"app":"web"}']) {
    t.throws(() => verify(signRelease(Buffer.from(text), [alice]), pins(1, alice)), { code: "E_FORMAT" }, text);
  }
  t.throws(() => verify(signRelease(Buffer.alloc(100, "["), [alice]), pins(1, alice)), { code: "E_LIMIT" });
});

test("M06: a release from the future is E_TIME, an old one and 5 minutes of skew are fine", (t) => {
  const envelope = signRelease(payload, [alice]);
  const at = (nowUnixMs: number) => () => verifyEnvelope({ envelope, app: APP, pins: pins(1, alice), nowUnixMs });
  t.throws(at(NOW_UNIX_MS - 5 * 60_000 - 1000), { code: "E_TIME" });
  t.notThrows(at(NOW_UNIX_MS - 5 * 60_000));
  t.notThrows(at(NOW_UNIX_MS + 10 * 365 * 86_400_000));
});

test("pins that can't be met are a mistake in the configuration, not a bad release", (t) => {
  const envelope = signRelease(payload, [alice]);
  for (const given of [pins(0, alice), pins(1), pins(2, alice), pins(1.5, alice), pins(Number.NaN, alice)]) {
    t.throws(() => verify(envelope, given), { code: "E_CONFIG" });
  }
});

test("keys come back from their files with the same id", (t) => {
  t.is(decodeSigningKey(encodeSigningKey(alice)).publicKey.id, alice.publicKey.id);
  t.is(decodePublicKey(`${encodePublicKey(alice.publicKey)}\n`).id, alice.publicKey.id);
  t.is(decodePublicKey(alice.publicKey.key.export({ format: "pem", type: "spki" }) as string).id, alice.publicKey.id);
  t.regex(encodePublicKey(alice.publicKey), /^ed25519:[A-Za-z0-9+/]{43}=$/);
});

test("what is no key is E_CONFIG, and the message doesn't show it", (t) => {
  const secret = encodeSigningKey(alice);
  for (const text of [
    "",
    "ed25519:",
    "ed25519:AAAA",
    secret,
    `ed25519:${"!".repeat(44)}`,
    "-----BEGIN PUBLIC KEY-----\nxx\n-----END PUBLIC KEY-----",
  ]) {
    const error = t.throws(() => decodePublicKey(text), { code: "E_CONFIG" });
    t.false(error?.message.includes(secret.split("\n")[1]!));
  }
  t.throws(() => decodeSigningKey("nonsense"), { code: "E_CONFIG" });
});

test("a key made by openssl signs, and openssl verifies what we signed", (t) => {
  const folder = temporaryFolder(t);
  const path = (name: string): string => join(folder, name);
  execFileSync("openssl", ["genpkey", "-algorithm", "ed25519", "-out", path("key.pem")]);
  const key = decodeSigningKey(execFileSync("cat", [path("key.pem")]).toString());
  const envelope = signRelease(payload, [key]);
  t.is(verify(envelope, pins(1, key)).length, 1);
  const { signatures } = JSON.parse(Buffer.from(envelope).toString()) as Parsed;
  writeFileSync(path("sig"), Buffer.from(signatures[0]!.sig, "base64"));
  writeFileSync(path("message"), preAuthenticationEncoding(PAYLOAD_TYPE, payload));
  const out = execFileSync("openssl", [
    "pkeyutl",
    "-verify",
    "-inkey",
    path("key.pem"),
    "-rawin",
    "-in",
    path("message"),
    "-sigfile",
    path("sig"),
  ]);
  t.regex(out.toString(), /Verified Successfully/);
});

test("keys of another algorithm are refused", (t) => {
  const folder = temporaryFolder(t);
  execFileSync("openssl", ["genpkey", "-algorithm", "x25519", "-out", join(folder, "key.pem")]);
  t.throws(() => decodeSigningKey(execFileSync("cat", [join(folder, "key.pem")]).toString()), { code: "E_CONFIG" });
});
