/** Coordinators on one database whose polling is put off for an hour: what goes between them goes by LISTEN and NOTIFY. */
import test, { type ExecutionContext } from "ava";
import { Cluster } from "../../coordinator/cluster/cluster.ts";
import type { StreamEffect, StreamEvent } from "../../coordinator/rollout/events.ts";
import { createRunners, type Runners } from "../../coordinator/rollout/runners.ts";
import { openStore, type SharedStore } from "../../coordinator/store/store.ts";
import type { HostId, Principal, RolloutId } from "../../runtime/ids.ts";
import { APP, CURRENT, hosts, POLICY, PRODUCTION, ready, ref, summary } from "./rollout/stream.ts";
import { postgresDatabase } from "./store/postgres.ts";
import type { PostgresOptions } from "../../coordinator/store/postgres.ts";

const HOST = "web2" as HostId;
const HOUR_MS = 3_600_000;
/** Of one notice; it takes some ten milliseconds where the machine is idle. An abort is to be with a host within a second. */
const HEARD_MS = 1_000;

test("an abort at one coordinator reaches a host at the other within a second, and one asked for at the other the leader", async (t) => {
  t.timeout(60_000);
  const postgres = await postgresDatabase(t);
  if (postgres === null) return;
  const [a, b] = [await member(t, postgres, "a"), await member(t, postgres, "b")];
  const leader = await a.runners.of(PRODUCTION, APP);
  await leader.submit({ event: requested("r0"), principal: ALICE });
  await b.cluster.look();
  const follower = await b.runners.of(PRODUCTION, APP);
  t.false(b.cluster.leads(leader.stream));
  const say = (event: StreamEvent): Promise<unknown> => follower.submit({ event, principal: `agent:${HOST}` as Principal });
  await say({ kind: "abort-requested", rollout: null, note: "" });
  await say({ kind: "host-connected", host: HOST, lane: null });
  const tookMs: number[] = [];
  for (const [round, asked] of [leader, follower, leader, follower].entries()) {
    const prepare = b.next("send-prepare");
    await leader.submit({ event: requested(`r${round + 1}`), principal: ALICE });
    const { commandId, position } = await prepare;
    const activate = b.next("send-activate");
    await say({ kind: "host-answered", host: HOST, commandId, position, answer: ready("a") });
    const given = await activate;
    const cancel = b.next("send-cancel");
    const beganMs = performance.now();
    await asked.submit({ event: { kind: "abort-requested", rollout: null, note: "" }, principal: ALICE });
    const { target } = await cancel;
    tookMs.push(Math.round(performance.now() - beganMs));
    t.is(target.commandId, given.commandId);
    await say({ kind: "host-answered", host: HOST, ...target, answer: CANCELLED });
    t.is(leader.state.rollout?.state, "aborted");
  }
  t.log(`from the abort to the host's cancel, at the leader and at the other by turns: ${tookMs.join(", ")} ms`);
  t.true(Math.min(...tookMs) <= HEARD_MS, `${tookMs.join(", ")} ms`);
});

test("a rollout that was opened at one coordinator a moment ago is found at another, which has not heard of it yet", async (t) => {
  t.timeout(60_000);
  const postgres = await postgresDatabase(t);
  if (postgres === null) return;
  const [a, b] = [await member(t, postgres, "a"), await member(t, postgres, "b", { deaf: true })];
  const leader = await a.runners.of(PRODUCTION, APP);
  await leader.submit({ event: requested("r0"), principal: ALICE });
  const found = await b.runners.hearOf("r0" as RolloutId);
  t.is(found?.state.rollout?.id, "r0" as RolloutId, "of a stream that it has not opened yet");
  await leader.submit({ event: { kind: "abort-requested", rollout: null, note: "" }, principal: ALICE });
  await leader.submit({ event: requested("r1"), principal: ALICE });
  t.is(b.runners.withRollout("r1" as RolloutId), null);
  t.is((await b.runners.hearOf("r1" as RolloutId))?.state.rollout?.id, "r1" as RolloutId);
  t.is(await b.runners.hearOf("r2" as RolloutId), null);
});

