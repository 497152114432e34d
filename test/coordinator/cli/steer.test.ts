/** The verbs of a rollout on the command line: what each asks of the coordinator, and what it prints. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import type { DeployRequest, LockRequest, RollbackRequest, SteerRequest } from "../../../proto/operator-types.ts";
import { aHost, aRollout, initFleet, serveScripted } from "./scripted.ts";
import { answers, shoal } from "./shoal.ts";

const STREAM = ["--app", "web", "--environment", "production"];
const ABOUT: SteerRequest = { app: "web", environment: "production", rollout: "", note: "", host: "", gate: "", overrideMs: 0 };

test("pause, resume, approve, retry and exclude ask what they say, with note, gate, host and override", async (t) => {
  const fleet = await initFleet(t);
  const asked: [string, SteerRequest][] = [];
  const says = (name: string) => async (request: SteerRequest) => {
    asked.push([name, request]);
    return aRollout({ state: "paused", pause: { principal: "operator:bob", note: "lunch", sinceUnixMs: 1, reason: null } });
  };
  const handlers = Object.fromEntries(
    ["pause", "resume", "approve", "overrideGate", "retryHost", "excludeHost"].map((name) => [name, says(name)]),
  );
  await serveScripted(t, fleet, handlers);
  const paused = await shoal(["pause", ...STREAM, "--note", "lunch"], { env: fleet.env });
  t.is(paused.code, 0);
  t.regex(paused.stdout, /^deploy of web release\/1 to production: paused/m);
  t.regex(paused.stdout, /^paused by operator:bob: lunch$/m);
  const lines = [
    ["resume", ...STREAM, "--override", "errors", "--reason", "I looked", "--for", "10m"],
    ["approve", ...STREAM, "--gate", "owner", "--note", "fine"],
    ["retry", "web1", ...STREAM],
    ["exclude", "web2", ...STREAM, "--rollout", "r-1"],
  ];
  for (const line of lines) t.is((await shoal([...line, "--json"], { env: fleet.env })).code, 0, line[0]);
  t.deepEqual(asked, [
    ["pause", { ...ABOUT, note: "lunch" }],
    ["overrideGate", { ...ABOUT, gate: "errors", note: "I looked", overrideMs: 600_000 }],
    ["resume", ABOUT],
    ["approve", { ...ABOUT, gate: "owner", note: "fine" }],
    ["retryHost", { ...ABOUT, host: "web1" }],
    ["excludeHost", { ...ABOUT, host: "web2", rollout: "r-1" }],
  ]);
  const half = await shoal(["approve", ...STREAM, "--override", "errors"], { env: fleet.env });
  t.deepEqual([half.code, asked.length], [2, 6]);
  t.regex(half.stderr, /--override GATE and --reason TEXT belong together/);
});

test("deploy --policy and rollback --policy send the file's text; an absent or empty file is refused before anything is asked", async (t) => {
  const fleet = await initFleet(t);
  const asked: (DeployRequest | RollbackRequest)[] = [];
  const begin = async (request: DeployRequest | RollbackRequest): Promise<ReturnType<typeof aRollout>> => {
    asked.push(request);
    return aRollout();
  };
  await serveScripted(t, fleet, { deploy: begin, rollback: begin });
  const file = join(fleet.folder, "careful.yaml");
  writeFileSync(file, "onFailure: pause\n");
  const run = (...line: string[]): Promise<{ code: number | null }> => shoal([...line, ...STREAM, "--detach"], { env: fleet.env });
  t.is((await run("deploy", "release/1", "--policy", file)).code, 0);
  t.is((await run("rollback", "--now")).code, 0);
  t.like(asked[0], { policy: "onFailure: pause\n", policyFile: file });
  t.like(asked[1], { now: true, policy: "", policyFile: "" });
  t.is((await run("deploy", "release/1", "--policy", join(fleet.folder, "none.yaml"))).code, 2);
  writeFileSync(file, "\n");
  t.is((await run("deploy", "release/1", "--policy", file)).code, 2);
  t.is(asked.length, 2);
});

test("plan shows waves, gates, hosts and bytes, and ends 1 where it would be refused; explain shows why, with the output of checks", async (t) => {
  const fleet = await initFleet(t);
  const hosts = [
    { host: "web1", datacenter: "ams", connected: true, route: "overlay", fetchBytes: 2_000, tag: "release/0" },
    { host: "web2", datacenter: "fra", connected: false, route: "unknown", fetchBytes: 0, tag: "" },
  ];
  const waves = [
    { name: "canary", hosts: ["web1"], canary: true, bakeMs: 60_000, gates: ["soak", "owner"] },
    { name: "rest", hosts: ["web2"], canary: false, bakeMs: 0, gates: [] },
  ];
  const refusal = { code: "E_LOCKED_APP", message: "web is locked", hint: "", retryable: false };
  const command = {
    phase: "restart",
    kind: "hook",
    name: "web",
    what: "systemctl restart web.service",
    hosts: ["web1", "web2"],
    problem: "",
  };
  const commands = [command, { ...command, phase: "repool", what: "./join {{ labels.dc }}", hosts: ["web2"], problem: "no label dc" }];
  const plan = { app: "web", environment: "production", slot: "current", tag: "release/1", policy: "ten", waves, hosts, refusal, commands };
  const step = { name: "health", kind: "check", phase: "after", outcome: "failed", attempts: 3, durationMs: 1_500, detail: "status 500" };
  await serveScripted(t, fleet, {
    plan: async () => plan,
    explain: async () => ({ rollout: aRollout(), lines: ["web1 is reverted"], steps: [{ ...step, output: "oops\u001b[31m\nsecond" }] }),
  });
  const text = await shoal(["plan", "release/1", ...STREAM], { env: fleet.env });
  t.is(text.code, 1);
  t.regex(text.stdout, /2 hosts in 2 waves, 2\.00 kB to fetch; 1 are not connected/);
  t.regex(text.stdout, /it would be refused now: E_LOCKED_APP/);
  t.regex(text.stdout, /^canary +1 +1 min 0 s +soak, owner +web1$/m);
  t.regex(text.stdout, /^web2 +fra +- +unknown +\?$/m);
  t.regex(text.stdout, /^ {2}restart: hook web: systemctl restart web\.service\n {2}repool: .* FAILS: no label dc \(web2\)$/m);
  t.deepEqual(answers(await shoal(["plan", "release/1", ...STREAM, "--json"], { env: fleet.env })), [{ plan }]);
  const explained = await shoal(["explain", "r-1", "web1"], { env: fleet.env });
  t.regex(
    explained.stdout,
    /^web1 is reverted\nafter: check health failed after 1\.5.*\(3 tried\): status 500\n {2}oops\\u001b\[31m\n {2}second$/m,
  );
});

test("lock needs a reason, and says what is locked; unlock and locks say so, too", async (t) => {
  const fleet = await initFleet(t);
  const asked: LockRequest[] = [];
  const lock = { app: "web", environment: "production", principal: "operator:alice", reason: "audit", sinceUnixMs: 1_700_000_000_000 };
  const says = (locks: readonly (typeof lock)[]) => async (request: LockRequest) => {
    asked.push(request);
    return { locks };
  };
  await serveScripted(t, fleet, { lock: says([lock]), unlock: says([]), listLocks: says([]) });
  t.is((await shoal(["lock", "web"], { env: fleet.env })).code, 2);
  const locked = await shoal(["lock", "web", "--reason", "audit"], { env: fleet.env });
  t.regex(locked.stdout, /^web +production +2023-11-14 22:13:20Z +operator:alice +audit$/m);
  t.is((await shoal(["unlock", "web", "--environment", "production"], { env: fleet.env })).stdout, "web is not locked in production\n");
  t.is((await shoal(["locks"], { env: fleet.env })).stdout, "nothing is locked\n");
  t.deepEqual(
    asked.map(({ app, environment, reason }) => [app, environment, reason]),
    [
      ["web", "", "audit"],
      ["web", "production", ""],
      ["", "", ""],
    ],
  );
});

test("a follower is told of waves, pauses and gates as they come", async (t) => {
  const fleet = await initFleet(t);
  const waves = [
    { name: "canary", hosts: ["web1"], canary: true, bakeMs: 0, gates: ["owner"] },
    { name: "rest", hosts: ["web2"], canary: false, bakeMs: 0, gates: [] },
  ];
  const hosts = [aHost({ host: "web1", state: "active" }), aHost({ host: "web2", state: "ready", wave: 1 })];
  const gate = { name: "owner", kind: "approval", sinceUnixMs: 1, untilUnixMs: 0, verdict: "", evidence: "", approvers: ["bob"] };
  const base = { waves, hosts, wave: 1, policy: "careful.yaml" };
  await serveScripted(t, fleet, {
    async watch(_, send) {
      await send({ rollout: aRollout({ ...base, state: "waiting", gate }), hosts: null });
      await send({ rollout: aRollout({ ...base, state: "aborted", endedUnixMs: 1_700_000_001_000 }), hosts: null });
    },
  });
  const { code, stdout, stderr } = await shoal(["attach", "--rollout", "r-1"], { env: fleet.env });
  t.is(code, 4);
  t.regex(stderr, /^at gate owner \(approval\); shoal approve \(bob\)$/m);
  t.regex(stdout, /aborted, wave 1 of 2 \(canary\) in/);
  t.regex(stdout, /^waves by policy careful\.yaml:\n {2}canary: 1 of 1 active\n {2}rest: 1 hosts, not open$/m);
});
