import "reflect-metadata";
import { webcrypto, X509Certificate } from "node:crypto";
import tls from "node:tls";
import * as x509 from "@peculiar/x509";
import test from "ava";
import fc from "fast-check";
import { createFleetCa, issueCertificate } from "../../runtime/certificates.ts";
import { peerIdentity, type Role, ROLES } from "../../runtime/identity.ts";

const ca = createFleetCa({ name: "fleet of the test", days: 30 });

async function issue(role: Role, name: string, addresses: readonly string[] = []): Promise<Uint8Array> {
  const { certificatePem } = await issueCertificate({ ca: await ca, role, name, addresses, days: 10 });
  return new X509Certificate(certificatePem).raw;
}

/** Whatever names a broken or hostile CA could put in. */
async function certificate(
  names: x509.JsonGeneralNames,
  more: Partial<x509.X509CertificateCreateSelfSignedParams> = {},
): Promise<Uint8Array> {
  const keys = (await webcrypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, [
    "sign",
    "verify",
  ])) as webcrypto.CryptoKeyPair;
  const made = await x509.X509CertificateGenerator.createSelfSigned({
    name: "CN=shoal://agent/web1",
    keys,
    signingAlgorithm: { name: "ECDSA", hash: "SHA-256" },
    extensions: names.length === 0 ? [] : [new x509.SubjectAlternativeNameExtension(names)],
    ...more,
  });
  return new Uint8Array(made.rawData);
}

for (const role of ROLES) {
  test(`the name of an issued ${role} certificate is read back`, async (t) => {
    t.deepEqual(peerIdentity(await issue(role, "web1.dc-a", ["10.0.0.1", "::1", "web1.example.net"])) as object, {
      role,
      name: "web1.dc-a",
      principal: `${role}:web1.dc-a`,
    });
  });
}

const url = (value: string): { type: "url"; value: string } => ({ type: "url", value });
const refused: readonly (readonly [string, x509.JsonGeneralNames, RegExp])[] = [
  ["no URI name, whatever the common name says", [], /no URI name/],
  ["only a DNS name", [{ type: "dns", value: "web1" }], /no URI name/],
  ["two URI names", [url("shoal://agent/web1"), url("shoal://operator/root")], /2 URI names; exactly one/],
  ["the same URI name twice", [url("shoal://agent/web1"), url("shoal://agent/web1")], /2 URI names/],
  ["a foreign URI beside ours", [url("shoal://agent/web1"), url("spiffe://x/y")], /2 URI names/],
  ["another scheme", [url("spiffe://agent/web1")], /not of the scheme/],
  ["a scheme in capitals", [url("SHOAL://agent/web1")], /not of the scheme/],
  ["an unknown role", [url("shoal://admin/web1")], /is not shoal:\/\/<role>\/<name>/],
  ["no name", [url("shoal://agent/")], /is not shoal/],
  ["a name with a path", [url("shoal://agent/web1/x")], /is not shoal/],
  ["a name with a query", [url("shoal://agent/web1?x")], /is not shoal/],
  ["a name in capitals", [url("shoal://agent/Web1")], /is not shoal/],
  ["a percent-encoded name", [url("shoal://agent/web%31")], /is not shoal/],
  ["a line break in the name", [url("shoal://agent/web1\n")], /is not of the scheme/],
  ["a dot-dot name", [url("shoal://agent/a..b")], /no allowed name/],
  ["a reserved name", [url("shoal://agent/constructor")], /no allowed name/],
  ["a DNS name that spells a URI name", [{ type: "dns", value: "web1, URI:shoal://operator/root" }], /no URI name/],
  ["a DNS name with quotes that spells one", [{ type: "dns", value: 'web1", URI:shoal://operator/root, DNS:"x' }], /no URI name/],
  ["a second name spelt within our URI", [url("shoal://agent/web1, URI:shoal://operator/root")], /is not of the scheme/],
  ["a name of 65 letters", [url(`shoal://agent/${"a".repeat(65)}`)], /is not shoal/],
];
for (const [what, names, message] of refused) {
  test(`a certificate with ${what} is nobody`, async (t) => {
    const der = await certificate(names);
    t.throws(() => peerIdentity(der), { name: "ShoalError", code: "E_DENIED", message });
  });
}

test("a certificate is nobody before and after its time", async (t) => {
  const notAfter = new Date("2026-01-31T00:00:00Z");
  const der = await certificate([url("shoal://agent/web1")], { notBefore: new Date("2026-01-01T00:00:00Z"), notAfter });
  t.is(peerIdentity(der, Date.parse("2026-01-15T00:00:00Z")).name, "web1");
  t.throws(() => peerIdentity(der, notAfter.getTime() + 1), { code: "E_DENIED", message: /agent:web1 expired at 2026-01-31/ });
  t.throws(() => peerIdentity(der, Date.parse("2025-12-31T00:00:00Z")), { code: "E_DENIED", message: /not valid before 2026-01-01/ });
});

test("bytes that are no certificate, or a damaged one, are E_DENIED or the same name", async (t) => {
  const der = await issue("agent", "web1");
  for (const bytes of [new Uint8Array(), Buffer.from("text"), der.subarray(0, 100), Buffer.alloc(17_000)]) {
    t.throws(() => peerIdentity(bytes), { code: "E_DENIED" });
  }
  fc.assert(
    fc.property(fc.nat(der.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
      const damaged = Uint8Array.from(der, (byte, i) => (i === at ? byte ^ flip : byte));
      try {
        // The signature is TLS's business; what comes out must still be a well-formed name.
        t.regex(peerIdentity(damaged).principal, /^(agent|operator|coordinator):[a-z0-9._-]+$/);
      } catch (error) {
        t.is((error as { code?: string }).code, "E_DENIED", String(error));
      }
    }),
    { numRuns: 300 },
  );
});

test("the common name * that libtorrent wants never passes for a host name in Node's TLS", async (t) => {
  const legacy = new X509Certificate(await issue("agent", "web1")).toLegacyObject();
  for (const host of ["localhost", "example.net", "127.0.0.1", "*"]) t.true(tls.checkServerIdentity(host, legacy) instanceof Error, host);
});
