import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import type { DeployRequest, Rollout, WatchEvent } from "../../../proto/operator-types.ts";
import { ShoalError } from "../../../runtime/errors.ts";
import { aHost, aRollout, initFleet, type OperatorHandlers, serveOn, serveScripted } from "./scripted.ts";
import { answers, shoal, startShoal } from "./shoal.ts";

const DEPLOY = ["deploy", "release/1", "--app", "web", "--environment", "production"];

/** Answers a deploy with a rollout that begins, and a watch with these events. */
function rollingOut(events: readonly WatchEvent[]): Partial<OperatorHandlers> {
  return {
    deploy: async () => aRollout(),
    rollback: async () => aRollout({ kind: "rollback" }),
    watch: async (_, send) => {
      for (const event of events) await send(event);
    },
  };
}

const ended = (change: Partial<Rollout>): WatchEvent => ({ rollout: aRollout({ endedUnixMs: 1_700_000_004_000, ...change }), hosts: null });
const failure = (code: string): Rollout["failure"] => ({ code, message: `it is ${code}`, hint: "look at the host", retryable: false });

const OUTCOMES: readonly (readonly [string, number, Partial<Rollout>])[] = [
  ["that succeeds", 0, { state: "succeeded", hosts: [aHost({ host: "web1", state: "active" }), aHost({ host: "web2", state: "active" })] }],
  [
    "that fails before anything is switched",
    3,
    {
      state: "failed",
      hosts: [aHost({ host: "web1", state: "failed", failure: failure("E_SIG") }), aHost({ host: "web2", state: "cancelled" })],
    },
  ],
  ["that is aborted with no host switched", 3, { state: "aborted", hosts: [aHost({ host: "web1", state: "cancelled" })] }],
  [
    "that fails with one host switched",
    4,
    {
      state: "failed",
      hosts: [aHost({ host: "web1", state: "active" }), aHost({ host: "web2", state: "failed", failure: failure("E_IO") })],
    },
  ],
  [
    "that is aborted with one host switched",
    4,
    { state: "aborted", hosts: [aHost({ host: "web1", state: "active" }), aHost({ host: "web2", state: "unknown" })] },
  ],
  [
    "whose prepare deadline is over",
    5,
    { state: "failed", failure: failure("E_TIMEOUT"), hosts: [aHost({ host: "web1", state: "unknown" })] },
  ],
];

for (const [what, code, change] of OUTCOMES) {
  test(`a deploy ${what} ends with exit code ${code}`, async (t) => {
    const fleet = await initFleet(t);
    await serveScripted(t, fleet, rollingOut([{ rollout: aRollout(), hosts: null }, ended(change)]));
    const json = await shoal([...DEPLOY, "--json"], { env: fleet.env });
    t.is(json.code, code, json.stderr);
    t.deepEqual(answers(json), [{ rollout: ended(change).rollout }]);
    t.is(json.stderr, "");
  });
}

test("a deploy tells each change in a line, then the table with the reason of each failed host", async (t) => {
  const fleet = await initFleet(t);
  const failed = aHost({ host: "web2", state: "failed", failure: failure("E_DISK_FULL") });
  const ready = aHost({
    host: "web1",
    state: "ready",
    route: "base",
    bytesFromSeed: 1_500_000,
    bytesFromHosts: 2_700_000,
    prepareMs: 1234,
  });
  await serveScripted(
    t,
    fleet,
    rollingOut([
      { rollout: aRollout(), hosts: null },
      { rollout: null, hosts: { hosts: [ready] } },
      ended({ state: "failed", hosts: [ready, failed] }),
    ]),
  );
  const { stdout, stderr, code } = await shoal(DEPLOY, { env: fleet.env });
  t.is(code, 3);
  t.regex(stderr, /^web1 \(ams\): ready, base, 1\.50 MB from seed, 2\.70 MB from hosts, 1\.2 s$/m);
  t.regex(stderr, /^web2 \(ams\): failed, E_DISK_FULL: it is E_DISK_FULL$/m);
  t.regex(stdout, /^HOST +DC +STATE +ROUTE +FROM SEED +FROM HOSTS +PREPARE +ACTIVATE$/m);
  t.regex(stdout, /^web1 +ams +ready +base +1\.50 MB +2\.70 MB +1\.2 s +-$/m);
  t.regex(stdout, /^web2: E_DISK_FULL: it is E_DISK_FULL\n {2}hint: look at the host$/m);
  // eslint-disable-next-line no-control-regex
  t.notRegex(stdout + stderr, /\u001b/);
});

