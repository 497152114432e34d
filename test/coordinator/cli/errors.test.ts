import { once } from "node:events";
import { chmodSync, copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { spawn } from "node:child_process";
import test from "ava";
import { ShoalError } from "../../../runtime/errors.ts";
import { exitCodeOf } from "../../../coordinator/cli/exit-codes.ts";
import { temporaryFolder } from "../temporary.ts";
import { aKnownHost, initFleet, serveScripted } from "./scripted.ts";
import { answers, SHOAL, shoal } from "./shoal.ts";

interface ErrorAnswer {
  readonly error: { readonly code: string; readonly message: string; readonly hint: string | null; readonly retryable: boolean };
}

test("no coordinator at the address is exit code 7, retryable, and names the address", async (t) => {
  const { env } = await initFleet(t);
  const closed = createServer().listen(0, "127.0.0.1");
  await once(closed, "listening");
  const { port } = closed.address() as { port: number };
  closed.close();
  await once(closed, "close");
  const file = env.SHOAL_CONFIG;
  writeFileSync(file, readFileSync(file, "utf8").replace(/^coordinator: .*$/m, `coordinator: 127.0.0.1:${port}`));
  const ended = await shoal(["hosts", "--json"], { env });
  t.is(ended.code, 7);
  const { error } = answers(ended)[0] as ErrorAnswer;
  t.is(error.code, "E_UNAVAILABLE");
  t.true(error.retryable);
  t.true(error.message.includes(`127.0.0.1:${port}`), error.message);
  t.regex(error.hint ?? "", /shoal-coordinator/);
});

test("a coordinator of another fleet is exit code 6: its certificate is not trusted", async (t) => {
  const mine = await initFleet(t, "mine");
  const other = await initFleet(t, "other");
  const { port } = await serveScripted(t, other, {});
  const file = mine.env.SHOAL_CONFIG;
  writeFileSync(file, readFileSync(file, "utf8").replace(/^coordinator: .*$/m, `coordinator: 127.0.0.1:${port}`));
  const ended = await shoal(["hosts", "--json"], { env: mine.env });
  t.is(ended.code, 6, ended.stdout);
  t.like(answers(ended)[0], { error: { code: "E_DENIED", retryable: false } });
});

test("an identity of another fleet is exit code 2, with a sentence about its file", async (t) => {
  const [mine, other] = [await initFleet(t, "mine"), await initFleet(t, "other")];
  for (const name of ["operator/alice.crt", "operator/alice.key"]) copyFileSync(join(mine.folder, name), join(other.folder, name));
  const ended = await shoal(["hosts", "--json"], { env: other.env });
  t.is(ended.code, 2, ended.stdout);
  t.regex((answers(ended)[0] as ErrorAnswer).error.message, /alice\.crt was not signed by the CA/);
});

test("what the coordinator refuses keeps its code, message and hint", async (t) => {
  const fleet = await initFleet(t);
  await serveScripted(t, fleet, {
    deploy: async () => {
      throw new ShoalError("E_ROLLOUT_OPEN", "rollout r-7 of web in production is open", { hint: "wait for it, or shoal abort" });
    },
    rollback: async () => {
      throw new ShoalError("E_DENIED", "operator:alice may not roll back production");
    },
  });
  const busy = await shoal(["deploy", "release/1", "--app", "web", "--environment", "production", "--json"], { env: fleet.env });
  t.is(busy.code, 1);
  t.deepEqual(answers(busy), [
    {
      error: {
        code: "E_ROLLOUT_OPEN",
        message: "rollout r-7 of web in production is open",
        hint: "wait for it, or shoal abort",
        retryable: true,
      },
    },
  ]);
  const denied = await shoal(["rollback", "--app", "web", "--environment", "production"], { env: fleet.env });
  t.is(denied.code, 6);
  t.regex(denied.stderr, /^error E_DENIED: operator:alice may not roll back production$/m);
  t.is(denied.stdout, "");
});

test("an error's text for people has the hint, and no raw control character", async (t) => {
  const fleet = await initFleet(t);
  await serveScripted(t, fleet, {
    listHosts: async () => {
      throw new ShoalError("E_NOT_FOUND", "environment \u001b[31mred\u0007", { hint: "look\u001b[0m" });
    },
  });
  const ended = await shoal(["hosts"], { env: fleet.env });
  t.is(ended.code, 1);
  // eslint-disable-next-line no-control-regex
  t.notRegex(ended.stderr, /[\u0000-\u0009\u000b-\u001f]/);
  t.regex(ended.stderr, /hint: look/);
});

const usage = test.macro({
  exec: async (t, args: readonly string[], message: RegExp) => {
    const ended = await shoal([...args, "--json"]);
    t.is(ended.code, 2);
    const { error } = answers(ended)[0] as ErrorAnswer;
    t.is(error.code, "E_USAGE");
    t.regex(error.message, message);
    t.is(ended.stderr, "");
  },
  title: (_, args: readonly string[]) => `shoal ${args.join(" ")} is exit code 2`,
});

test(usage, ["hsts"], /unknown command 'hsts' \(Did you mean hosts\?\)/);
test(usage, ["hosts", "--enviroment", "x"], /unknown option '--enviroment'.*--environment/);
test(usage, ["deploy", "--app", "web", "--environment", "x"], /missing required argument 'tag'/);
test(usage, ["deploy", "release/1", "--app", "web"], /--environment/);
test(usage, ["deploy", "release/1", "--app", "web", "--environment", "x", "--timeout", "10"], /duration with a unit/);
test(usage, ["releases", "--app", "web", "--limit", "0"], /whole number from 1/);
test(usage, ["watch"], /--rollout/);
test(usage, ["hosts", "one", "two"], /too many arguments/);

test("a name that begins with - is taken after --", async (t) => {
  const ended = await shoal(["init", "--app", "web", "--operator", "alice", "--json", "--", "-fleet"], { cwd: temporaryFolder(t) });
  t.is(ended.code, 0, ended.stdout);
  t.like(answers(ended)[0], { directory: "-fleet" });
});

test("an argument that is not UTF-8 is refused, not guessed", async (t) => {
  // A shell, because Node can't pass such bytes on.
  const child = spawn("sh", ["-c", `exec "$0" init "$(printf '/tm\\377')" --app web --operator alice --json`, SHOAL], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (part: string) => (stdout += part));
  const [code] = (await once(child, "close")) as [number];
  t.is(code, 2);
  t.regex(stdout, /not valid UTF-8/);
});

test("a reader that goes away does not change the exit code", async (t) => {
  const fleet = await initFleet(t);
  const hosts = Array.from({ length: 20_000 }, (_, index) => aKnownHost({ host: `web${index}` }));
  await serveScripted(t, fleet, { listHosts: async () => ({ hosts }) });
  const child = spawn("bash", ["-c", `set -o pipefail; "$0" hosts | head -n 1`, SHOAL], {
    env: { PATH: process.env["PATH"], ...fleet.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (part: string) => (text += part));
  const [code] = (await once(child, "close")) as [number];
  t.is(code, 0);
  t.regex(text, /^HOST .*\n$/);
});

test("a configuration with an unknown key is exit code 2 and names the one that was meant", async (t) => {
  const fleet = await initFleet(t);
  const file = fleet.env.SHOAL_CONFIG;
  writeFileSync(file, readFileSync(file, "utf8").replace("caKey:", "caKye:"));
  const ended = await shoal(["hosts", "--json"], { env: fleet.env });
  t.is(ended.code, 2);
  const { error } = answers(ended)[0] as ErrorAnswer;
  t.is(error.code, "E_CONFIG");
  t.regex(error.message, /line \d+: caKye: unknown key; did you mean caKey\?/);
});

test("a policy that the coordinator can't read is exit code 2, as any wrong configuration", (t) => {
  t.is(exitCodeOf("E_POLICY"), 2);
});

test("a key that others may read is refused before anything is sent", async (t) => {
  const fleet = await initFleet(t);
  chmodSync(join(fleet.folder, "operator/alice.key"), 0o644);
  const ended = await shoal(["hosts", "--json"], { env: fleet.env });
  t.is(ended.code, 2);
  t.regex((answers(ended)[0] as ErrorAnswer).error.hint ?? "", /chmod 600/);
});

test("--help of every command shows its options, and that of shoal the exit codes", async (t) => {
  const { stdout, code } = await shoal(["--help"]);
  t.is(code, 0);
  for (const number of [0, 1, 2, 3, 4, 5, 6, 7]) t.regex(stdout, new RegExp(`^ +${number}  `, "m"));
  for (const args of [["deploy"], ["release", "create"], ["host", "add"], ["init"]]) {
    const help = await shoal([...args, "--help"]);
    t.is(help.code, 0);
    t.regex(help.stdout, /--json/);
  }
});
