import test, { type ExecutionContext } from "ava";
import fc from "fast-check";
import type { StreamName } from "../../../coordinator/store/events.ts";
import { openStore, type SharedStore, type Store } from "../../../coordinator/store/store.ts";
import { ShoalError } from "../../../runtime/errors.ts";
import { postgresDatabase } from "./postgres.ts";
import { event } from "./sample-event.ts";

const WEB: StreamName = "production/web";
const LONG_MS = 60_000;

interface Opened {
  readonly store: Store;
  readonly shared: SharedStore;
}

/** Two coordinators' stores on one database. */
async function two(t: ExecutionContext): Promise<readonly [Opened, Opened] | null> {
  const postgres = await postgresDatabase(t);
  if (postgres === null) return null;
  const open = async (): Promise<Opened> => {
    const store = await openStore({ postgres });
    t.teardown(() => store.close());
    return { store, shared: store.shared as SharedStore };
  };
  return [await open(), await open()];
}

test("one coordinator leads a stream at a time, and its fence is higher than those before it", async (t) => {
  const [a, b] = (await two(t)) ?? [];
  if (a === undefined || b === undefined) return;
  t.is(await a.shared.leases.acquire(WEB, { owner: "a", leaseMs: LONG_MS }), 1);
  t.is(await b.shared.leases.acquire(WEB, { owner: "b", leaseMs: LONG_MS }), null);
  await a.shared.leases.release("a");
  t.is(await b.shared.leases.acquire(WEB, { owner: "b", leaseMs: LONG_MS }), 2);
  t.deepEqual((await a.shared.leases.renew({ owner: "a", leaseMs: LONG_MS })).fences, new Map());
  t.deepEqual((await b.shared.leases.renew({ owner: "b", leaseMs: LONG_MS })).fences, new Map([[WEB, 2]]));
});

test("who leads no more appends nothing, also where nobody followed", async (t) => {
  const [a, b] = (await two(t)) ?? [];
  if (a === undefined || b === undefined) return;
  const fence = (await a.shared.leases.acquire(WEB, { owner: "a", leaseMs: LONG_MS })) ?? 0;
  const append = { stream: WEB, expectedVersion: 0, events: [event("a")], owner: "a", fence };
  t.is(await a.shared.leases.append(append), 1);
  await a.shared.leases.release("a");
  await t.throwsAsync(a.shared.leases.append({ ...append, expectedVersion: 1 }), { code: "E_UNAVAILABLE" });
  const after = (await b.shared.leases.acquire(WEB, { owner: "b", leaseMs: LONG_MS })) ?? 0;
  await t.throwsAsync(a.shared.leases.append({ ...append, expectedVersion: 1 }), { code: "E_UNAVAILABLE" });
  t.is(await b.shared.leases.append({ ...append, expectedVersion: 1, owner: "b", fence: after }), 2);
  t.is((await a.shared.leases.all())[0]?.version, 2);
});

test("two coordinators whose leases run out at any moment never both append, and what was acknowledged is there", async (t) => {
  const [a, b] = (await two(t)) ?? [];
  if (a === undefined || b === undefined) return;
  let run = 0;
  const moves = fc.array(fc.record({ leaseMs: fc.integer({ min: 1, max: 12 }), appends: fc.integer({ min: 1, max: 5 }) }), {
    minLength: 3,
    maxLength: 8,
  });
  await fc.assert(
    fc.asyncProperty(moves, moves, async (movesOfA, movesOfB) => {
      const stream: StreamName = `production/web${++run}`;
      const acknowledged: string[] = [];
      const coordinator = async ({ store, shared }: Opened, owner: string, all: typeof movesOfA): Promise<void> => {
        for (const { leaseMs, appends } of all) {
          const fence = await shared.leases.acquire(stream, { owner, leaseMs });
          if (fence === null) continue;
          for (let n = 0; n < appends; n += 1) {
            const expectedVersion = (await store.events.read(stream, 0, 1_000)).length;
            const kind = `${owner} ${fence} ${n}`;
            const append = { stream, expectedVersion, events: [event(kind)], owner, fence };
            if (await done(shared.leases.append(append))) acknowledged.push(kind);
          }
        }
      };
      await Promise.all([coordinator(a, "a", movesOfA), coordinator(b, "b", movesOfB)]);
      const log = await a.store.events.read(stream, 0, 1_000);
      const fences = log.map(({ kind }) => Number(kind.split(" ")[1]));
      t.deepEqual(
        fences,
        fences.toSorted((x, y) => x - y),
        "an older leader never writes after a newer one",
      );
      const owners = new Map<number, string>();
      for (const { kind } of log) {
        const [owner, fence] = kind.split(" ") as [string, string];
        t.is(owners.get(Number(fence)) ?? owner, owner, "one fence, one owner");
        owners.set(Number(fence), owner);
      }
      t.deepEqual(log.map(({ kind }) => kind).sort(), acknowledged.sort());
    }),
    { numRuns: 15 },
  );
});

test("an event reaches the leader and its answer the sender, each with a notice", async (t) => {
  const [a, b] = (await two(t)) ?? [];
  if (a === undefined || b === undefined) return;
  const [forLeader, forSender] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const leader = a.shared.listen(({ kind, subject }) => kind === "submitted" && subject === WEB && forLeader.resolve());
  const sender = b.shared.listen(({ kind, subject }) => kind === "answered" && subject === "b" && forSender.resolve());
  t.teardown(() => Promise.all([leader.stop(), sender.stop()]));
  await Promise.all([leader.heard, sender.heard]);
  await b.shared.submissions.put([
    { sender: "b", number: 1, stream: WEB, body: "{}" },
    { sender: "b", number: 2, stream: WEB, body: "{}" },
  ]);
  await forLeader.promise;
  const waiting = await a.shared.submissions.waiting([WEB], 10);
  t.deepEqual(
    waiting.map(({ number }) => number),
    [1, 2],
  );
  await a.shared.submissions.answer([{ sender: "b", number: 1, answer: "yes" }]);
  await forSender.promise;
  t.is((await a.shared.submissions.waiting([WEB], 10)).length, 1);
  t.deepEqual(await b.shared.submissions.take("b"), [{ sender: "b", number: 1, answer: "yes" }]);
  t.deepEqual(await b.shared.submissions.take("b"), []);
  await a.shared.submissions.sweep(["a"]);
  t.deepEqual(await a.shared.submissions.waiting([WEB], 10), []);
});

async function done(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (error instanceof ShoalError && ["E_UNAVAILABLE", "E_VERSION_CONFLICT"].includes(error.code)) return false;
    throw error;
  }
}
