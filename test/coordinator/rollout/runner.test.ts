import { join } from "node:path";
import test from "ava";
import { EFFECTS_A_TURN, EVENT_BODY_BYTES_MAX, MAILBOX_EVENTS_MAX } from "../../../coordinator/limits.ts";
import type { EffectContext } from "../../../coordinator/rollout/runner.ts";
import { StreamRunner } from "../../../coordinator/rollout/runner.ts";
import { type StreamEffect, type StreamEvent } from "../../../coordinator/rollout/events.ts";
import { PLAIN_POLICY } from "../../../coordinator/rollout/policy.ts";
import { type Rollout } from "../../../coordinator/rollout/state.ts";
import { emptyStream, step } from "../../../coordinator/rollout/step.ts";
import type { EventStore } from "../../../coordinator/store/events.ts";
import { openStore } from "../../../coordinator/store/store.ts";
import { NO_WORK } from "../../../proto/messages.ts";
import { ShoalError } from "../../../runtime/errors.ts";
import type { AppName, Digest, EnvironmentName, HostId, Principal, ReleaseId, RolloutId, SlotName, Tag } from "../../../runtime/ids.ts";
import { memoryEventStore } from "../store/memory-events.ts";
import { temporaryFolder } from "../temporary.ts";

const ENVIRONMENT = "production" as EnvironmentName;
const APP = "web" as AppName;
const SELF = "coordinator:main" as Principal;
const ALICE = "operator:alice" as Principal;
const TREE = "a".repeat(64) as Digest;
const WEB1 = "web1" as HostId;

interface Bench {
  readonly runner: StreamRunner;
  readonly effects: StreamEffect[];
  readonly archived: Rollout[];
  readonly warnings: string[];
  readonly timers: Set<() => void>;
  nowUnixMs: number;
}

test("what was decided is durable before its effects, in order, and before the caller is told", async (t) => {
  const log: string[] = [];
  const events = memoryEventStore();
  const bench = await start({
    events: {
      ...events,
      append: (...args) => {
        log.push("append");
        return events.append(...args);
      },
    },
    perform: (effect) => void log.push(effect.kind),
  });
  await connect(bench);
  await bench.runner.submit(request("r1")).then(() => log.push("told"));
  t.deepEqual(log, ["append", "append", "rollout-open", "send-prepare", "told"]);
  const [, requested] = await events.read("production/web", 0, 10);
  t.is(requested?.kind, "rollout-requested");
  t.is(requested?.principal, ALICE);
});

test("an event that changes nothing leaves no trace", async (t) => {
  const events = memoryEventStore();
  const bench = await start({ events });
  await bench.runner.submit({ event: { kind: "host-disconnected", host: WEB1 }, principal: "agent:web1" as Principal });
  await bench.runner.submit({ event: { kind: "ticked" }, principal: SELF });
  t.deepEqual(await events.read("production/web", 0, 10), []);
});

test("an append that fails changes nothing, carries out nothing, and is told", async (t) => {
  const events = memoryEventStore();
  const full = new ShoalError("E_DISK_FULL", "no space");
  const disk = { full: true };
  const bench = await start({
    events: { ...events, append: (...args) => (disk.full ? Promise.reject(full) : events.append(...args)) },
  });
  await t.throwsAsync(bench.runner.submit(request("r1")), { code: "E_DISK_FULL" });
  t.is(bench.runner.state.rollout, null);
  t.deepEqual(bench.effects, []);
  disk.full = false;
  await bench.runner.submit(request("r1"));
  t.is(bench.runner.state.rollout?.state, "preparing");
});

test("when another coordinator was faster, its events are folded in and the decision is made again", async (t) => {
  const events = memoryEventStore();
  const [mine, theirs] = [await start({ events }), await start({ events })];
  await theirs.runner.submit(request("theirs"));
  const decision = await mine.runner.submit(request("mine"));
  t.is(decision.effects.find(({ kind }) => kind === "reject")?.kind, "reject");
  t.is(mine.runner.state.rollout?.id, "rollout-theirs" as RolloutId);
  t.deepEqual(
    (await events.read("production/web", 0, 10)).map(({ kind }) => kind),
    ["rollout-requested", "rollout-requested"],
  );
});

test("a burst of events is decided one after the other and appended together", async (t) => {
  const events = memoryEventStore();
  let appends = 0;
  const bench = await start({
    events: {
      ...events,
      append: (...args) => {
        appends += 1;
        return events.append(...args);
      },
    },
  });
  const hosts = Array.from({ length: 200 }, (_, index) => `host${index}` as HostId);
  await Promise.all(hosts.map((host) => bench.runner.submit(connected(host))));
  t.is(bench.runner.state.lanes.size, 200);
  t.true(appends <= 3, `${appends} appends`);
  t.is((await events.read("production/web", 0, 1000)).length, 200);
});

