import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import type { ExecutionContext } from "ava";
import { killLeftovers, runProgram } from "../../../agent/checks/program.ts";
import type { ProgramEnd, ProgramOptions } from "../../../agent/checks/program.ts";
import { findUser } from "../../../agent/checks/user.ts";
import type { AppUser } from "../../../agent/checks/user.ts";
import { until } from "../activation.ts";
import { temporaryFolder } from "../fleet.ts";
import { WEB } from "../lanes.ts";

const PATH = "/usr/local/bin:/usr/bin:/bin";
const self: AppUser = { name: "self", uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0, home: "/" };

interface Bench {
  readonly folder: string;
  readonly run: (argv: readonly string[], change?: Partial<ProgramOptions>) => Promise<ProgramEnd>;
  /** Process ids that a script wrote into a file of the folder. */
  readonly pids: (file: string) => Promise<readonly number[]>;
}

function openBench(t: ExecutionContext): Bench {
  const folder = temporaryFolder(t);
  const stepsFolder = join(folder, "steps");
  const run: Bench["run"] = (argv, change = {}) => {
    const env = { PATH, DIR: folder };
    return runProgram({
      argv,
      cwd: folder,
      env,
      user: self,
      signal: new AbortController().signal,
      childrenStay: false,
      stepsFolder,
      ...change,
    });
  };
  const pids: Bench["pids"] = async (file) => {
    const read = (): readonly number[] => {
      try {
        return readFileSync(join(folder, file), "utf8").split("\n").filter(Boolean).map(Number);
      } catch {
        return [];
      }
    };
    await until(() => read().length > 0);
    return read();
  };
  return { folder, run, pids };
}

/** Gone, or a zombie that nobody reaps in this container. */
function isGone(pid: number): boolean {
  try {
    return /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return true;
  }
}

test("a program has its directory, no more environment than it is given, nothing on its standard input, and ends with its code", async (t) => {
  const { folder, run } = openBench(t);
  const end = await run([
    "sh",
    "-c",
    "pwd; env | sort | grep -v '^_=\\|^PWD\\|^SHLVL\\|^OLDPWD' | sed 's/STEP_ID=.*/STEP_ID/'; cat; exit 7",
  ]);
  t.like(end, { kind: "ended", code: 7, signal: null });
  t.is(end.kind === "ended" ? end.output : "", `${folder}\nDIR=${folder}\nPATH=${PATH}\nSHOAL_STEP_ID\n`);
  t.deepEqual(readdirSync(join(folder, "steps")), []);
});

test("a program that can't be begun is told, not thrown", async (t) => {
  const { folder, run } = openBench(t);
  t.like(await run(["./nothing"]), { kind: "not-begun" });
  t.like(await run(["no-such-program-anywhere"]), { kind: "not-begun" });
  writeFileSync(join(folder, "data"), "x", { mode: 0o644 });
  t.like(await run(["./data"]), { kind: "not-begun" });
  t.like(await run(["true"], { cwd: join(folder, "nowhere") }), { kind: "not-begun" });
  t.deepEqual(readdirSync(join(folder, "steps")), []);
});

