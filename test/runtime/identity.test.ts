import "reflect-metadata";
import { execFile } from "node:child_process";
import { webcrypto, X509Certificate } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import tls from "node:tls";
import { promisify } from "node:util";
import * as x509 from "@peculiar/x509";
import test from "ava";
import fc from "fast-check";
import { createFleetCa, issueCertificate, peerIdentity, type Role, ROLES } from "../../runtime/identity.ts";
import { temporaryDirectory } from "./_temp.ts";

const run = promisify(execFile);
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
  ["a line break in the name", [url("shoal://agent/web1\n")], /is not shoal/],
  ["a dot-dot name", [url("shoal://agent/a..b")], /no allowed name/],
  ["a reserved name", [url("shoal://agent/constructor")], /no allowed name/],
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

for (const [what, options] of Object.entries({
  "a bad name": { name: "Web 1" },
  "a bad address": { addresses: ["web1:7700"] },
  "too many addresses": { addresses: Array.from({ length: 33 }, (_, i) => `10.0.0.${i}`) },
  "no time": { days: 0 },
  "NaN days": { days: Number.NaN },
  "a life of centuries": { days: 100_000 },
})) {
  test(`no certificate is issued for ${what}`, async (t) => {
    const good = { ca: await ca, role: "agent", name: "web1", addresses: [], days: 1 } as const;
    await t.throwsAsync(issueCertificate({ ...good, ...options }), { name: "ShoalError", code: "E_USAGE" } as never);
  });
}

test("a CA that can't be read is named", async (t) => {
  const { certificatePem, keyPem } = await ca;
  for (const broken of [
    { certificatePem: "", keyPem },
    { certificatePem, keyPem: "" },
    { certificatePem, keyPem: certificatePem },
  ]) {
    const issuing = issueCertificate({ ca: broken, role: "agent", name: "web1", addresses: [], days: 1 });
    await t.throwsAsync(issuing, { name: "ShoalError", code: "E_CONFIG" } as never);
  }
});

test("a certificate ends with its CA at the latest, and serial numbers differ", async (t) => {
  const shortLived = await createFleetCa({ name: "short", days: 1 });
  const pairs = await Promise.all(
    [1, 2].map(() => issueCertificate({ ca: shortLived, role: "agent", name: "a", addresses: [], days: 300 })),
  );
  const [one, two] = pairs.map((pair) => new X509Certificate(pair.certificatePem));
  t.is(one?.validTo, new X509Certificate(shortLived.certificatePem).validTo);
  t.not(one?.serialNumber, two?.serialNumber);
});

test("stock OpenSSL accepts CA and certificates strictly, as client and as server, and no leaf can sign", async (t) => {
  const openssl = await run("openssl", ["version"]).catch(() => null);
  if (openssl === null) return t.pass("skipped: no openssl here");
  const directory = await temporaryDirectory(t);
  const leaf = await issueCertificate({ ca: await ca, role: "agent", name: "web1", addresses: ["127.0.0.1"], days: 10 });
  const below = await issueCertificate({ ca: leaf, role: "operator", name: "mallory", addresses: [], days: 10 });
  const [caFile, leafFile, belowFile] = ["ca.pem", "leaf.pem", "below.pem"].map((name) => join(directory, name)) as [
    string,
    string,
    string,
  ];
  await writeFile(caFile, (await ca).certificatePem);
  await writeFile(leafFile, leaf.certificatePem);
  await writeFile(belowFile, below.certificatePem);
  for (const purpose of ["sslserver", "sslclient"]) {
    const { stdout } = await run("openssl", [
      "verify",
      "-x509_strict",
      "-purpose",
      purpose,
      "-verify_ip",
      "127.0.0.1",
      "-CAfile",
      caFile,
      leafFile,
    ]);
    t.regex(stdout, /OK/);
  }
  await t.throwsAsync(run("openssl", ["verify", "-CAfile", caFile, "-untrusted", leafFile, belowFile]));
});

test("the common name * that libtorrent wants never passes for a host name in Node's TLS", async (t) => {
  const legacy = new X509Certificate(await issue("agent", "web1")).toLegacyObject();
  for (const host of ["localhost", "example.net", "127.0.0.1", "*"]) t.true(tls.checkServerIdentity(host, legacy) instanceof Error, host);
});
