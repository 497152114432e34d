import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import test from "ava";
import { findConfig, readConfig } from "../../../coordinator/cli/config.ts";
import type { AppName } from "../../../runtime/ids.ts";
import { temporaryFolder } from "../temporary.ts";

const EXAMPLE = fileURLToPath(new URL("../../../coordinator/cli/shoal.example.yaml", import.meta.url));

test("the documented example is a valid configuration, its paths relative to itself", async (t) => {
  const config = await readConfig(EXAMPLE);
  const folder = dirname(EXAMPLE);
  t.is(config.coordinator, "coordinator.example.org:7400");
  t.is(config.identity.keyFile, join(folder, "operator/alice.key"));
  t.is(config.caKeyFile, join(folder, "ca/ca.key"));
  t.like(config.apps.get("web" as AppName), { signingKeys: [join(folder, "keys/web.key")], pins: { threshold: 1 } });
});

const MINIMAL = "coordinator: 127.0.0.1:1\nidentity: { ca: a, certificate: b, key: c }\n";

test("the configuration is the first of --config, $SHOAL_CONFIG, ./shoal.yaml, ~/.config/shoal/shoal.yaml", async (t) => {
  const folder = temporaryFolder(t);
  const write = (name: string): string => {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, MINIMAL);
    return file;
  };
  const [given, fromEnv, here, home] = ["given.yaml", "env.yaml", "here/shoal.yaml", "xdg/shoal/shoal.yaml"].map(write) as [
    string,
    string,
    string,
    string,
  ];
  const cwd = dirname(here);
  const env = { XDG_CONFIG_HOME: join(folder, "xdg") };
  t.is((await findConfig({ path: given, env: { ...env, SHOAL_CONFIG: fromEnv }, cwd })).file, given);
  t.is((await findConfig({ path: null, env: { ...env, SHOAL_CONFIG: fromEnv }, cwd })).file, fromEnv);
  t.is((await findConfig({ path: null, env, cwd })).file, here);
  t.is((await findConfig({ path: null, env, cwd: folder })).file, home);
  await t.throwsAsync(findConfig({ path: null, env: { XDG_CONFIG_HOME: folder }, cwd: folder }), {
    code: "E_CONFIG",
    message: /none of/,
  } as never);
});

test("the shoal.yaml of a tree is not taken for the command's own", async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, "shoal.yaml"), "version: 1\n");
  mkdirSync(join(folder, "xdg/shoal"), { recursive: true });
  const own = join(folder, "xdg/shoal/shoal.yaml");
  writeFileSync(own, MINIMAL);
  t.is((await findConfig({ path: null, env: { XDG_CONFIG_HOME: join(folder, "xdg") }, cwd: folder })).file, own);
});

test("a file that was named and is not there is an error, never the next one", async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, "shoal.yaml"), MINIMAL);
  await t.throwsAsync(findConfig({ path: "missing.yaml", env: {}, cwd: folder }), { message: /missing\.yaml/ });
});

const refused = test.macro({
  exec: async (t, text: string, message: RegExp) => {
    const file = join(temporaryFolder(t), "shoal.yaml");
    writeFileSync(file, text);
    await t.throwsAsync(readConfig(file), { code: "E_CONFIG", message } as never);
  },
  title: (_, text: string) => `refused with a sentence: ${JSON.stringify(text)}`,
});

test(refused, "", /empty/);
test(refused, "coordinator: localhost\nidentity: { ca: a, certificate: b, key: c }\n", /coordinator: .*address like/);
test(refused, `${MINIMAL}apps: { "../x": { pins: { threshold: 1, keys: [k] } } }\n`, /app name/);
test(refused, `${MINIMAL}apps: { web: { pins: { threshold: 0, keys: [k] } } }\n`, /apps\.web\.pins\.threshold/);
test(refused, `${MINIMAL}coordinator: 127.0.0.1:2\n`, /unique|duplicate/i);
test(refused, "coordinator: 127.0.0.1:1\nidentity: { ca: a, certificate: b, kye: c }\n", /did you mean key/);