test("what comes in one turn of the event loop shares one append, message by message as sockets bring it", async (t) => {
  const events = memoryEventStore();
  const appended: number[] = [];
  const append: EventStore["append"] = (stream, version, all) => {
    appended.push(all.length);
    return events.append(stream, version, all);
  };
  const { runner } = await start({ events: { ...events, append } });
  const hosts = Array.from({ length: 200 }, (_, index) => `host${index}` as HostId);
  // After each callback all promises that are settled run on, as after each read of a socket.
  const submit = (host: HostId): Promise<unknown> =>
    new Promise((resolve, reject) => process.nextTick(() => void runner.submit(connected(host)).then(resolve, reject)));
  await Promise.all(hosts.map(submit));
  t.deepEqual(appended, [200]);
});

test("an accepted and its result in one turn are one event, and whoever submitted either is told", async (t) => {
  const events = memoryEventStore();
  const bench = await start({ events });
  await connect(bench);
  await bench.runner.submit(request("r1"));
  const sent = bench.effects.find((effect) => effect.kind === "send-prepare");
  const { commandId, position } = sent as StreamEffect & { kind: "send-prepare" };
  const result = { outcome: "done", failure: null, revision: null, tree: TREE, stats: NO_WORK, steps: [] } as const;
  const answers = [{ kind: "accepted" }, { kind: "result", result }] as const;
  const submissions = answers.map((answer) => {
    const event = { kind: "host-answered", host: WEB1, commandId, position, answer } as const;
    return bench.runner.submit({ event, principal: "agent:web1" as Principal });
  });
  t.is((await Promise.all(submissions)).length, 2);
  t.is(bench.runner.state.rollout?.state, "activating");
  const kinds = (await events.read("production/web", 0, 10)).map(({ kind }) => kind);
  t.deepEqual(kinds, ["host-connected", "rollout-requested", "host-answered"]);
});

test("an event that is too large for the log is refused by itself, and those that came with it are recorded", async (t) => {
  const events = memoryEventStore();
  const bench = await start({ events });
  const large = { ...request("r1"), event: { ...request("r1").event, note: "x".repeat(EVENT_BODY_BYTES_MAX) } as StreamEvent };
  const others = ["host1", "host2"].map((host) => bench.runner.submit(connected(host as HostId)));
  const refused = bench.runner.submit(large);
  others.push(bench.runner.submit(connected("host3" as HostId)));
  await t.throwsAsync(refused, { code: "E_LIMIT" });
  await Promise.all(others);
  t.is(bench.runner.state.rollout, null);
  t.is((await events.read("production/web", 0, 10)).length, 3);
  await bench.runner.submit(request("r2"));
  t.is(bench.runner.state.rollout?.id, "rollout-r2" as RolloutId);
});

test("while the intents of a large wave are sent the event loop goes on", async (t) => {
  const bench = await start({ events: memoryEventStore() });
  const hosts = Array.from({ length: EFFECTS_A_TURN * 3 }, (_, index) => `host${index}` as HostId);
  await Promise.all(hosts.map((host) => bench.runner.submit(connected(host))));
  const { event, principal } = request("r1");
  const wanted = { ...(event as StreamEvent & { kind: "rollout-requested" }), hosts: hosts.map((host) => ({ host, datacenter: "dc1" })) };
  const submitted = bench.runner.submit({ event: wanted, principal });
  const seen: number[] = [];
  const look = (): void => {
    seen.push(bench.effects.filter(({ kind }) => kind === "send-prepare").length);
    if ((seen.at(-1) ?? 0) < hosts.length) setImmediate(look);
  };
  setImmediate(look);
  await submitted;
  const between = new Set(seen.filter((count) => count > 0 && count < hosts.length));
  t.true(between.size >= 2, `seen: ${seen.join(", ")}`);
});

test("a mailbox that is full refuses with E_BUSY instead of growing", async (t) => {
  const events = memoryEventStore();
  const gate = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const append: EventStore["append"] = async (...args) => {
    begun.resolve();
    await gate.promise;
    return events.append(...args);
  };
  const bench = await start({ events: { ...events, append } });
  const waiting = [bench.runner.submit(connected(WEB1))];
  await begun.promise;
  for (let n = 0; n < MAILBOX_EVENTS_MAX; n += 1) waiting.push(bench.runner.submit({ event: { kind: "ticked" }, principal: SELF }));
  await t.throwsAsync(bench.runner.submit({ event: { kind: "ticked" }, principal: SELF }), { code: "E_BUSY" });
  gate.resolve();
  await Promise.all(waiting);
});

