import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { createFleetCa, issueCertificate } from "../../runtime/certificates.ts";
import type { KeyPair } from "../../runtime/identity.ts";
import { type IdentityFiles, loadIdentity, readSecretFile } from "../../runtime/secret-files.ts";
import { temporaryDirectory } from "./_temp.ts";

const fleet = createFleetCa({ name: "fleet", days: 2 });
const other = createFleetCa({ name: "fleet", days: 2 });
const issue = async (ca: Promise<KeyPair>, role: "agent" | "operator" = "agent"): Promise<KeyPair> =>
  issueCertificate({ ca: await ca, role, name: "web1", addresses: [], days: 1 });

async function files(
  t: ExecutionContext,
  { ca, certificate, key }: { ca: string; certificate: string; key: string },
): Promise<IdentityFiles> {
  const directory = await temporaryDirectory(t);
  const [caFile, certificateFile, keyFile] = ["ca.pem", "web1.pem", "web1.key"].map((name) => join(directory, name)) as [
    string,
    string,
    string,
  ];
  await writeFile(caFile, ca);
  await writeFile(certificateFile, certificate);
  await writeFile(keyFile, key, { mode: 0o600 });
  return { caFile, certificateFile, keyFile, role: "agent" };
}

test("an identity of the fleet is loaded with its name", async (t) => {
  const pair = await issue(fleet);
  const loaded = await loadIdentity(
    await files(t, { ca: (await fleet).certificatePem, certificate: pair.certificatePem, key: pair.keyPem }),
  );
  t.is(loaded.self.principal as string, "agent:web1");
  t.is(loaded.keyPem, pair.keyPem);
});

test("every mistake with an identity is a sentence about the file", async (t) => {
  const [ca, otherCa, pair, foreign, operator] = await Promise.all([fleet, other, issue(fleet), issue(other), issue(fleet, "operator")]);
  const good = { ca: ca.certificatePem, certificate: pair.certificatePem, key: pair.keyPem };
  const cases: readonly (readonly [object, RegExp])[] = [
    [{ ca: "" }, /ca\.pem is empty/],
    [{ ca: "junk" }, /ca\.pem is not a certificate/],
    [{ ca: pair.certificatePem }, /ca\.pem is not the certificate of a CA/],
    [{ ca: otherCa.certificatePem }, /web1\.pem was not signed by the CA in .*ca\.pem/],
    [{ certificate: foreign.certificatePem, key: foreign.keyPem }, /web1\.pem was not signed by/],
    [{ certificate: ca.certificatePem, key: ca.keyPem }, /web1\.pem the certificate has no URI name/],
    [{ certificate: operator.certificatePem, key: operator.keyPem }, /is that of operator:web1; a certificate of the role agent is needed/],
    [{ key: foreign.keyPem }, /web1\.key is not the key of the certificate in/],
    [{ key: pair.certificatePem }, /web1\.key is not a private key/],
    [{ key: "x".repeat(70_000) }, /web1\.key has 70000 bytes/],
  ];
  for (const [change, message] of cases) {
    await t.throwsAsync(loadIdentity(await files(t, { ...good, ...change })), { name: "ShoalError", code: "E_CONFIG", message } as never);
  }
});

for (const mode of [0o640, 0o604, 0o620, 0o644, 0o777]) {
  test(`a key of mode ${mode.toString(8)} is refused`, async (t) => {
    const path = join(await temporaryDirectory(t), "key");
    await writeFile(path, "secret");
    await chmod(path, mode);
    const error = await t.throwsAsync(readSecretFile(path), {
      name: "ShoalError",
      code: "E_CONFIG",
      message: /open to group or world/,
    } as never);
    t.notRegex(String(error), /secret/);
  });
}

test("keys of modes 600 and 400 are read", async (t) => {
  const path = join(await temporaryDirectory(t), "key");
  await writeFile(path, "secret");
  for (const mode of [0o600, 0o400]) {
    await chmod(path, mode);
    t.is(await readSecretFile(path), "secret");
  }
});

test("a key that is missing or a directory is named", async (t) => {
  const directory = await temporaryDirectory(t);
  await t.throwsAsync(readSecretFile(join(directory, "absent")), { code: "E_CONFIG", message: /absent does not exist/ } as never);
  await mkdir(join(directory, "d"), { mode: 0o700 });
  await t.throwsAsync(readSecretFile(join(directory, "d")), { code: "E_CONFIG", message: /not a regular file/ } as never);
});
