import test, { type ExecutionContext } from "ava";
import { NO_WORK } from "../../../proto/messages.ts";
import type * as wire from "../../../proto/operator-types.ts";
import { ShoalError, toFailure } from "../../../runtime/errors.ts";
import type { Digest } from "../../../runtime/ids.ts";
import type { FakeAgent } from "../fake-agent.ts";
import { noise, publish } from "../publish.ts";
import { type OperatorClient, startTestCoordinator, type TestCoordinator } from "../start.ts";

const ENVIRONMENT = "production";
const FIRST = { "README.md": "first", "data.bin": noise(50_000, "data") };
const SECOND = { ...FIRST, "README.md": "second" };

test("a deploy prepares everywhere, waits at the barrier, activates, and is shown with what it cost", async (t) => {
  const { c, operator, agents } = await open(t, ["web1", "web2"]);
  const release = await publish(operator, FIRST, { tag: "release/1", keys: [c.fleet.signingKey] });
  const asked = await operator.deploy(deploy("release/1"));
  t.deepEqual([asked.state, asked.kind, asked.principal, asked.note], ["preparing", "deploy", "operator:alice", "because"]);
  const [one, two] = agents as [FakeAgent, FakeAgent];
  const prepare = await one.nextIntent("prepare");
  t.is(prepare.kind === "prepare" && prepare.routes[0]?.digest, release.bundles[0]!.digest as Digest);
  const stats = {
    bytesFromSeed: 100,
    bytesFromHosts: 200,
    durationMs: 5,
    route: "base",
    why: "overlay from abc",
    bundle: null,
    bundleBytes: 0,
    firstPieceMs: 0,
    links: [],
  } as const;
  await one.obey(prepare, release.tree as Digest, { stats });
  await until(operator, asked.rollout, (rollout) => rollout.hosts[0]?.state === "ready");
  t.is(one.received.length, 0, "no activate before the barrier");
  await two.obey(await two.nextIntent("prepare"), release.tree as Digest);
  for (const agent of [one, two]) {
    const activate = await agent.nextIntent("activate");
    t.true(activate.kind === "activate" && activate.lease.untilMs <= agent.clockMs + 30_000 && activate.lease.untilMs > agent.clockMs);
    await agent.obey(activate, release.tree as Digest);
  }
  const done = await until(operator, asked.rollout, ({ endedUnixMs }) => endedUnixMs > 0);
  t.is(done.state, "succeeded");
  t.deepEqual(
    done.hosts.map(({ host, state, datacenter }) => [host, state, datacenter]),
    [
      ["web1", "active", "dc1"],
      ["web2", "active", "dc1"],
    ],
  );
  t.deepEqual(
    [done.hosts[0]!.bytesFromSeed, done.hosts[0]!.bytesFromHosts, done.hosts[0]!.prepareMs, done.hosts[0]!.route],
    [100, 200, 5, "base"],
  );
  t.is(done.hosts[0]!.why, "overlay from abc");
  const { hosts } = await operator.listHosts({ environment: ENVIRONMENT });
  t.deepEqual(
    hosts.map(({ slots }) => slots.map(({ why }) => why)),
    [["overlay from abc"], [""]],
  );
  t.deepEqual(
    hosts.map(({ slots }) => slots.map(({ tag, drift }) => [tag, drift])),
    [[["release/1", false]], [["release/1", false]]],
  );
});