test("a new process folds the log, says that it started, and asks again for what is outstanding when a host comes back", async (t) => {
  const folder = temporaryFolder(t);
  const first = await openStore({ path: join(folder, "store.db") });
  const before = await start({ events: first.events });
  await connect(before);
  await before.runner.submit(request("r1"));
  const sent = before.effects.find((effect) => effect.kind === "send-prepare");
  const { state } = before.runner;
  await first.close();

  const second = await openStore({ path: join(folder, "store.db") });
  t.teardown(() => second.close());
  const after = await start({ events: second.events });
  t.deepEqual(after.runner.state.rollout?.hosts.get(WEB1), { ...state.rollout?.hosts.get(WEB1), away: true });
  t.false(after.runner.state.lanes.get(WEB1)?.connected);
  t.is((await second.events.read("production/web", 0, 10)).at(-1)?.kind, "coordinator-started");
  t.deepEqual(after.effects, [], "nobody is connected yet");
  await connect(after);
  t.deepEqual(after.effects, [sent], "the same intent at the same position");
});

test("a whole rollout killed and started again after every event ends as one that ran through", async (t) => {
  const script = rolloutScript();
  const through = await play(script, script.length);
  t.is(through.state.rollout?.state, "succeeded");
  for (let killAt = 1; killAt < script.length; killAt += 1) {
    const { state, sent } = await play(script, killAt);
    t.is(state.rollout?.state, "succeeded", `killed after event ${killAt}`);
    t.deepEqual(state.history, through.state.history);
    t.is(new Set(sent).size, 2, `two intents, each with one command id, also when killed after event ${killAt}`);
  }
});

test("time passes only while a rollout is open, and a deadline ends it", async (t) => {
  const bench = await start({ events: memoryEventStore() });
  t.is(bench.timers.size, 0);
  await bench.runner.submit(request("r1"));
  t.is(bench.timers.size, 1);
  bench.nowUnixMs += PLAIN_POLICY.prepareTimeoutMs + 1;
  const ended = new Promise<void>((resolve) => bench.runner.onChange(({ rollout }) => rollout?.endedUnixMs != null && resolve()));
  for (const tick of bench.timers) tick();
  await ended;
  t.is(bench.runner.state.rollout?.state, "failed");
  t.is(bench.runner.state.rollout?.failure?.code, "E_TIMEOUT");
  t.is(bench.timers.size, 0);
  t.deepEqual(
    bench.archived.map(({ id, state }) => [String(id), state]),
    [["rollout-r1", "failed"]],
  );
});

test("rollouts that a crash kept from the archive are archived by the next start", async (t) => {
  const events = memoryEventStore();
  const before = await start({ events, archive: async () => Promise.reject(new Error("died here")) });
  await before.runner.submit(request("r1"));
  await before.runner.submit({ event: { kind: "abort-requested", rollout: null, note: "" }, principal: ALICE });
  t.is(before.warnings.length, 1);
  const after = await start({ events });
  t.deepEqual(
    after.archived.map(({ id, state }) => [String(id), state]),
    [["rollout-r1", "aborted"]],
  );
});

test("an event of a kind from the future stops the start with E_SCHEMA", async (t) => {
  const events = memoryEventStore();
  await events.append("production/web", 0, [{ atUnixMs: 1, principal: SELF, kind: "teleported", body: {} }]);
  await t.throwsAsync(start({ events }), { code: "E_SCHEMA", message: /teleported/ });
});

test("after stop nothing is taken and nothing ticks", async (t) => {
  const bench = await start({ events: memoryEventStore() });
  await bench.runner.submit(request("r1"));
  await bench.runner.stop();
  t.is(bench.timers.size, 0);
  await t.throwsAsync(bench.runner.submit(request("r2")), { code: "E_UNAVAILABLE" });
});

test("who watches hears the end of a rollout also when the next one began in the same batch", async (t) => {
  const bench = await start({ events: memoryEventStore() });
  await bench.runner.submit(request("r1"));
  const seen: string[] = [];
  bench.runner.onChange(({ rollout }) => void seen.push(`${rollout?.id} ${rollout?.state}`));
  await Promise.all([
    bench.runner.submit({ event: { kind: "abort-requested", rollout: null, note: "" }, principal: ALICE }),
    bench.runner.submit(request("r2")),
  ]);
  t.true(seen.includes("rollout-r1 aborted"));
  t.is(seen.at(-1), "rollout-r2 preparing");
});

