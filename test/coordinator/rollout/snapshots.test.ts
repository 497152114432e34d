import test from "ava";
import { SNAPSHOT_EVENTS, SNAPSHOT_EVENTS_ENDED } from "../../../coordinator/limits.ts";
import { StreamRunner } from "../../../coordinator/rollout/runner.ts";
import { createSnapshots, decodeState, encodeState } from "../../../coordinator/rollout/snapshots.ts";
import type { EventStore } from "../../../coordinator/store/events.ts";
import type { Snapshot, SnapshotRepository } from "../../../coordinator/store/snapshots.ts";
import type { Principal } from "../../../runtime/ids.ts";
import { memoryEventStore } from "../store/memory-events.ts";
import { ACCEPTED, APP, hosts, PRODUCTION, ready, Stream } from "./stream.ts";

const STREAM = "production/web";

function memory(): SnapshotRepository & { kept: Snapshot | null } {
  return {
    kept: null,
    async put(_, snapshot) {
      this.kept = snapshot;
    },
    async get() {
      return this.kept;
    },
  };
}

/** A rollout in the middle, of hosts whose names an object would put into another order. */
function busyStream(): Stream {
  const stream = new Stream();
  for (const host of ["h1", "10", "2"]) stream.connect(host);
  stream.request({ hosts: hosts("h1", "10", "2") });
  for (const host of ["h1", "10", "2"]) stream.answer(host, ready("a"));
  stream.answer("10", ACCEPTED);
  stream.disconnect("2");
  return stream;
}

test("a state is the same after it was kept and read, also in the order of its hosts, and goes on alike", (t) => {
  const stream = busyStream();
  const read = decodeState(encodeState(stream.state));
  t.deepEqual(read, stream.state);
  t.deepEqual([...read.lanes.keys()], ["h1", "10", "2"] as never);
  const other = new Stream();
  other.state = read;
  for (const one of [stream, other]) {
    one.answer("10", ready("a"));
    one.pass(60_000);
  }
  t.deepEqual(other.state, stream.state);
});

test("a snapshot is kept at the end of a rollout, and else seldom", async (t) => {
  const repository = memory();
  const snapshots = createSnapshots(STREAM, { repository, warn: () => t.fail() });
  const open = busyStream().state;
  await snapshots.offer({ state: open, version: SNAPSHOT_EVENTS_ENDED });
  t.is(repository.kept, null);
  const ended = { ...open, rollout: { ...open.rollout!, endedUnixMs: 1 } };
  await snapshots.offer({ state: ended, version: SNAPSHOT_EVENTS_ENDED });
  t.is(repository.kept?.version, SNAPSHOT_EVENTS_ENDED);
  await snapshots.offer({ state: ended, version: SNAPSHOT_EVENTS_ENDED + 1 });
  t.is(repository.kept?.version, SNAPSHOT_EVENTS_ENDED);
  await snapshots.offer({ state: open, version: SNAPSHOT_EVENTS_ENDED + SNAPSHOT_EVENTS });
  t.is(repository.kept?.version, SNAPSHOT_EVENTS_ENDED + SNAPSHOT_EVENTS);
});

test("a snapshot of other code, or a damaged one, is as none; one that can't be written only costs time", async (t) => {
  const warnings: string[] = [];
  const repository = memory();
  const deps = { repository, warn: (message: string) => void warnings.push(message) };
  const { state } = busyStream();
  const version = SNAPSHOT_EVENTS;
  await createSnapshots(STREAM, deps, () => "older code").offer({ state, version });
  t.is(await createSnapshots(STREAM, deps, () => "newer code").load(), null);
  t.deepEqual(await createSnapshots(STREAM, deps, () => "older code").load(), { state, version });
  repository.kept = { version, madeBy: "older code", body: "{" };
  t.is(await createSnapshots(STREAM, deps, () => "older code").load(), null);
  repository.put = () => Promise.reject(new Error("no space"));
  await createSnapshots(STREAM, deps).offer({ state, version });
  t.deepEqual(
    warnings.map((message) => /can't be read|no snapshot/.exec(message)?.[0]),
    ["can't be read", "no snapshot"],
  );
});

test("a start folds what came after the snapshot, to the state that the whole log makes", async (t) => {
  const stream = busyStream();
  const events = memoryEventStore();
  await append(events, stream, 0);
  const kept = stream.log.length;
  const repository = memory();
  await createSnapshots(STREAM, { repository, warn: () => t.fail() }).offer({ state: stream.state, version: SNAPSHOT_EVENTS });
  repository.kept = { ...(repository.kept as Snapshot), version: kept };
  stream.answer("10", ready("a"));
  await append(events, stream, kept);
  const read: number[] = [];
  const reading: EventStore = {
    ...events,
    read: (name, afterVersion, limit) => {
      read.push(afterVersion);
      return events.read(name, afterVersion, limit);
    },
  };
  const [short, long] = [await start(reading, repository), await start(reading, memory())];
  t.deepEqual(read.slice(0, 3), [kept - 1, kept, 0], "a look at whether it is there; the second one has no snapshot");
  t.deepEqual(short.state, long.state);
  t.is(short.version, long.version);
});

test("a snapshot of more than the log has is as none, and so are all where the sources can't be read", async (t) => {
  const stream = busyStream();
  const events = memoryEventStore();
  await append(events, stream, 0);
  const repository = memory();
  await createSnapshots(STREAM, { repository, warn: () => t.fail() }).offer({ state: busyStream().state, version: SNAPSHOT_EVENTS });
  const runner = await start(events, repository);
  t.is(runner.version, stream.log.length);
  t.deepEqual(runner.state, (await start(events, memory())).state);
  const warnings: string[] = [];
  const packed = createSnapshots(STREAM, { repository, warn: (message) => void warnings.push(message) }, () => {
    throw new Error("ENOENT");
  });
  t.is(await packed.load(), null);
  await packed.offer({ state: stream.state, version: 3 * SNAPSHOT_EVENTS });
  t.is(repository.kept?.version, SNAPSHOT_EVENTS);
  t.is(warnings.length, 1);
});

async function append(events: EventStore, { log }: Stream, from: number): Promise<void> {
  const records = log.slice(from).map(({ atUnixMs, principal, event }) => ({ atUnixMs, principal, kind: event.kind, body: event }));
  await events.append(STREAM, from, records);
}

/** Leads nothing: what it starts with is what it read. */
async function start(events: EventStore, repository: SnapshotRepository): Promise<StreamRunner> {
  const runner = new StreamRunner(
    { environment: PRODUCTION, app: APP, principal: "coordinator:main" as Principal },
    {
      ...{ events, nowUnixMs: () => 0, every: () => () => undefined, perform: async () => undefined, archive: async () => undefined },
      warn: () => undefined,
      leadership: { leads: () => false } as never,
      snapshots: createSnapshots(STREAM, { repository, warn: () => undefined }),
    },
  );
  await runner.start();
  return runner;
}