test("the request has all that was asked for, and an id of its own", async (t) => {
  const fleet = await initFleet(t);
  const requests: DeployRequest[] = [];
  await serveScripted(t, fleet, {
    deploy: async (request) => {
      requests.push(request);
      return aRollout();
    },
  });
  const args = [...DEPLOY, "--slot", "blue", "--note", "--because", "--repair", "--detach", "--json"];
  for (let time = 0; time < 2; time++) t.is((await shoal(args, { env: fleet.env })).code, 0);
  t.like(requests[0], { app: "web", environment: "production", tag: "release/1", slot: "blue", note: "--because", repair: true });
  t.regex(requests[0]?.requestId ?? "", /^[0-9a-f-]{36}$/);
  t.not(requests[0]?.requestId, requests[1]?.requestId);
});

test("a request that breaks off is made again under the same id", async (t) => {
  const fleet = await initFleet(t);
  const ids: string[] = [];
  await serveScripted(t, fleet, {
    rollback: async ({ requestId }) => {
      ids.push(requestId);
      if (ids.length < 3) throw new ShoalError("E_UNAVAILABLE", "going down");
      return aRollout({ kind: "rollback" });
    },
  });
  const { code } = await shoal(["rollback", "--app", "web", "--environment", "production", "--detach"], { env: fleet.env });
  t.is(code, 0);
  t.is(ids.length, 3);
  t.is(new Set(ids).size, 1);
});

const NEXT = { rollout: "r-2", kind: "rollback", tag: "release/0", principal: "operator:alice", note: "", sinceUnixMs: 1 };

test("a rollback that finds a rollout open is followed from its abort to its own end", async (t) => {
  const fleet = await initFleet(t);
  const back = aRollout({ rollout: "r-2", kind: "rollback", tag: "release/0" });
  const watched: string[] = [];
  await serveScripted(t, fleet, {
    rollback: async ({ requestId }) => aRollout({ state: "aborting", next: { ...NEXT, requestId } }),
    getRollout: async () => back,
    watch: async ({ rollout }, send) => {
      watched.push(rollout);
      await send(rollout === "r-1" ? ended({ state: "aborted" }) : ended({ ...back, state: "succeeded", endedUnixMs: 9 }));
    },
  });
  const said = await shoal(["rollback", "--app", "web", "--environment", "production", "--json"], { env: fleet.env });
  t.is(said.code, 0, said.stderr);
  t.deepEqual(watched, ["r-1", "r-2"]);
  t.like(answers(said)[0], { rollout: { rollout: "r-2", state: "succeeded" } });
});

test("a queued deploy that did not begin says so and ends with exit code 3", async (t) => {
  const fleet = await initFleet(t);
  await serveScripted(t, fleet, {
    queueDeploy: async ({ requestId }) => aRollout({ state: "activating", next: { ...NEXT, kind: "deploy", requestId } }),
    getRollout: async () => {
      throw new ShoalError("E_NOT_FOUND", "there is no rollout r-2");
    },
    watch: async (_, send) => send(ended({ state: "failed" })),
  });
  const said = await shoal([...DEPLOY, "--queue"], { env: fleet.env });
  t.is(said.code, 3, said.stderr);
  t.regex(
    said.stderr,
    /deploy to release\/0 \(rollout r-2\) begins when deploy of web release\/1 to production \(r-1, activating\) has succeeded/,
  );
  t.regex(said.stdout, /rollout r-2 to release\/0 did not begin/);
});

test("of several coordinators the next is asked where one does not answer, and a watch goes on there", async (t) => {
  const fleet = await initFleet(t);
  const gone = await serveScripted(t, fleet, {});
  const file = join(fleet.folder, "shoal.yaml");
  await gone.stop();
  const live = await serveOn({ folder: fleet.folder, port: 0 }, rollingOut([ended({ state: "succeeded" })]));
  t.teardown(() => live.stop());
  writeFileSync(file, `${readFileSync(file, "utf8")}\notherCoordinators: ["127.0.0.1:${live.port}"]\n`);
  const said = await shoal([...DEPLOY, "--json"], { env: fleet.env });
  t.is(said.code, 0, said.stderr);
  t.like(answers(said)[0], { rollout: { state: "succeeded" } });
});

test("--detach answers at once and says how to follow", async (t) => {
  const fleet = await initFleet(t);
  await serveScripted(t, fleet, { deploy: async () => aRollout() });
  const { code, stdout } = await shoal([...DEPLOY, "--detach"], { env: fleet.env });
  t.is(code, 0);
  t.regex(stdout, /shoal attach --rollout r-1/);
});