test("a deploy to some hosts reaches no other, and only with what the environment runs; the history stays", async (t) => {
  const { c, operator, agents } = await open(t, ["web1", "web2"]);
  const keys = [c.fleet.signingKey];
  const first = await publish(operator, FIRST, { tag: "release/1", keys });
  await publish(operator, SECOND, { tag: "release/2", keys });
  const only = (tag: string, hosts: string[]): wire.DeployRequest => ({ ...deploy(tag), hosts });
  await t.throwsAsync(operator.deploy(only("release/1", ["web1"])), {
    code: "E_CONFLICT",
    message: /production runs nothing in slot current/,
  });
  const obey = async (hosts: readonly FakeAgent[], request: wire.DeployRequest): Promise<wire.Rollout> => {
    const { rollout } = await operator.deploy(request);
    for (const kind of ["prepare", "activate"] as const) {
      for (const agent of hosts) await agent.obey(await agent.nextIntent(kind), first.tree as Digest);
    }
    return until(operator, rollout, ({ endedUnixMs }) => endedUnixMs > 0);
  };
  await obey(agents, deploy("release/1"));
  await t.throwsAsync(operator.deploy(only("release/2", ["web1"])), { code: "E_CONFLICT", message: /runs release\/1 .*, not release\/2/ });
  await t.throwsAsync(operator.deploy(only("release/1", ["web9"])), { code: "E_NOT_FOUND", message: /no host web9/ });
  const repaired = await obey(agents.slice(1), only("release/1", ["web2"]));
  t.deepEqual(
    repaired.hosts.map(({ host, state }) => [host, state]),
    [["web2", "active"]],
  );
  t.is(agents[0]?.received.length, 0);
  await t.throwsAsync(operator.rollback(rollback()), { code: "E_NOT_FOUND", message: /no release before/ });
});

test("a rollback goes back to the release before, and without one says so", async (t) => {
  const { c, operator, agents } = await open(t, ["web1"]);
  const [agent] = agents as [FakeAgent];
  await t.throwsAsync(operator.rollback(rollback()), { code: "E_NOT_FOUND", message: /no release before/ });
  const trees: Record<string, Digest> = {};
  for (const [tag, tree] of [
    ["release/1", FIRST],
    ["release/2", SECOND],
  ] as const) {
    trees[tag] = (await publish(operator, tree, { tag, keys: [c.fleet.signingKey] })).tree as Digest;
    await operator.deploy(deploy(tag));
    await agent.obey(await agent.nextIntent("prepare"), trees[tag]);
    await agent.obey(await agent.nextIntent("activate"), trees[tag]);
    await ended(operator);
  }
  const request = rollback();
  const back = await operator.rollback(request);
  t.deepEqual([back.kind, back.tag], ["rollback", "release/1"]);
  t.deepEqual(await operator.rollback(request), back, "the same request again is the same rollout");
  await agent.obey(await agent.nextIntent("prepare"), trees["release/1"]!);
  await agent.obey(await agent.nextIntent("activate"), trees["release/1"]!);
  t.is((await ended(operator)).state, "succeeded");
  t.is((await operator.rollback(request)).rollout, back.rollout, "also once it has ended: not a second step back");
  const { rollouts } = await operator.listRollouts({ app: "web", environment: ENVIRONMENT, limit: 0 });
  t.deepEqual(
    rollouts.map(({ kind, tag, state }) => [kind, tag, state]),
    [
      ["rollback", "release/1", "succeeded"],
      ["deploy", "release/2", "succeeded"],
      ["deploy", "release/1", "succeeded"],
    ],
  );
  t.is((await operator.getRollout({ rollout: rollouts[2]!.rollout })).tag, "release/1", "one that others followed is still there");
});

test("what can't be deployed is refused in words: unknown tag, app, environment without hosts, malformed ids", async (t) => {
  const { c, operator } = await open(t, ["web1"]);
  await publish(operator, FIRST, { tag: "release/1", keys: [c.fleet.signingKey] });
  const refused: readonly (readonly [Partial<wire.DeployRequest>, string, RegExp])[] = [
    [{ tag: "release/9" }, "E_NOT_FOUND", /web has no release release\/9/],
    [{ app: "api" }, "E_NOT_FOUND", /api has no release/],
    [{ environment: "staging" }, "E_NOT_FOUND", /no host of staging has app web/],
    [{ app: "../web" }, "E_MESSAGE", /app: .* is not an app name/],
    [{ tag: "a..b" }, "E_MESSAGE", /is not a tag/],
    [{ slot: "revisions" }, "E_MESSAGE", /slot/],
    [{ environment: "" }, "E_MESSAGE", /environment/],
    [{ requestId: "" }, "E_MESSAGE", /request_id/],
    [{ requestId: "x".repeat(65) }, "E_MESSAGE", /request_id/],
    [{ note: "n".repeat(1_001) }, "E_MESSAGE", /note/],
  ];
  for (const [change, code, message] of refused) {
    await t.throwsAsync(operator.deploy({ ...deploy("release/1"), ...change }), { code, message }, JSON.stringify(change).slice(0, 80));
  }
  t.deepEqual((await operator.listRollouts({ app: "", environment: "", limit: 0 })).rollouts, []);
});

