import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { loadConfiguration } from "../../../coordinator/configuration.ts";
import { readConfig } from "../../../coordinator/cli/config.ts";
import { decodePublicKey, decodeSigningKey } from "../../../release/signature.ts";
import { loadIdentity } from "../../../runtime/secret-files.ts";
import { temporaryFolder } from "../temporary.ts";
import { answers, shoal } from "./shoal.ts";

test("init makes a fleet whose every part is accepted by who reads it", async (t) => {
  const folder = join(temporaryFolder(t), "fleet");
  const ended = await shoal([
    "init",
    folder,
    "--app",
    "web",
    "--app",
    "api",
    "--operator",
    "alice",
    "--address",
    "127.0.0.1:7999",
    "--dc",
    "ams",
    "--json",
  ]);
  t.is(ended.code, 0, ended.stderr);
  const [answer] = answers(ended) as [{ directory: string; operator: string; coordinator: string; apps: Record<string, string> }];
  t.like(answer, { directory: folder, operator: "alice", coordinator: "127.0.0.1:7999" });

  const cli = await readConfig(join(folder, "shoal.yaml"));
  const operator = await loadIdentity({ ...cli.identity, role: "operator" });
  t.is(operator.self.principal as string, "operator:alice");
  const coordinator = await loadConfiguration(join(folder, "coordinator", "coordinator.yaml"));
  t.is(coordinator.identity.self.principal as string, "coordinator:main");
  t.deepEqual(coordinator.listen.control, { host: "127.0.0.1", port: 7999 });
  t.is(coordinator.datacenter, "ams");
  for (const [app, { signingKeys, pins }] of cli.apps) {
    const [file = ""] = signingKeys;
    const signing = decodeSigningKey(readFileSync(file, "utf8"));
    t.is(decodePublicKey(pins.keys[0] ?? "").id, signing.publicKey.id);
    t.is(coordinator.pins.get(app)?.keys[0]?.id, signing.publicKey.id);
    t.is(answer.apps[app], pins.keys[0]);
  }
  t.deepEqual([...cli.apps.keys()] as string[], ["web", "api"]);
});

test("the coordinator's folder has no secret but its own key, and no secret is open to others", async (t) => {
  const folder = join(temporaryFolder(t), "fleet");
  t.is((await shoal(["init", folder, "--app", "web", "--operator", "alice"])).code, 0);
  const secrets = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (path) => statSync(join(folder, path)).isFile() && readFileSync(join(folder, path), "utf8").includes("PRIVATE KEY"),
  );
  t.deepEqual(secrets.toSorted(), ["ca/ca.key", "coordinator/coordinator.key", "keys/web.key", "operator/alice.key"]);
  for (const path of secrets) t.is(statSync(join(folder, path)).mode & 0o777, 0o600, path);
  for (const path of [".", "ca", "keys", "coordinator", "operator"]) t.is(statSync(join(folder, path)).mode & 0o777, 0o700, path);
});

test("init never touches a directory that has something in it", async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, "precious"), "1");
  const ended = await shoal(["init", folder, "--app", "web", "--operator", "alice", "--json"]);
  t.is(ended.code, 1);
  t.like(answers(ended)[0], { error: { code: "E_EXISTS", retryable: false } });
  t.deepEqual(readdirSync(folder), ["precious"]);
});

test("init takes an empty directory that is there already", async (t) => {
  const folder = join(temporaryFolder(t), "fleet");
  mkdirSync(folder);
  t.is((await shoal(["init", folder, "--app", "web", "--operator", "alice"])).code, 0);
  t.true(existsSync(join(folder, "shoal.yaml")));
});

const refused = test.macro({
  exec: async (t, args: readonly string[], message: RegExp) => {
    const parent = temporaryFolder(t);
    const ended = await shoal(["init", join(parent, "fleet"), ...args, "--json"]);
    t.is(ended.code, 2);
    t.regex((answers(ended)[0] as { error: { message: string } }).error.message, message);
    t.deepEqual(readdirSync(parent), []);
  },
  title: (_, args: readonly string[]) => `init ${args.join(" ")} is refused and leaves nothing`,
});

test(refused, ["--operator", "alice"], /--app/);
test(refused, ["--app", "../web", "--operator", "alice"], /app name/);
test(refused, ["--app", "web", "--operator", "Al ice"], /host id|name/);
test(refused, ["--app", "web", "--operator", "alice", "--address", "nowhere"], /--address/);
test(refused, ["--app", "web", "--operator", "alice", "--address", "127.0.0.1:70000"], /70000/);
test(refused, ["--app", "web", "--operator", "alice", "--days", "1e9"], /--days/);