interface StartOptions {
  readonly events: EventStore;
  readonly perform?: (effect: StreamEffect, context: EffectContext) => void;
  readonly archive?: (rollouts: readonly Rollout[]) => Promise<void>;
}

async function start({ events, perform = () => undefined, archive }: StartOptions): Promise<Bench> {
  const timers = new Set<() => void>();
  const bench = { effects: [] as StreamEffect[], archived: [] as Rollout[], warnings: [] as string[], timers, nowUnixMs: 1_000_000 };
  const runner = new StreamRunner(
    { environment: ENVIRONMENT, app: APP, principal: SELF },
    {
      events,
      nowUnixMs: () => bench.nowUnixMs,
      every: (_, run) => {
        timers.add(run);
        return () => timers.delete(run);
      },
      perform: async (effect, context) => {
        bench.effects.push(effect);
        perform(effect, context);
      },
      archive: archive ?? (async (rollouts) => void bench.archived.push(...rollouts)),
      warn: (message) => void bench.warnings.push(message),
    },
  );
  await runner.start();
  return Object.assign(bench, { runner });
}

function request(id: string): { event: StreamEvent; principal: Principal } {
  const release = { release: "b".repeat(64) as ReleaseId, tag: "release/1" as Tag, tree: TREE };
  return {
    principal: ALICE,
    event: {
      kind: "rollout-requested",
      requestId: id,
      rollout: `rollout-${id}` as RolloutId,
      rolloutKind: "deploy",
      slot: "current" as SlotName,
      release,
      hosts: [{ host: WEB1, datacenter: "dc1" }],
      repair: false,
      note: "",
      policy: PLAIN_POLICY,
    },
  };
}

function connected(host: HostId): { event: StreamEvent; principal: Principal } {
  return { event: { kind: "host-connected", host, lane: null }, principal: `agent:${host}` as Principal };
}

async function connect({ runner }: Bench): Promise<void> {
  await runner.submit(connected(WEB1));
}

type Play = (bench: Bench, sent: readonly (StreamEffect & { kind: "send-prepare" | "send-activate" })[]) => Promise<void>;

/** What happens to one host in one rollout; each entry is one event from outside. */
function rolloutScript(): readonly Play[] {
  const answer = async (bench: Bench, command: { commandId: never; position: never } | undefined): Promise<void> => {
    if (command === undefined) return;
    const { commandId, position } = command;
    const result = { outcome: "done", failure: null, revision: null, tree: TREE, stats: NO_WORK, steps: [] } as const;
    const event = { kind: "host-answered", host: WEB1, commandId, position, answer: { kind: "result", result } } as const;
    await bench.runner.submit({ event, principal: "agent:web1" as Principal });
  };
  const newest = (sent: Parameters<Play>[1], kind: string) => sent.findLast((effect) => effect.kind === kind) as never;
  return [
    (bench) => connect(bench),
    async (bench) => void (await bench.runner.submit(request("r1"))),
    (bench, sent) => answer(bench, newest(sent, "send-prepare")),
    (bench, sent) => answer(bench, newest(sent, "send-activate")),
  ];
}

/** Plays the script in one process up to `killAt` and in another from there; the host reconnects in between. */
async function play(script: readonly Play[], killAt: number) {
  const events = memoryEventStore();
  const sent: (StreamEffect & { kind: "send-prepare" | "send-activate" })[] = [];
  const perform = (effect: StreamEffect): void => {
    if (effect.kind === "send-prepare" || effect.kind === "send-activate") sent.push(effect);
  };
  let bench = await start({ events, perform });
  for (const [index, act] of script.entries()) {
    if (index === killAt) {
      bench = await start({ events, perform });
      await connect(bench);
    }
    await act(bench, sent);
  }
  return { state: bench.runner.state, sent: sent.map(({ commandId }) => commandId) };
}

test("the fold of what was appended is the state", async (t) => {
  const events = memoryEventStore();
  const bench = await start({ events });
  for (const act of rolloutScript()) await act(bench, bench.effects as never);
  const records = await events.read("production/web", 0, 100);
  const folded = records.reduce(
    (state, { version, atUnixMs, principal, body }) => step(state, { version, atUnixMs, principal, event: body as StreamEvent }).state,
    emptyStream(ENVIRONMENT, APP),
  );
  t.deepEqual(folded, bench.runner.state);
});