test("G08: a request id again with another body is E_EXISTS, with the same body the same rollout", async (t) => {
  const { c, operator } = await open(t, ["web1"]);
  for (const [tag, tree] of [
    ["release/1", FIRST],
    ["release/2", SECOND],
  ] as const)
    await publish(operator, tree, { tag, keys: [c.fleet.signingKey] });
  const request = deploy("release/1");
  const first = await operator.deploy(request);
  t.is((await operator.deploy(request)).rollout, first.rollout);
  await t.throwsAsync(operator.deploy({ ...request, tag: "release/2" }), { code: "E_EXISTS" });
  await t.throwsAsync(operator.rollback({ ...rollback(), requestId: request.requestId }), { code: "E_EXISTS" });
  await t.throwsAsync(operator.deploy(deploy("release/2")), { code: "E_ROLLOUT_OPEN" });
});

test("an abort cancels what was asked and ends the rollout; who did what stands in the audit log", async (t) => {
  const { c, operator, agents } = await open(t, ["web1"]);
  await publish(operator, FIRST, { tag: "release/1", keys: [c.fleet.signingKey] });
  const { rollout } = await operator.deploy(deploy("release/1"));
  const prepare = await agents[0]!.nextIntent("prepare");
  const aborted = await (await c.operator("bob")).abort({ app: "web", environment: ENVIRONMENT, rollout, note: "wrong one" });
  t.is(aborted.state, "aborted");
  t.is((await agents[0]!.next("cancel")).target.commandId, prepare.commandId);
  const { events } = await operator.listEvents({ app: "web", environment: ENVIRONMENT, afterVersion: 0, limit: 0 });
  t.deepEqual(
    events.map(({ kind, principal }) => [kind, principal]),
    [
      ["host-connected", "agent:web1"],
      ["rollout-requested", "operator:alice"],
      ["abort-requested", "operator:bob"],
    ],
  );
  t.deepEqual(
    events.map(({ version }) => version),
    [1, 2, 3],
  );
  const after = await operator.listEvents({ app: "web", environment: ENVIRONMENT, afterVersion: 2, limit: 0 });
  t.deepEqual(after.events, events.slice(2));
  await t.throwsAsync(operator.abort({ app: "web", environment: "staging", rollout: "", note: "" }), { code: "E_NOT_FOUND" });
});

test("a watcher sees the whole rollout first, then hosts with their progress, then the end; and a later one only the end", async (t) => {
  const { c, operator, agents } = await open(t, ["web1"]);
  const [agent] = agents as [FakeAgent];
  const release = await publish(operator, FIRST, { tag: "release/1", keys: [c.fleet.signingKey] });
  const { rollout } = await operator.deploy(deploy("release/1"));
  const events: wire.WatchEvent[] = [];
  const watching = (async () => {
    for await (const event of operator.watch({ rollout, app: "", environment: "" })) events.push(event);
  })();
  const prepare = await agent.nextIntent("prepare");
  await agent.answer(prepare, { kind: "accepted" });
  const progress = { phase: "fetching", doneBytes: 10, totalBytes: 40, bytesFromSeed: 4, bytesFromHosts: 6 } as const;
  await agent.say({ kind: "progress", app: agent.app, commandId: prepare.commandId, ...progress });
  while (!events.some(({ hosts }) => hosts?.hosts[0]?.progress?.doneBytes === 10))
    await new Promise<void>((resolve) => setImmediate(resolve));
  await agent.obey(prepare, release.tree as Digest);
  await agent.obey(await agent.nextIntent("activate"), release.tree as Digest);
  await watching;
  t.is(events[0]?.rollout?.state, "preparing");
  t.is(events.at(-1)?.rollout?.state, "succeeded");
  t.is(events.at(-1)?.rollout?.hosts[0]?.progress, null);
  const late: wire.WatchEvent[] = [];
  for await (const event of operator.watch({ rollout: "", app: "web", environment: ENVIRONMENT })) late.push(event);
  t.deepEqual(
    late.map(({ rollout }) => rollout?.state),
    ["succeeded"],
  );
  await t.throwsAsync(all(operator.watch({ rollout: "rollout-none", app: "", environment: "" })), { code: "E_NOT_FOUND" });
});

