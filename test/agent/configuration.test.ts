import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import test from "ava";
import type { ExecutionContext } from "ava";
import { loadConfiguration } from "../../agent/configuration.ts";
import { encodePublicKey, encodeSigningKey, generateSigningKey } from "../../release/signature.ts";
import { ShoalError } from "../../runtime/errors.ts";
import type { AppName, HostId } from "../../runtime/ids.ts";
import type { Role } from "../../runtime/identity.ts";
import { identityOf, temporaryFolder } from "./fleet.ts";

const EXAMPLE = readFileSync(fileURLToPath(new URL("../../agent/agent.example.yaml", import.meta.url)), "utf8");
const MIB = 2 ** 20;
const EXAMPLE_LIMITS = {
  uploadBytesPerS: 200 * MIB,
  downloadBytesPerS: null,
  outside: { uploadBytesPerS: 20 * MIB, downloadBytesPerS: 50 * MIB },
  backOff: "on",
  times: [
    {
      ...{ fromMinute: 480, toMinute: 1080, uploadBytesPerS: 50 * MIB, downloadBytesPerS: null },
      outside: { uploadBytesPerS: 5 * MIB, downloadBytesPerS: 50 * MIB },
    },
  ],
};
const EXAMPLE_KEY = "ed25519:11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

test("the documented example is a configuration; paths are relative to its file", async (t) => {
  const { folder, file } = await writeConfiguration(t, EXAMPLE);
  const { identity, apps, ...rest } = await loadConfiguration(file);
  t.regex(identity.keyPem, /PRIVATE KEY/);
  t.deepEqual(rest, {
    host: "web1" as HostId,
    coordinators: ["coordinator.example.net:7400"],
    stateDir: join(folder, "state"),
    swarm: {
      listen: { host: "0.0.0.0", port: 7410 },
      advertiseHost: "192.0.2.10",
      preset: "lan",
      memoryLimitMib: 256,
      limits: EXAMPLE_LIMITS,
    },
    log: { level: "info", file: join(folder, "agent.log") },
  });
  t.is(apps.length, 1);
  const { pins, ...app } = apps[0] ?? t.fail();
  t.is(pins.threshold, 1);
  t.deepEqual(
    pins.keys.map((key) => encodePublicKey(key)),
    [EXAMPLE_KEY],
  );
  t.deepEqual(app as unknown, {
    app: "web",
    root: join(folder, "srv/web"),
    environment: "production",
    keepRevisions: 3,
    linkMode: "auto",
    allowedSymlinkPrefixes: ["/srv/shared/web"],
    user: "www-data",
    units: ["web.service"],
  });
});

test("what the example calls a default is the default", async (t) => {
  const { file } = await writeConfiguration(t, EXAMPLE);
  const whole = await loadConfiguration(file);
  const minimal = EXAMPLE.split("\n")
    .filter((line) => !/^ {2}(preset|memoryLimit)|^ {4}(threshold|keepRevisions|linkMode):|^log:|^ {2}level|^ {2}file/.test(line))
    .join("\n");
  t.true(minimal.length < EXAMPLE.length);
  const again = await loadConfiguration((await writeConfiguration(t, minimal)).file);
  t.deepEqual(again.swarm, whole.swarm);
  t.deepEqual(
    again.apps.map((app) => ({ ...app, root: "" })),
    whole.apps.map((app) => ({ ...app, root: "" })),
  );
  t.deepEqual(again.log, { level: "info", file: null });
});

