/** Two runners of one stream on one log, of which one leads. */
import test from "ava";
import { PLAIN_POLICY } from "../../../coordinator/rollout/policy.ts";
import type { StreamEffect, StreamEvent } from "../../../coordinator/rollout/events.ts";
import type { Leadership } from "../../../coordinator/rollout/leadership.ts";
import { StreamRunner } from "../../../coordinator/rollout/runner.ts";
import type { EventStore } from "../../../coordinator/store/events.ts";
import type { AppName, Digest, EnvironmentName, HostId, Principal, ReleaseId, RolloutId, SlotName, Tag } from "../../../runtime/ids.ts";
import { memoryEventStore } from "../store/memory-events.ts";

const SELF = "coordinator:main" as Principal;
const WEB1 = "web1" as HostId;

interface Member {
  readonly runner: StreamRunner;
  readonly effects: StreamEffect[];
  /** How often hosts were told to say hello again. */
  begun: number;
}

/** Whoever `leader` names leads; the others ask it directly. */
function cluster(names: readonly string[]) {
  const events: EventStore = memoryEventStore();
  const members = new Map<string, Member>();
  const lead = { leader: names[0] as string };
  for (const name of names) {
    const member = { effects: [] as StreamEffect[], begun: 0 };
    const leadership: Leadership = {
      leads: () => lead.leader === name,
      async forward(_, submission) {
        const { runner } = members.get(lead.leader) as Member;
        const { effects } = await runner.submit({ ...submission, from: name });
        return { version: runner.version, effects };
      },
      begun: () => void (member.begun += 1),
    };
    const runner = new StreamRunner(
      { environment: "production" as EnvironmentName, app: "web" as AppName, principal: SELF },
      {
        ...{ events, leadership, nowUnixMs: () => 1_000_000, every: () => () => undefined },
        perform: async (effect) => void member.effects.push(effect),
        archive: async () => undefined,
        warn: (message) => {
          throw new Error(message);
        },
      },
    );
    members.set(name, Object.assign(member, { runner }));
  }
  return { events, lead, of: (name: string) => members.get(name) as Member };
}

test("what one hears the leader decides, both come to the same state, and each carries out what is for its hosts", async (t) => {
  const { of } = cluster(["a", "b"]);
  const [a, b] = [of("a"), of("b")];
  await Promise.all([a.runner.start(), b.runner.start()]);
  await b.runner.submit(connected());
  const decision = await b.runner.submit(request("r1"));
  t.is(decision.state.rollout?.id, "rollout-r1" as RolloutId);
  t.true(decision.effects.some(({ kind }) => kind === "rollout-open"));
  t.deepEqual(b.runner.state, a.runner.state);
  t.deepEqual(b.effects, a.effects);
  t.true(b.effects.some(({ kind }) => kind === "send-prepare"));
});

test("who leads next says so in the log once, and everybody's hosts are to say hello again", async (t) => {
  const { events, lead, of } = cluster(["a", "b"]);
  const [a, b] = [of("a"), of("b")];
  await Promise.all([a.runner.start(), b.runner.start()]);
  await a.runner.submit(connected());
  await a.runner.submit(request("r1"));
  lead.leader = "b";
  await b.runner.lead();
  await a.runner.refresh();
  t.deepEqual([a.begun, b.begun], [1, 1]);
  t.is((await events.read("production/web", 0, 10)).filter(({ kind }) => kind === "coordinator-started").length, 1);
  t.false(b.runner.state.lanes.get(WEB1)?.connected);
  const { effects } = await a.runner.submit(connected());
  t.deepEqual(a.runner.state, b.runner.state);
  t.true(
    [...effects, ...b.effects].some(({ kind }) => kind === "send-prepare"),
    "what is outstanding is asked for again",
  );
});

test("a host that has gone over to another coordinator is not gone when its old session is", async (t) => {
  const { of } = cluster(["a", "b", "c"]);
  for (const name of ["a", "b", "c"]) await of(name).runner.start();
  const isConnected = (): boolean => of("a").runner.state.lanes.get(WEB1)?.connected === true;
  await of("b").runner.submit(connected());
  await of("c").runner.submit(connected());
  await of("b").runner.submit(disconnected());
  t.true(isConnected());
  await of("c").runner.submit(disconnected());
  t.false(isConnected());
  await of("c").runner.submit(connected());
  await of("a").runner.lost("b");
  t.true(isConnected());
  await of("a").runner.lost("c");
  t.false(isConnected());
});

function connected(): { event: StreamEvent; principal: Principal } {
  return { event: { kind: "host-connected", host: WEB1, lane: null }, principal: "agent:web1" as Principal };
}

function disconnected(): { event: StreamEvent; principal: Principal } {
  return { event: { kind: "host-disconnected", host: WEB1 }, principal: "agent:web1" as Principal };
}

function request(id: string): { event: StreamEvent; principal: Principal } {
  return {
    principal: "operator:alice" as Principal,
    event: {
      kind: "rollout-requested",
      requestId: id,
      rollout: `rollout-${id}` as RolloutId,
      rolloutKind: "deploy",
      slot: "current" as SlotName,
      hosts: [{ host: WEB1, datacenter: "dc1" }],
      repair: false,
      note: "",
      policy: PLAIN_POLICY,
      release: { release: "b".repeat(64) as ReleaseId, tag: "release/1" as Tag, tree: "a".repeat(64) as Digest },
    },
  };
}