test("whoever asks a coordinator that does not lead is told of a refusal, an opening, and a waiting, as by the leader", async (t) => {
  t.timeout(60_000);
  const postgres = await postgresDatabase(t);
  if (postgres === null) return;
  const [a, b] = [await member(t, postgres, "a"), await member(t, postgres, "b")];
  await a.runners.of(PRODUCTION, APP);
  await b.cluster.look();
  const follower = await b.runners.of(PRODUCTION, APP);
  t.false(b.cluster.leads(follower.stream));
  const told = async (event: StreamEvent): Promise<string> => summary((await follower.submit({ event, principal: ALICE })).effects);
  t.is(await told(requested("r0")), "open r0");
  t.is(await told(requested("r1")), "reject E_ROLLOUT_OPEN");
  t.is(await told({ ...requested("r2"), whenOpen: "wait" }), "queue r2");
});

const ALICE = "operator:alice" as Principal;
const CANCELLED = { kind: "refused", failure: { code: "E_CANCELLED", message: "cancelled", retryable: false } } as const;

interface Member {
  readonly cluster: Cluster;
  readonly runners: Runners;
  /** The next effect of the kind that is carried out here. */
  next<Kind extends StreamEffect["kind"]>(kind: Kind): Promise<Extract<StreamEffect, { readonly kind: Kind }>>;
}

async function member(t: ExecutionContext, postgres: PostgresOptions, name: string, { deaf = false } = {}): Promise<Member> {
  const store = await openStore({ postgres });
  const waiting: ((effect: StreamEffect) => void)[] = [];
  const listening: Promise<void>[] = [];
  const own = store.shared as SharedStore;
  const shared: SharedStore = {
    ...own,
    listen(hear) {
      if (deaf) return { heard: Promise.resolve(), stop: async () => undefined };
      const one = own.listen(hear);
      listening.push(one.heard);
      return one;
    },
  };
  const every = (intervalMs: number, run: () => void): (() => void) => {
    const timer = setInterval(run, intervalMs);
    return () => clearInterval(timer);
  };
  const warn = (message: string, error: unknown): void => t.log(name, message, error);
  const common = { nowUnixMs: () => Date.now(), every, warn };
  const cluster: Cluster = new Cluster(
    { member: name, seed: `${name}:1`, fleetVersion: 0, timing: { leaseMs: HOUR_MS, renewMs: HOUR_MS, pollMs: HOUR_MS } },
    {
      ...{ ...common, shared, events: store.events, clockMs: () => performance.now(), runners: () => runners },
      ...{ begun: () => undefined, forgotten: () => undefined, othersCame: async () => undefined, fleetChanged: async () => undefined },
    },
  );
  const perform = async (effect: StreamEffect): Promise<void> => waiting.forEach((hear) => hear(effect));
  const runners = createRunners(
    { principal: `coordinator:${name}` as Principal },
    {
      ...common,
      events: cluster.events,
      ...{ rollouts: store.rollouts, snapshots: store.snapshots },
      perform,
      leadership: cluster,
      claim: (stream) => cluster.claim(stream),
      hear: () => cluster.hear(),
    },
  );
  await cluster.join();
  // What is said before would be lost on it.
  await Promise.all(listening);
  await runners.start();
  cluster.start();
  t.teardown(async () => {
    await runners.stop();
    await cluster.stop();
    await store.close();
  });
  return {
    ...{ cluster, runners },
    next: (kind) =>
      new Promise((resolve) => {
        waiting.push((effect) => void (effect.kind === kind && resolve(effect as Extract<StreamEffect, { readonly kind: typeof kind }>)));
      }),
  };
}

function requested(id: string): Extract<StreamEvent, { readonly kind: "rollout-requested" }> {
  return {
    ...{ kind: "rollout-requested", requestId: id, rollout: id as RolloutId, rolloutKind: "deploy", slot: CURRENT, release: ref("a") },
    ...{ hosts: hosts(HOST), repair: false, note: "", policy: POLICY },
  };
}
