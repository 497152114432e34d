import { chmodSync, copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import test from "ava";
import { loadConfiguration } from "../../coordinator/configuration.ts";
import { NAMED_POLICIES, PLAIN_POLICY } from "../../coordinator/rollout/policy.ts";
import { encodeSigningKey } from "../../release/signature.ts";
import { issueCertificate } from "../../runtime/certificates.ts";
import { createFleet, type Example, EXAMPLE_FILE, exampleConfiguration, writeConfiguration } from "./fleet.ts";
import { temporaryFolder } from "./temporary.ts";

const fleet = await createFleet();

test("the documented example is a whole configuration, and its values are the defaults", async (t) => {
  const folder = temporaryFolder(t);
  const file = await writeConfiguration(folder, fleet);
  copyFileSync(EXAMPLE_FILE, file);
  const documented = await loadConfiguration(file);
  const { prepareTimeoutMs, activateTimeoutMs, leaseMs, leaseMarginMs, maxRetries } = PLAIN_POLICY;
  t.deepEqual(documented.policies.times, { prepareTimeoutMs, activateTimeoutMs, leaseMs, leaseMarginMs, maxRetries });
  t.deepEqual([...documented.policies.environments.values()], [NAMED_POLICIES.thousand]);
  t.deepEqual(documented.listen.control, { host: "0.0.0.0", port: 7400 });
  t.is(documented.dataDir, join(folder, "data"));
  t.is(String(documented.identity.self.principal), "coordinator:main");
  const short = await loadConfiguration(
    await writeConfiguration(folder, fleet, (c) => {
      for (const key of ["rollout", "heartbeat", "keepReleases", "swarm", "log"]) delete c[key];
    }),
  );
  t.deepEqual(
    [short.policies.times, short.heartbeatMs, short.keepReleases, short.swarm, short.log],
    [documented.policies.times, documented.heartbeatMs, documented.keepReleases, documented.swarm, documented.log],
  );
});

for (const key of ["dataDir", "identity", "listen", "advertiseHost", "apps"]) {
  test(`half a configuration is refused: without ${key} it says so`, async (t) => {
    const file = await writeConfiguration(temporaryFolder(t), fleet, (c) => delete c[key]);
    await t.throwsAsync(loadConfiguration(file), { code: "E_CONFIG", message: new RegExp(`${key}: is missing`) });
  });
}

const refused: readonly (readonly [string, string, (c: Example) => void, RegExp])[] = [
  ["C03", "an unknown key, with a suggestion", (c) => (c["dataDirr"] = "x"), /dataDirr: unknown key; did you mean dataDir\?/],
  ["C03", "an unknown key inside, with a suggestion", (c) => (c.rollout["leaseMargn"] = "5s"), /leaseMargn.*did you mean leaseMargin\?/],
  ["C04", "a duration without its unit", (c) => (c.rollout["lease"] = "30"), /lease: "30": a duration is a whole number with its unit/],
  ["C04", "a negative duration", (c) => (c.heartbeat = "-5s"), /heartbeat/],
  ["C04", "a duration over its bound", (c) => (c.rollout["lease"] = "11m"), /11m is not within 1s … 10m/],
  [
    "C04",
    "fewer releases to keep than a rollback needs",
    (c) => (c["keepReleases"] = 1 as unknown as string),
    /keepReleases is at least 2/,
  ],
  ["C04", "a number where text belongs", (c) => (c["dataDir"] = 7 as unknown as string), /dataDir/],
  ["C07", "a port that is none", (c) => (c.listen.control = "127.0.0.1:70000"), /port 70000 is not within/],
  ["keys", "an app without a key", (c) => (c.apps["web"]!.keys = []), /at least one key/],
  ["keys", "a threshold that can't be met", (c) => (c.apps["web"]!.threshold = 2), /more than the distinct keys/],
  [
    "keys",
    "one key counted twice",
    (c) => Object.assign(c.apps["web"]!, { threshold: 2, keys: [key(c), key(c)] }),
    /more than the distinct keys/,
  ],
  ["keys", "a signing key in place of a public key", (c) => (c.apps["web"]!.keys = [encodeSigningKey(fleet.signingKey)]), /private key/],
  ["keys", "an app name that is none", (c) => (c.apps["../web"] = { threshold: 1, keys: [key(c)] }), /not an app name/],
];

for (const [row, what, change, message] of refused) {
  test(`${row}: ${what} is refused`, async (t) => {
    const file = await writeConfiguration(temporaryFolder(t), fleet, change);
    const error = await t.throwsAsync(loadConfiguration(file), { code: "E_CONFIG", message });
    t.false(error.message.includes("BEGIN PRIVATE KEY"), "no secret in a message");
  });
}

test("C01: a missing, an empty and a world-writable file are refused", async (t) => {
  const file = await writeConfiguration(temporaryFolder(t), fleet);
  await t.throwsAsync(loadConfiguration(`${file}.none`), { code: "E_CONFIG", message: /there is no such file/ });
  chmodSync(file, 0o666);
  await t.throwsAsync(loadConfiguration(file), { code: "E_CONFIG", message: /every user may write/ });
  writeFileSync(file, "");
  chmodSync(file, 0o644);
  await t.throwsAsync(loadConfiguration(file), { code: "E_CONFIG", message: /empty/ });
});

test("C02: broken YAML, a duplicate key and an alias are refused with the line", async (t) => {
  const file = await writeConfiguration(temporaryFolder(t), fleet);
  const text = readFileSync(file, "utf8");
  for (const [bad, message] of [
    ["dataDir: [", /line/],
    [`${text}\ndataDir: again\n`, /line \d+/],
    ["dataDir: &a data\nadvertiseHost: *a\n", /alias/],
  ] as const) {
    writeFileSync(file, bad);
    await t.throwsAsync(loadConfiguration(file), { code: "E_CONFIG", message });
  }
});

test("C08: a key that others can read, a key of another certificate, an empty CA and a certificate of another role are refused", async (t) => {
  const folder = temporaryFolder(t);
  const file = await writeConfiguration(folder, fleet);
  const at = (name: string): string => join(dirname(file), name);
  chmodSync(at("coordinator.key"), 0o644);
  await t.throwsAsync(loadConfiguration(file), { code: "E_CONFIG", message: /open to group or world/ });
  const other = await fleet.identity("coordinator", "main");
  rmSync(at("coordinator.key"));
  writeFileSync(at("coordinator.key"), other.keyPem, { mode: 0o600 });
  await t.throwsAsync(loadConfiguration(file), { code: "E_CONFIG", message: /is not the key of the certificate/ });
  await writeConfiguration(folder, fleet);
  writeFileSync(at("ca.crt"), "");
  await t.throwsAsync(loadConfiguration(file), { code: "E_CONFIG", message: /is empty/ });
  await writeConfiguration(folder, fleet);
  const agent = await fleet.identity("agent", "web1");
  rmSync(at("coordinator.key"));
  writeFileSync(at("coordinator.crt"), agent.certificatePem);
  writeFileSync(at("coordinator.key"), agent.keyPem, { mode: 0o600 });
  await t.throwsAsync(loadConfiguration(file), { code: "E_CONFIG", message: /role coordinator is needed/ });
});

test("C08: an expired certificate is refused", async (t) => {
  const folder = temporaryFolder(t);
  const file = await writeConfiguration(folder, fleet);
  const tenMinutesAgo = 1e-9;
  const short = await issueCertificate({ ca: fleet.ca, role: "coordinator", name: "main", addresses: ["127.0.0.1"], days: tenMinutesAgo });
  writeFileSync(join(folder, "coordinator.crt"), short.certificatePem);
  rmSync(join(folder, "coordinator.key"));
  writeFileSync(join(folder, "coordinator.key"), short.keyPem, { mode: 0o600 });
  await t.throwsAsync(loadConfiguration(file), { code: "E_CONFIG", message: /expired/ });
});

test("the CA's key is refused on a coordinator's machine", async (t) => {
  const folder = temporaryFolder(t);
  const file = await writeConfiguration(folder, fleet);
  writeFileSync(join(folder, "ca.crt"), fleet.ca.certificatePem + fleet.ca.keyPem);
  await t.throwsAsync(loadConfiguration(file), { code: "E_CONFIG", message: /ca\.crt holds a private key/ });
});

test("the example names no machine and keeps its comments", (t) => {
  const text = readFileSync(EXAMPLE_FILE, "utf8");
  t.true(text.split("\n").filter((line) => line.trim().startsWith("#")).length > 15);
  t.is(exampleConfiguration().advertiseHost, "coordinator.example.net");
});

function key(configuration: Example): string {
  return configuration.apps["web"]!.keys[0]!;
}
