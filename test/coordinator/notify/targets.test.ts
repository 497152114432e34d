/** `notify` of the coordinator's configuration: refused with a sentence that names the target, and never its secrets. */
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { loadConfiguration } from "../../../coordinator/configuration.ts";
import { loadTargets, notifyValue } from "../../../coordinator/notify/targets.ts";
import { createFleet, writeConfiguration } from "../fleet.ts";
import { temporaryFolder } from "../temporary.ts";

const KEY = Buffer.alloc(32, 7);
const SECRET = `whsec_${KEY.toString("base64")}`;
const ADDRESS = "https://hooks.slack.com/services/T0123/B0123/verysecret";
const fleet = await createFleet();

test("address and key come from files or the environment; who prints a target prints neither", async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, "url"), `${ADDRESS}\n`, { mode: 0o600 });
  writeFileSync(join(folder, "key"), `${SECRET}\n`, { mode: 0o600 });
  const raw = notifyValue().parse({
    "ops-chat": { format: "slack", urlFile: "url", environments: ["production"], severity: "warning" },
    log: { format: "json", url: "http://127.0.0.1:9/x", secretFile: "key", kinds: ["ended"], apps: ["web"] },
    env: { format: "json" },
  });
  const env = { SHOAL_NOTIFY_ENV_URL: ADDRESS, SHOAL_NOTIFY_ENV_SECRET: SECRET };
  const [chat, log, other] = await loadTargets(raw, { at: (file) => join(folder, file), env });
  t.deepEqual(chat?.endpoint(), { url: ADDRESS, secret: null });
  t.like(chat, {
    host: "hooks.slack.com",
    isSigned: false,
    filter: { environments: ["production"], apps: null, kinds: null, severity: "warning" },
  });
  t.deepEqual(log?.endpoint(), { url: "http://127.0.0.1:9/x", secret: KEY });
  t.deepEqual(other?.endpoint(), { url: ADDRESS, secret: KEY });
  t.notRegex(JSON.stringify([chat, log, other]), /verysecret|whsec_/);
});

const refused: readonly (readonly [string, Record<string, unknown>, RegExp])[] = [
  ["no address", { format: "slack" }, /notify\.ops has no address: url, urlFile or the environment's SHOAL_NOTIFY_OPS_URL/],
  ["two addresses", { format: "slack", url: ADDRESS, urlFile: "url" }, /notify\.ops has both url and urlFile/],
  ["an address that is none", { format: "slack", url: "ftp://verysecret/" }, /notify\.ops\.url: is not an http or https URL/],
  ["a file with an address that is none", { format: "slack", urlFile: "odd" }, /notify\.ops has an address that is no http or https URL/],
  ["a name and password in it", { format: "slack", url: "https://a:verysecret@b/" }, /without a name and a password/],
  ["JSON without a secret", { format: "json", url: ADDRESS }, /notify\.ops has no secret to sign with/],
  [
    "a secret that is no secret",
    { format: "json", url: ADDRESS, secretFile: "odd" },
    /notify\.ops has a secret that is not whsec_ and base64/,
  ],
  ["a short secret", { format: "json", url: ADDRESS, secretFile: "short" }, /notify\.ops has a secret of 4 bytes; 24 to 512 are allowed/],
  ["a secret that others can read", { format: "json", url: ADDRESS, secretFile: "open" }, /open is open to group or world/],
  ["a secret that is not there", { format: "json", url: ADDRESS, secretFile: "none" }, /none does not exist/],
  ["an unknown key", { format: "slack", url: ADDRESS, severty: "info" }, /notify\.ops\.severty: unknown key; did you mean severity\?/],
  ["an unknown kind", { format: "slack", url: ADDRESS, kinds: ["end"] }, /notify\.ops\.kinds\.0/],
  ["an empty list", { format: "slack", url: ADDRESS, apps: [] }, /an empty list is nobody/],
  ["a name that is none", { format: "slack", url: ADDRESS, apps: ["../web"] }, /is not an app name/],
];
for (const [what, target, message] of refused) {
  test(`${what} is refused`, async (t) => {
    const folder = temporaryFolder(t);
    const file = await writeConfiguration(folder, fleet, (c) => (c["notify"] = { ops: target }));
    writeFileSync(join(folder, "odd"), "verysecret", { mode: 0o600 });
    writeFileSync(join(folder, "short"), "whsec_c2hvcg==", { mode: 0o600 });
    writeFileSync(join(folder, "open"), SECRET);
    chmodSync(join(folder, "open"), 0o644);
    const error = await t.throwsAsync(loadConfiguration(file), { code: "E_CONFIG", message });
    t.notRegex(error.message, /verysecret|whsec_[A-Za-z0-9]/);
  });
}
