/** The demo as a whole. Needs the npm registry, and about a minute each. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import test, { type ExecutionContext } from "ava";

const DEMO = fileURLToPath(new URL("../../scripts/demo", import.meta.url));

interface Demo {
  readonly temporary: string;
  /** Of the network, before it began. */
  readonly namespaces: readonly string[];
  readonly stderr: () => string;
  readonly until: (text: string) => Promise<void>;
  readonly interrupt: () => void;
  readonly ended: Promise<{ readonly code: number | null; readonly stdout: string }>;
}

/** Its temporary files go to a directory of its own, so that what is left can be seen. */
async function startDemo(t: ExecutionContext, args: readonly string[]): Promise<Demo> {
  const temporary = await mkdtemp(join(tmpdir(), "shoal-demo-test-"));
  t.teardown(() => rm(temporary, { recursive: true, force: true }));
  const before = namespaces();
  const child = spawn(DEMO, args, { env: { ...process.env, TMPDIR: temporary }, stdio: ["ignore", "pipe", "pipe"] });
  const texts = { stdout: "", stderr: "" };
  let onText = (): void => {};
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (part: string) => {
      texts[name] += part;
      onText();
    });
  }
  return {
    temporary,
    namespaces: before,
    stderr: () => texts.stderr,
    until: (text) =>
      new Promise((resolve) => {
        onText = () => void ((texts.stderr + texts.stdout).includes(text) && resolve());
        onText();
      }),
    interrupt: () => void child.kill("SIGINT"),
    ended: once(child, "close").then(([code]) => ({ code: code as number | null, stdout: texts.stdout })),
  };
}

function namespaces(): readonly string[] {
  return existsSync("/run/netns") ? readdirSync("/run/netns").sort() : [];
}

/** Command lines of living processes that name a directory. */
function processesThatName(directory: string): readonly string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
        return line.includes(directory) ? [line] : [];
      } catch {
        return [];
      }
    });
}

test.serial("the demo ends with the documented object, and leaves no process and no file", async (t) => {
  const demo = await startDemo(t, ["--json"]);
  const { code, stdout } = await demo.ended;
  t.is(code, 0, demo.stderr());
  const report = JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "") as Record<string, number | Record<string, string>>;
  const keys = ["hosts", "baseBytes", "overlayBytes", "bytesFromSeed", "bytesFromHosts"];
  t.deepEqual(Object.keys(report), [...keys, "prepareMs", "activateMs", "rollbackMs", "rollbackBytes", "treeDigests"]);
  t.is(report["hosts"], 6);
  t.is(report["rollbackBytes"], 0);
  t.true((report["overlayBytes"] as number) < (report["baseBytes"] as number) / 4);
  t.true((report["bytesFromHosts"] as number) >= (report["bytesFromSeed"] as number));
  t.is(new Set(Object.values(report["treeDigests"] ?? {})).size, 1);
  t.is(Object.keys(report["treeDigests"] ?? {}).length, 6);
  t.deepEqual(readdirSync(demo.temporary), []);
  t.deepEqual(processesThatName(demo.temporary), []);
  t.deepEqual(namespaces(), demo.namespaces);
});

test.serial("a bad release takes itself back in front of the user, says why, and leaves no process and no file", async (t) => {
  const demo = await startDemo(t, ["--bad-release", "--json"]);
  const { code, stdout } = await demo.ended;
  const shown = demo.stderr();
  t.is(code, 0, shown);
  const report = JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "") as Record<string, unknown>;
  t.like(report, { hosts: 6, state: "failed", code: "E_CHECK" });
  t.deepEqual(Object.keys(report).slice(4), ["canary", "failedAfterMs", "rolloutMs", "treeDigests"]);
  t.is(new Set(Object.values(report["treeDigests"] as object)).size, 1);
  t.regex(shown, /\$ shoal explain \S+ dc1-h1\n(.*\n)*after: check answers failed .*: status 500 is not 200/);
  t.regex(shown, /\$ shoal log --app typescript .*\n(.*\n)*.*host-answered .*reverted E_CHECK: /);
  t.is(shown.match(/^dc\d-h\d answers 200 typescript 5\.8\.3$/gm)?.length, 12);
  t.deepEqual(readdirSync(demo.temporary), []);
  t.deepEqual(processesThatName(demo.temporary), []);
  t.deepEqual(namespaces(), demo.namespaces);
});

const MOMENTS = [
  [[], "$ shoal lab up"],
  [[], "$ shoal deploy release/5.8.3"],
  [["--bad-release"], "$ shoal deploy release/5.9.2"],
] as const;
for (const [args, moment] of MOMENTS) {
  test.serial(`the demo ${args.join("")} interrupted at \`${moment}\` leaves no process and no file`, async (t) => {
    const demo = await startDemo(t, args);
    await demo.until(moment);
    demo.interrupt();
    const { code, stdout } = await demo.ended;
    t.is(code, 130);
    t.regex(stdout, /demo failed: interrupted by SIGINT/);
    t.deepEqual(readdirSync(demo.temporary), []);
    t.deepEqual(processesThatName(demo.temporary), []);
    t.deepEqual(namespaces(), demo.namespaces);
  });
}
