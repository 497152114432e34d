/** Checks and hooks of a real revision as effects carry them out: what they are filled with, who runs them, what is told of them. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import type { ExecutionContext } from "ava";
import { stringify } from "yaml";
import type { PlanShape } from "../../../agent/state.ts";
import type { ActivationStep } from "../../../proto/messages.ts";
import type { Failure } from "../../../runtime/errors.ts";
import type { CommandId, RevisionId } from "../../../runtime/ids.ts";
import { PACE, until } from "../activation.ts";
import { serveHttp } from "../checks/bench.ts";
import { CURRENT, WEB } from "../lanes.ts";
import { makeBase, makeRelease } from "../releases.ts";
import { openRig } from "../rig.ts";
import type { Rig, RigOptions } from "../rig.ts";

const isRoot = process.getuid?.() === 0;
const ME = isRoot ? "root" : null;

interface Config {
  readonly checks?: readonly unknown[];
  readonly hooks?: Readonly<Record<string, unknown>>;
}

async function install(rig: Rig, revision: string, { checks = [], hooks = {} }: Config): Promise<void> {
  const text = stringify({ version: 1, checks, hooks }, { aliasDuplicateObjects: false });
  const folder = join(rig.folder, `tree-${revision}`);
  const release = await makeRelease({ folder, files: { name: revision, "shoal.yaml": text }, tag: `release/${revision}` });
  await rig.install(revision, release, await makeBase(release, { out: join(rig.folder, `${revision}.bundle`), caPem: rig.caPem }));
}

async function openWith(t: ExecutionContext, config: Config, app: RigOptions["app"] = { user: ME }): Promise<Rig> {
  const rig = await openRig(t, { app });
  await install(rig, "r1", config);
  return rig;
}

const LABELS = { dc: "ams", rack: "7" };

function run(rig: Rig, phases: readonly ActivationStep["phase"][], change: { readonly fallback?: string } = {}) {
  const fallback = (change.fallback ?? null) as RevisionId | null;
  const what = { phases, revision: "r1" as RevisionId, fallback, labels: LABELS, renamed: null };
  return rig.run({ kind: "run-steps", app: WEB, slot: CURRENT, commandId: "c1" as CommandId, ...what }, "steps-run");
}

async function planIn(rig: Rig, labels: Readonly<Record<string, string>> = LABELS): Promise<PlanShape | Failure | null | undefined> {
  const what = { app: WEB, commandId: "c1" as CommandId, slot: CURRENT, revision: "r1" as RevisionId, labels };
  return (await rig.run({ kind: "read-slot", ...what }, "slot-read")).plan;
}

const told = (steps: readonly ActivationStep[]): readonly string[] =>
  steps.map(({ phase, name, outcome }) => `${phase} ${name}: ${outcome}`);

test("the plan is read with the slot: which phases there are, and nothing for a tree that asks for nothing", async (t) => {
  const checks = [
    { name: "a", tcp: { port: 1 }, interval: "7s" },
    { name: "b", tcp: { port: 1 }, interval: "3s", bake: false },
  ];
  const rig = await openWith(t, { checks, hooks: { restart: [{ command: ["true"] }] } });
  t.deepEqual(await planIn(rig), { before: false, after: true, depool: false, restart: true, repool: false, bakePauseMs: 7_000 });
  t.is(await planIn(await openWith(t, {})), null);
  const rigless = await openRig(t);
  const release = await makeRelease({ folder: join(rigless.folder, "tree"), files: { a: "a" } });
  await rigless.install("r1", release, await makeBase(release, { out: join(rigless.folder, "bundle"), caPem: rigless.caPem }));
  t.is(await planIn(rigless), null);
});

test("what this host lacks or does not allow is told before anything is done", async (t) => {
  const refused = async (config: Config, app?: RigOptions["app"], labels?: Readonly<Record<string, string>>): Promise<string> => {
    const plan = await planIn(await openWith(t, config, app), labels);
    return plan != null && "code" in plan ? `${plan.code}: ${plan.message}` : "taken";
  };
  const url = "http://{{ labels.dc }}.example.net/";
  t.is(await refused({ checks: [{ name: "up", http: { url } }] }), "taken");
  t.is(
    await refused({ checks: [{ name: "up", http: { url } }] }, undefined, {}),
    'E_CHECK: check "up": {{ labels.dc }}: host web1 has no label dc',
  );
  const unit = { hooks: { restart: [{ systemd: "web@{{ slot }}.service" }] } };
  t.is(
    await refused(unit, { units: ["web.service"] }),
    'E_HOOK: hook "restart web@{{ slot }}.service": unit web@current.service is not among those that the agent.yaml of host web1 lets app web restart',
  );
  t.is(await refused(unit, { units: ["web@current.service"] }), "taken");
  if (!isRoot) return;
  const nobody = /the agent of host web1 runs as root, and its agent\.yaml does not say as whom programs of app web run$/;
  t.regex(await refused({ hooks: { repool: [{ command: ["true"] }] } }, { user: null }), nobody);
  t.regex(await refused({ checks: [{ name: "c", command: { run: ["true"] } }] }, { user: null }), nobody);
  t.regex(await refused({ checks: [{ name: "l", log: { file: "a", pattern: "b", atMost: 0 } }] }, { user: null }), nobody);
});

test("a shoal.yaml that is not the signed one any more is not believed", async (t) => {
  const rig = await openWith(t, { hooks: { restart: [{ command: ["true"] }] } });
  const file = join(rig.root, "revisions/r1/shoal.yaml");
  const text = readFileSync(file, "utf8");
  writeFileSync(file, text.replace("true", "evil"));
  const plan = await planIn(rig);
  t.like(plan, { code: "E_DIGEST", message: "shoal.yaml of revision r1 is not the one that was signed" });
  const { steps, failure } = await run(rig, ["restart"]);
  t.deepEqual([steps.length, failure?.code], [0, "E_HOOK"]);
  t.regex(failure?.message ?? "", /is not the one that was signed$/);
});

test("programs get their templates filled in, the revision as directory, and the documented environment", async (t) => {
  const script = 'pwd; echo "$@"; env | grep "^SHOAL_\\|^HOME\\|^USER" | grep -v STEP_ID | sort';
  const rig = await openWith(t, {
    hooks: { restart: [{ name: "say", command: ["sh", "-c", script, "sh", "{{ host }}", "--dc={{ labels.dc }}"] }] },
  });
  const { steps, failure } = await run(rig, ["restart"]);
  t.is(failure, null);
  const user = rig.app.user;
  t.deepEqual(steps[0]?.output.trimEnd().split("\n"), [
    join(rig.root, "revisions/r1"),
    "web1 --dc=ams",
    `HOME=${user?.home}`,
    "SHOAL_APP=web",
    "SHOAL_ENVIRONMENT=production",
    "SHOAL_HOST=web1",
    "SHOAL_LABEL_DC=ams",
    "SHOAL_LABEL_RACK=7",
    "SHOAL_PHASE=restart",
    "SHOAL_REVISION=r1",
    "SHOAL_SLOT=current",
    "SHOAL_STEP=say",
    `USER=${user?.name}`,
  ]);
  t.like(steps[0], { name: "say", kind: "hook", phase: "restart", outcome: "passed", attempts: 1, detail: "sh ended with 0" });
});

test("checks of a phase are made side by side, and the first that fails ends the others", async (t) => {
  const port = await serveHttp(t, (_, response) => void response.writeHead(500).end());
  const slow = { command: { run: ["sleep", "60"] }, timeout: "120s" };
  const checks = [
    { name: "slow", ...slow },
    { name: "bad", http: { url: `http://127.0.0.1:${port}/` }, ...PACE },
    { name: "retrying", command: { run: ["false"] }, retries: 1_000, interval: "100ms" },
    { name: "not now", command: { run: ["false"] }, when: "before" },
  ];
  const rig = await openWith(t, { checks });
  const beganMs = performance.now();
  const { steps, failure } = await run(rig, ["after"]);
  t.true(performance.now() - beganMs < 20_000);
  t.deepEqual(told(steps), ["after slow: skipped", "after bad: failed", "after retrying: skipped"]);
  t.is(failure?.code, "E_CHECK");
  t.regex(steps[2]?.detail ?? "", /^stopped, because bad failed/);
});

test("hooks run one after the other; one that fails or hangs skips those behind it, and the phase behind theirs", async (t) => {
  const rig = await openWith(t, {
    hooks: {
      restart: [
        { command: ["true"] },
        { name: "hang", command: ["sh", "-c", "echo so far; sleep 60"], timeout: "300ms" },
        { name: "never", command: ["true"] },
      ],
      repool: [{ name: "join", command: ["true"] }],
    },
  });
  const { steps, failure } = await run(rig, ["restart", "repool"]);
  t.deepEqual(told(steps), ["restart true: passed", "restart hang: timeout", "restart never: skipped", "repool join: skipped"]);
  t.like(failure, { code: "E_HOOK", message: 'hook "hang" (restart) failed: killed after 300 ms' });
  t.is(steps[1]?.output, "so far\n");
});

test("a revision without hooks of its own at a place has those of the one it takes over from", async (t) => {
  const hook = (said: string): unknown => [{ name: said, command: ["cat", "name"] }];
  const rig = await openWith(t, { hooks: { restart: hook("own") } });
  await install(rig, "r2", { hooks: { restart: hook("other"), repool: hook("other") } });
  const { steps } = await run(rig, ["restart", "repool"], { fallback: "r2" });
  t.deepEqual(
    steps.map(({ name, output }) => `${name} ${output}`),
    ["own r1", "other r2"],
  );
});

test("a signal goes to the process that the file names, and only to one that the app's user may signal", async (t) => {
  const hooks = { restart: [{ name: "hup", signal: "SIGHUP", pidFile: "web.pid" }] };
  const rig = await openWith(t, { hooks }, { user: isRoot ? "nobody" : null });
  chmodSync(rig.folder, 0o755);
  const file = join(rig.root, "revisions/r1/web.pid");
  const outcome = async (text: string): Promise<string> => {
    writeFileSync(file, text);
    const { steps } = await run(rig, ["restart"]);
    return `${steps[0]?.outcome}: ${steps[0]?.detail} ${steps[0]?.output}`;
  };
  t.regex(await outcome("1\n"), /^failed: web\.pid does not tell a process: it says "1"/);
  t.regex(await outcome("-1\n"), /^failed: web\.pid does not tell a process/);
  t.regex(await outcome("12; reboot"), /^failed: web\.pid does not tell a process/);
  const service = spawn("sleep", ["60"], isRoot ? { uid: rig.app.user?.uid, gid: rig.app.user?.gid } : {});
  const ended = once(service, "exit");
  t.is(await outcome(`${service.pid}\n`), `passed: SIGHUP was sent to process ${service.pid} `);
  t.deepEqual(await ended, [null, "SIGHUP"]);
  if (isRoot)
    t.regex(
      await outcome(`${process.pid}\n`),
      /^failed: SIGHUP to process \d+: sh ended with 1 .*(not permitted|denied)/i,
      "root's process is not nobody's",
    );
});

test("a phase that is stopped is stopped with its programs, and says nothing but that", async (t) => {
  const rig = await openWith(t, { checks: [{ name: "hang", command: { run: ["sh", "-c", "echo $$ > pid; sleep 60"] }, timeout: "100s" }] });
  rig.effects.perform({
    ...{ kind: "run-steps", app: WEB, slot: CURRENT, commandId: "c1" as CommandId, phases: ["after"], revision: "r1" as RevisionId },
    ...{ fallback: null, labels: {}, renamed: null },
  });
  const pid = (): number => {
    try {
      return Number(readFileSync(join(rig.root, "revisions/r1/pid"), "utf8"));
    } catch {
      return 0;
    }
  };
  await until(() => pid() > 0);
  const stopped = await rig.run({ kind: "stop", app: WEB, commandId: "c1" as CommandId, revision: null }, "stopped", "steps-run");
  t.is(stopped.kind, "stopped");
  t.throws(() => process.kill(pid(), 0), { code: "ESRCH" });
  t.deepEqual(
    rig.events.seen.filter(({ kind }) => kind === "steps-run"),
    [],
  );
});

test("an agent that stops ends what it runs", async (t) => {
  const rig = await openWith(t, {
    hooks: { restart: [{ command: ["sh", "-c", "echo $$ > pid; trap '' TERM; while :; do sleep 1; done"] }] },
  });
  void run(rig, ["restart"]);
  const file = join(rig.root, "revisions/r1/pid");
  await until(() => {
    try {
      return readFileSync(file, "utf8") !== "";
    } catch {
      return false;
    }
  });
  const beganMs = performance.now();
  await rig.effects.stop();
  t.true(performance.now() - beganMs < 8_000);
  t.throws(() => process.kill(Number(readFileSync(file, "utf8")), 0), { code: "ESRCH" });
});