test("a coordinator that stops in the middle tells its watchers E_UNAVAILABLE, and the next process goes on with the rollout", async (t) => {
  const { c, operator, agents } = await open(t, ["web1"]);
  const release = await publish(operator, FIRST, { tag: "release/1", keys: [c.fleet.signingKey] });
  const { rollout } = await operator.deploy(deploy("release/1"));
  const before = await agents[0]!.nextIntent("prepare");
  const watching = all(operator.watch({ rollout, app: "", environment: "" }));
  await c.coordinator.lifecycle.stop("restart");
  t.is(((await watching.catch((error: unknown) => error)) as { code?: string }).code, "E_UNAVAILABLE");
  await c.restart();
  const again = await c.operator();
  t.is((await again.getRollout({ rollout })).state, "preparing");
  const agent = await c.agent("web1");
  await agent.join();
  const after = await agent.nextIntent("prepare");
  t.deepEqual([after.commandId, after.position], [before.commandId, before.position]);
  await agent.obey(after, release.tree as Digest);
  await agent.obey(await agent.nextIntent("activate"), release.tree as Digest);
  t.is((await ended(again)).state, "succeeded");
});

test("a host that finds what it holds damaged gets a base made for it, and the rollout goes on", async (t) => {
  const { c, operator, agents } = await open(t, ["web1"]);
  const [agent] = agents as [FakeAgent];
  const keys = [c.fleet.signingKey];
  const one = await publish(operator, FIRST, { tag: "release/1", keys });
  await operator.deploy(deploy("release/1"));
  await agent.obey(await agent.nextIntent("prepare"), one.tree as Digest);
  await agent.obey(await agent.nextIntent("activate"), one.tree as Digest);
  await ended(operator);
  const two = await publish(operator, SECOND, { tag: "release/2", keys });
  await operator.deploy(deploy("release/2"));
  const first = await agent.nextIntent("prepare");
  t.deepEqual(first.kind === "prepare" && first.routes.map(({ kind }) => kind), ["overlay"]);
  const failure = toFailure(new ShoalError("E_BASE", "a file of the base is damaged"));
  await agent.answer(first, {
    kind: "result",
    result: { outcome: "failed", failure, revision: null, tree: null, stats: NO_WORK, steps: [] },
  });
  const second = await agent.nextIntent("prepare");
  const base = second.kind === "prepare" ? second.routes.find(({ kind }) => kind === "base") : undefined;
  t.is(base?.toTree, two.tree as Digest);
  await agent.obey(second, two.tree as Digest);
  await agent.obey(await agent.nextIntent("activate"), two.tree as Digest);
  t.is((await ended(operator)).state, "succeeded");
});

test("a host that holds nothing an overlay starts from gets a base made for it", async (t) => {
  const { c, operator, agents } = await open(t, ["web1"]);
  const [first] = agents as [FakeAgent];
  const keys = [c.fleet.signingKey];
  const one = await publish(operator, FIRST, { tag: "release/1", keys });
  await operator.deploy(deploy("release/1"));
  await first.obey(await first.nextIntent("prepare"), one.tree as Digest);
  await first.obey(await first.nextIntent("activate"), one.tree as Digest);
  await ended(operator);
  const two = await publish(operator, SECOND, { tag: "release/2", keys });
  await c.addHost("web2");
  const second = await c.agent("web2");
  await operator.deploy(deploy("release/2"));
  await second.join();
  const [known, fresh] = [await first.nextIntent("prepare"), await second.nextIntent("prepare")];
  t.deepEqual(known.kind === "prepare" && known.routes.map(({ kind }) => kind), ["overlay"]);
  const base = fresh.kind === "prepare" ? fresh.routes.find(({ kind }) => kind === "base") : undefined;
  t.is(base?.toTree, two.tree as Digest);
  t.true(c.swarm.added.has(base!.torrent.infoHash));
  const { events } = await operator.listEvents({ app: "", environment: "", afterVersion: 0, limit: 0 });
  t.is(events.find(({ kind }) => kind === "bundle-added")?.principal, "coordinator:main");
});