test("a flood of output is bounded: its end is kept, in lines, and nothing a terminal acts on", async (t) => {
  const { run } = openBench(t);
  const end = await run(["sh", "-c", "head -c 50000000 /dev/zero | tr '\\0' x; printf '\\033[2Jlast\\nline\\n'"]);
  const output = end.kind === "ended" ? end.output : "";
  t.is(Buffer.byteLength(output), 4096);
  t.regex(output, /x\\u001b\[2Jlast\nline\n$/);
});

test("a program that closes its output is waited for until it ends", async (t) => {
  const { run } = openBench(t);
  const beganMs = performance.now();
  const end = await run(["sh", "-c", "exec >&- 2>&-; sleep 0.3; exit 5"]);
  t.like(end, { kind: "ended", code: 5 });
  t.true(performance.now() - beganMs >= 280);
});

test("one that ends by itself leaves no children in a check, and may in a hook", async (t) => {
  const { run, pids } = openBench(t);
  const script = (file: string): readonly string[] => ["sh", "-c", `sleep 300 & echo $! > $DIR/${file}; echo begun`];
  const check = await run(script("check"));
  t.like(check, { kind: "ended", code: 0, output: "begun\n" });
  const [left] = await pids("check");
  await until(() => isGone(left ?? 0));
  const beganMs = performance.now();
  const hook = await run(script("hook"), { childrenStay: true });
  t.like(hook, { kind: "ended", code: 0, output: "begun\n" });
  t.true(performance.now() - beganMs < 5_000, "who holds its output is not waited for");
  const [service] = await pids("hook");
  t.false(isGone(service ?? 0));
  process.kill(service ?? 0, "SIGKILL");
});

const hanging: Readonly<Record<string, string>> = {
  "one that ends when asked": "echo $$ > $DIR/pids; sleep 300",
  "one that ignores SIGTERM": "trap '' TERM; echo $$ > $DIR/pids; while :; do sleep 0.2; done",
  "one with children and their children":
    "sh -c 'echo $$ >> $DIR/pids; sleep 300 & echo $! >> $DIR/pids; wait' & echo $$ >> $DIR/pids; sleep 300",
  "one whose child ignores SIGTERM": "sh -c 'trap \"\" TERM; echo $$ >> $DIR/pids; while :; do sleep 0.2; done' & sleep 300",
  "one whose child left the group": "setsid sh -c 'echo $$ >> $DIR/pids; sleep 300' & echo $$ >> $DIR/pids; sleep 300",
  "one whose child left the group and ignores SIGTERM":
    "setsid sh -c 'trap \"\" TERM HUP; echo $$ >> $DIR/pids; while :; do sleep 0.2; done' & echo $$ >> $DIR/pids; sleep 300",
  "one that goes on forking": "trap '' TERM; echo $$ > $DIR/pids; while :; do sh -c 'sleep 5' & sleep 0.01; done",
};
for (const [what, script] of Object.entries(hanging)) {
  test(`${what} is killed with its children when its time is over`, async (t) => {
    t.timeout(30_000);
    const { run, pids, folder } = openBench(t);
    const time = new AbortController();
    const ended = run(["sh", "-c", script], { signal: time.signal, childrenStay: true });
    await pids("pids");
    time.abort();
    t.like(await ended, { kind: "killed" });
    const all = await pids("pids");
    t.deepEqual(
      all.filter((pid) => !isGone(pid)),
      [],
    );
    t.deepEqual(readdirSync(join(folder, "steps")), []);
  });
}

test("what an agent that died left running is killed by the next one, and nothing else is", async (t) => {
  t.timeout(30_000);
  const { folder, run, pids } = openBench(t);
  const other = new AbortController();
  const stays = run(["sh", "-c", "echo $$ > $DIR/other; sleep 300"], { signal: other.signal, stepsFolder: join(folder, "others") });
  const orphan = run(["sh", "-c", "setsid sh -c 'echo $$ >> $DIR/pids; exec sleep 300' & echo $$ >> $DIR/pids; sleep 300"]);
  await until(() => readdirSync(folder).includes("other"));
  await pids("pids");
  t.true((await killLeftovers(join(folder, "steps"))) >= 2);
  t.like(await orphan, { kind: "ended", code: null, signal: "SIGKILL" });
  t.true((await pids("pids")).every(isGone));
  t.false((await pids("other")).every(isGone));
  other.abort();
  await stays;
  t.is(await killLeftovers(join(folder, "steps")), 0);
  t.is(await killLeftovers(join(folder, "nowhere")), 0);
});

test("programs run as the app's user, with its group and no other", async (t) => {
  if (process.getuid?.() !== 0) return t.pass("skipped: only root runs programs as another user");
  const { folder, run } = openBench(t);
  const user = await findUser(WEB, "nobody");
  mkdirSync(join(folder, "open"), { mode: 0o755 });
  const end = await run(
    ["sh", "-c", "id -un; id -gn; id -Gn | wc -w; exec 2>/dev/null; kill -0 1 || echo may not; cat /etc/shadow || echo may not read"],
    {
      cwd: "/",
      user: user ?? self,
    },
  );
  t.regex(end.kind === "ended" ? end.output : "", /^nobody\nnogroup\n1\nmay not\nmay not read\n/);
});

test("a user that is not there, or that only root could become, is refused with a sentence", async (t) => {
  await t.throwsAsync(findUser(WEB, "no-such-user"), {
    code: "E_CONFIG",
    message: /^app web: there is no user no-such-user on this machine/,
  });
  const own = await findUser(WEB, null);
  t.is(own === null, self.uid === 0, "root must be told as whom");
  if (self.uid !== 0) await t.throwsAsync(findUser(WEB, "root"), { code: "E_CONFIG", message: /the agent runs as \S+, not as root/ });
});
