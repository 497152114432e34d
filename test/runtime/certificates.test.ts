import { execFile } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import test from "ava";
import { createFleetCa, issueCertificate } from "../../runtime/certificates.ts";
import { temporaryDirectory } from "./_temp.ts";

const run = promisify(execFile);
const ca = createFleetCa({ name: "fleet of the test", days: 30 });

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