test("--timeout ends the following with exit code 5 and not the rollout", async (t) => {
  const fleet = await initFleet(t);
  await serveScripted(t, fleet, {
    deploy: async () => aRollout(),
    watch: async (_, send, { signal }) => {
      await send({ rollout: aRollout(), hosts: null });
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
    },
  });
  const { code, stderr } = await shoal([...DEPLOY, "--timeout", "300ms"], { env: fleet.env });
  t.is(code, 5);
  t.regex(stderr, /the rollout goes on: shoal attach --rollout r-1/);
});

test("Ctrl-C detaches: exit code 130, nothing is aborted, and it says so", async (t) => {
  const fleet = await initFleet(t);
  let aborts = 0;
  await serveScripted(t, fleet, {
    deploy: async () => aRollout(),
    abort: async () => {
      aborts++;
      return aRollout({ state: "aborted" });
    },
    watch: async (_, send, { signal }) => {
      await send({ rollout: null, hosts: { hosts: [aHost({ host: "web1", state: "preparing" })] } });
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
    },
  });
  const running = startShoal(DEPLOY, { env: fleet.env });
  await running.says("web1 (ams): preparing");
  running.child.kill("SIGINT");
  const { code, stderr, stdout } = await running.ended;
  t.is(code, 130);
  t.regex(stderr, /detached; the rollout goes on/);
  t.regex(stdout, /^web1 /m);
  t.is(aborts, 0);
});

test("a watch that breaks off with the coordinator goes on when it is back", async (t) => {
  const fleet = await initFleet(t);
  const first = await serveOn(
    { folder: fleet.folder, port: 0 },
    {
      deploy: async () => aRollout(),
      watch: async (_, send, { signal }) => {
        await send({ rollout: null, hosts: { hosts: [aHost({ host: "web1", state: "preparing" })] } });
        await new Promise((resolve) => signal.addEventListener("abort", resolve));
      },
    },
  );
  await pointAt(fleet.folder, first.port);
  const running = startShoal(DEPLOY, { env: fleet.env });
  await running.says("web1 (ams): preparing");
  await first.stop();
  await running.says("trying again");
  const second = await serveOn(
    { folder: fleet.folder, port: first.port },
    rollingOut([ended({ state: "succeeded", hosts: [aHost({ state: "active" })] })]),
  );
  t.teardown(() => second.stop());
  const { code, stderr } = await running.ended;
  t.is(code, 0, stderr);
});

test("an error that watching again can't help ends it", async (t) => {
  const fleet = await initFleet(t);
  await serveScripted(t, fleet, {
    watch: async () => {
      throw new ShoalError("E_NOT_FOUND", "no rollout r-9");
    },
  });
  const { code, stdout } = await shoal(["watch", "--rollout", "r-9", "--json"], { env: fleet.env });
  t.is(code, 1);
  t.like(JSON.parse(stdout), { error: { code: "E_NOT_FOUND" } });
});

test("watch --json gives each event as a line and ends as deploy does", async (t) => {
  const fleet = await initFleet(t);
  const host = aHost({ host: "web1", state: "ready" });
  const last = ended({ state: "failed", hosts: [aHost({ host: "web1", state: "cancelled" })] });
  await serveScripted(t, fleet, rollingOut([{ rollout: aRollout(), hosts: null }, { rollout: null, hosts: { hosts: [host] } }, last]));
  const watched = await shoal(["watch", "--app", "web", "--environment", "production", "--json"], { env: fleet.env });
  t.is(watched.code, 3);
  t.deepEqual(answers(watched), [{ rollout: aRollout() }, { host }, { rollout: last.rollout }]);
});

test("watching an environment where nothing is open ends at once", async (t) => {
  const fleet = await initFleet(t);
  await serveScripted(t, fleet, { watch: async () => {} });
  const { code, stdout } = await shoal(["watch", "--app", "web", "--environment", "production"], { env: fleet.env });
  t.is(code, 0);
  t.is(stdout, "no rollout\n");
});

async function pointAt(folder: string, port: number): Promise<void> {
  const { readFile, writeFile } = await import("node:fs/promises");
  const file = `${folder}/shoal.yaml`;
  await writeFile(file, (await readFile(file, "utf8")).replace(/^coordinator: .*$/m, `coordinator: 127.0.0.1:${port}`));
}