test("a new host gets what its environment runs by itself: prepared first, then switched, by a rollout of its own", async (t) => {
  const { c, operator, agents } = await open(t, ["web1"]);
  const [first] = agents as [FakeAgent];
  const { tree } = await publish(operator, FIRST, { tag: "release/1", keys: [c.fleet.signingKey] });
  await operator.deploy(deploy("release/1"));
  await first.obey(await first.nextIntent("prepare"), tree as Digest);
  await first.obey(await first.nextIntent("activate"), tree as Digest);
  await ended(operator);
  await c.addHost("web2");
  const second = await c.agent("web2");
  await second.join();
  await second.obey(await second.nextIntent("prepare"), tree as Digest);
  await second.obey(await second.nextIntent("activate"), tree as Digest);
  const rollout = await ended(operator);
  t.like(rollout, { principal: "coordinator:main", tag: "release/1", policy: "one, converge", state: "succeeded" });
  t.deepEqual(
    rollout.hosts.map(({ host }) => host),
    ["web2"],
  );
  t.is(first.received.length, 0, "nobody else is asked for anything");
});

test("a host that is unknown to the coordinator's log but has seen later positions stops the rollout with E_RESTORED", async (t) => {
  const { c, operator } = await open(t, []);
  await c.addHost("web1");
  await publish(operator, FIRST, { tag: "release/1", keys: [c.fleet.signingKey] });
  const { rollout } = await operator.deploy(deploy("release/1"));
  const agent = await c.agent("web1");
  agent.highest = { epoch: 1, sequence: 7 };
  await agent.join();
  const failed = await until(operator, rollout, ({ endedUnixMs }) => endedUnixMs > 0);
  t.deepEqual([failed.state, failed.failure?.code], ["failed", "E_RESTORED"]);
});

async function open(
  t: ExecutionContext,
  names: readonly string[],
): Promise<{ c: TestCoordinator; operator: OperatorClient; agents: FakeAgent[] }> {
  const c = await startTestCoordinator(t, { change: ({ apps }) => void (apps["api"] = { ...apps["web"]! }) });
  const agents: FakeAgent[] = [];
  for (const name of names) {
    await c.addHost(name);
    const agent = await c.agent(name);
    await agent.join();
    agents.push(agent);
  }
  return { c, operator: await c.operator(), agents };
}

let requests = 0;

function deploy(tag: string): wire.DeployRequest {
  return {
    app: "web",
    environment: ENVIRONMENT,
    tag,
    slot: "",
    requestId: `request-${(requests += 1)}`,
    note: "because",
    repair: false,
    hosts: [],
    policy: "",
    policyFile: "",
  };
}

function rollback(tag = ""): wire.RollbackRequest {
  return {
    app: "web",
    environment: ENVIRONMENT,
    tag,
    slot: "",
    requestId: `request-${(requests += 1)}`,
    note: "",
    now: false,
    policy: "",
    policyFile: "",
  };
}

/** The first state of that rollout that fulfils the condition, as its watchers see it. */
async function until(operator: OperatorClient, id: string, holds: (rollout: wire.Rollout) => boolean): Promise<wire.Rollout> {
  for await (const event of operator.watch({ rollout: id, app: "", environment: "" })) {
    const rollout = event.rollout ?? (await operator.getRollout({ rollout: id }));
    if (holds(rollout)) return rollout;
  }
  throw new Error(`rollout ${id} ended otherwise: ${JSON.stringify(await operator.getRollout({ rollout: id }))}`);
}

async function ended(operator: OperatorClient): Promise<wire.Rollout> {
  const { rollouts } = await operator.listRollouts({ app: "web", environment: ENVIRONMENT, limit: 1 });
  return until(operator, rollouts[0]!.rollout, ({ endedUnixMs }) => endedUnixMs > 0);
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}
