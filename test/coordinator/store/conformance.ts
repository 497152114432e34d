/** What every event store must do; run by each implementation's test file. Null where it can't be had: then that was said. */
import test, { type ExecutionContext } from "ava";
import fc from "fast-check";
import { EVENT_BODY_BYTES_MAX } from "../../../coordinator/limits.ts";
import type { EventStore, StreamName } from "../../../coordinator/store/events.ts";
import { event } from "./sample-event.ts";

const WEB: StreamName = "production/web";
const API: StreamName = "production/api";

export function eventStoreConformance(name: string, open: (t: ExecutionContext) => Promise<EventStore | null>): void {
  test(`${name} event store: an unknown stream is at version 0 and empty`, async (t) => {
    const store = await open(t);
    if (store === null) return;
    t.deepEqual(await store.read(WEB, 0, 10), []);
    t.deepEqual(await store.streams(), []);
  });

  test(`${name} event store: what was appended is read back in order with versions from 1`, async (t) => {
    const store = await open(t);
    if (store === null) return;
    t.is(await store.append(WEB, 0, [event("a"), event("b")]), 2);
    t.is(await store.append(WEB, 2, [event("c")]), 3);
    const records = await store.read(WEB, 0, 10);
    t.deepEqual(
      records.map(({ version, kind }) => [version, kind]),
      [
        [1, "a"],
        [2, "b"],
        [3, "c"],
      ],
    );
    t.deepEqual(records[2], { ...event("c"), version: 3 });
  });

  test(`${name} event store: an append at another version writes nothing and says E_VERSION_CONFLICT`, async (t) => {
    const store = await open(t);
    if (store === null) return;
    await store.append(WEB, 0, [event("a")]);
    for (const expected of [0, 2, 7]) {
      await t.throwsAsync(store.append(WEB, expected, [event("x"), event("y")]), { code: "E_VERSION_CONFLICT" });
    }
    t.is((await store.read(WEB, 0, 10)).length, 1);
  });

  test(`${name} event store: of two appends at once with one version, one wins and one is told`, async (t) => {
    const store = await open(t);
    if (store === null) return;
    const results = await Promise.allSettled([store.append(WEB, 0, [event("a")]), store.append(WEB, 0, [event("b")])]);
    t.deepEqual(results.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
    t.is((await store.read(WEB, 0, 10)).length, 1);
  });

  test(`${name} event store: an append of nothing writes nothing`, async (t) => {
    const store = await open(t);
    if (store === null) return;
    t.is(await store.append(WEB, 0, []), 0);
    t.deepEqual(await store.streams(), []);
  });

  test(`${name} event store: an event over the limit is refused with E_LIMIT and its whole append with it`, async (t) => {
    const store = await open(t);
    if (store === null) return;
    const large = { ...event("large"), body: "x".repeat(EVENT_BODY_BYTES_MAX) };
    await t.throwsAsync(store.append(WEB, 0, [event("a"), large]), { code: "E_LIMIT" });
    t.deepEqual(await store.read(WEB, 0, 10), []);
  });

  test(`${name} event store: streams don't mix, and pages follow each other`, async (t) => {
    const store = await open(t);
    if (store === null) return;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(WEB, API), { maxLength: 20 }), fc.integer({ min: 1, max: 5 }), async (targets, limit) => {
        const before = { [WEB]: await length(store, WEB), [API]: await length(store, API) };
        for (const stream of targets) await store.append(stream, await length(store, stream), [event(stream)]);
        for (const stream of [WEB, API] as const) {
          const paged = await pages(store, stream, limit);
          t.is(paged.length, (before[stream] ?? 0) + targets.filter((target) => target === stream).length);
          t.true(paged.every((record, index) => record.version === index + 1 && record.kind === stream));
        }
      }),
      { numRuns: 15 },
    );
  });

  test(`${name} event store: a body comes back as it was, whatever its text`, async (t) => {
    const store = await open(t);
    if (store === null) return;
    let version = 0;
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (body) => {
        version = await store.append(WEB, version, [{ ...event("json"), body }]);
        const [record] = await store.read(WEB, version - 1, 1);
        // -0 is 0 in JSON.
        t.deepEqual(record?.body, JSON.parse(JSON.stringify(body)));
      }),
      { numRuns: 50 },
    );
  });
}

async function length(store: EventStore, stream: StreamName): Promise<number> {
  return (await store.read(stream, 0, 10_000)).length;
}

async function pages(store: EventStore, stream: StreamName, limit: number) {
  const all = [];
  for (;;) {
    const page = await store.read(stream, all.at(-1)?.version ?? 0, limit);
    if (page.length === 0) return all;
    all.push(...page);
  }
}