const APP = EXAMPLE.slice(EXAMPLE.indexOf("  web:\n"), EXAMPLE.indexOf("# Default: as written here.\nlog:"));
const refused: Readonly<Record<string, { readonly change: (text: string) => string; readonly says: RegExp }>> = {
  "an unknown key, with the one that was meant": {
    change: (text) => text.replace("pinnedKeys:", "pinedKeys:"),
    says: /line \d+: apps\.web\.pinedKeys: unknown key; did you mean pinnedKeys\?/,
  },
  "two apps with one root": {
    change: (text) => text.replace("apps:\n", `apps:\n${APP.replace("web:", "api:")}`),
    says: /app api and the root of app web are both/,
  },
  "an app root within another's": {
    change: (text) =>
      text.replace("apps:\n", `apps:\n${APP.replace("web:", "api:").replace("root: srv/web", "root: srv/web/revisions/x")}`),
    says: /lie in one another/,
  },
  "an app root within the state directory": {
    change: (text) => text.replace("root: srv/web", "root: state/web"),
    says: /stateDir and the root of app web lie in one another/,
  },
  "a threshold above the number of keys": {
    change: (text) => text.replace("    threshold: 1", "    threshold: 2"),
    says: /threshold is more than the distinct keys/,
  },
  "the same key pinned twice for a threshold of two": {
    change: (text) =>
      text
        .replace("    threshold: 1", "    threshold: 2")
        .replace(`      - ${EXAMPLE_KEY}\n`, `      - ${EXAMPLE_KEY}\n      - ${EXAMPLE_KEY}\n`),
    says: /threshold is more than the distinct keys/,
  },
  "a threshold of zero": { change: (text) => text.replace("    threshold: 1", "    threshold: 0"), says: /threshold is at least 1/ },
  "no key": { change: (text) => text.replace(/pinnedKeys:\n.*\n/, "pinnedKeys: []\n"), says: /at least one key must be pinned/ },
  "a key that is none": { change: (text) => text.replace(EXAMPLE_KEY, "ed25519:AAAA"), says: /apps\.web\.pinnedKeys/ },
  "a size without its unit": { change: (text) => text.replace("256MiB", "256"), says: /with its unit/ },
  "a memory limit below what the swarm needs": { change: (text) => text.replace("256MiB", "16MiB"), says: /not within 160MiB/ },
  "port 70000": { change: (text) => text.replace(":7410", ":70000"), says: /port 70000/ },
  "a coordinator without a port": { change: (text) => text.replace("net:7400", "net"), says: /coordinators/ },
  "a reserved app name": { change: (text) => text.replace("  web:\n", "  revisions:\n"), says: /is not an app name/ },
  "an app named __proto__": { change: (text) => text.replace("  web:\n", "  __proto__:\n"), says: /at least one app/ },
  "a relative symlink prefix": { change: (text) => text.replace("- /srv/shared/web", "- srv/shared"), says: /not an absolute path/ },
  "an unknown link mode": { change: (text) => text.replace("linkMode: auto", "linkMode: symlink"), says: /linkMode/ },
  "an alias": {
    change: (text) => text.replace("stateDir: state", "stateDir: &a state").replace("preset: lan", "preset: *a"),
    says: /aliases/,
  },
  "an empty file": { change: () => "", says: /it is empty/ },
};
for (const [what, { change, says }] of Object.entries(refused)) {
  test(`refused with a sentence: ${what}`, async (t) => {
    const changed = change(EXAMPLE);
    t.not(changed, EXAMPLE);
    const { file } = await writeConfiguration(t, changed);
    const error = await t.throwsAsync(loadConfiguration(file), { instanceOf: ShoalError });
    t.is(error.code, "E_CONFIG");
    t.regex(error.message, says);
  });
}

test("a private key that was pinned by mistake is refused, and not repeated", async (t) => {
  const pem = encodeSigningKey(generateSigningKey());
  const text = EXAMPLE.replace(EXAMPLE_KEY, JSON.stringify(pem));
  const error = await t.throwsAsync(loadConfiguration((await writeConfiguration(t, text)).file), { instanceOf: ShoalError });
  t.regex(error.message, /this is a private key/);
  t.false(error.message.includes(pem.split("\n")[1] ?? ""));
});

test("a key file that others may read, a file that others may write, and another role's certificate are refused", async (t) => {
  const readable = await writeConfiguration(t, EXAMPLE);
  chmodSync(join(readable.folder, "agent.key"), 0o644);
  t.regex((await t.throwsAsync(loadConfiguration(readable.file), { instanceOf: ShoalError })).message, /agent\.key/);
  const writable = await writeConfiguration(t, EXAMPLE);
  chmodSync(writable.file, 0o666);
  t.regex((await t.throwsAsync(loadConfiguration(writable.file), { instanceOf: ShoalError })).message, /every user may write/);
  const operator = await writeConfiguration(t, EXAMPLE, "operator");
  t.is((await t.throwsAsync(loadConfiguration(operator.file), { instanceOf: ShoalError })).code, "E_CONFIG");
});

async function writeConfiguration(
  t: ExecutionContext,
  text: string,
  role: Role = "agent",
): Promise<{ readonly folder: string; readonly file: string }> {
  const folder = temporaryFolder(t);
  const { caPem, certificatePem, keyPem } = await identityOf(role, "web1");
  writeFileSync(join(folder, "ca.crt"), caPem);
  writeFileSync(join(folder, "agent.crt"), certificatePem);
  writeFileSync(join(folder, "agent.key"), keyPem, { mode: 0o600 });
  const file = join(folder, "agent.yaml");
  writeFileSync(file, text, { mode: 0o644 });
  return { folder, file };
}

test("an app name is kept as it is written", async (t) => {
  const { file } = await writeConfiguration(t, EXAMPLE.replace("  web:\n", "  web.api-2:\n"));
  t.is((await loadConfiguration(file)).apps[0]?.app, "web.api-2" as AppName);
});
