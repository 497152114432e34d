/** The outbox of notifications, on both databases. */
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import type { NewEvent, StreamName } from "../../../coordinator/store/events.ts";
import { openStore, type Store } from "../../../coordinator/store/store.ts";
import { temporaryFolder } from "../temporary.ts";
import { postgresDatabase } from "./postgres.ts";
import { event } from "./sample-event.ts";

const WEB: StreamName = "production/web";
const API: StreamName = "production/api";

conformance("SQLite", async (t) => openStore({ path: join(temporaryFolder(t), "store.db") }));

conformance("PostgreSQL", async (t) => {
  const postgres = await postgresDatabase(t);
  return postgres === null ? null : openStore({ postgres });
});

/** Null where it can't be had: then that was said. */
function conformance(name: string, open: (t: ExecutionContext) => Promise<Store | null>): void {
  const onStore = (title: string, run: (t: ExecutionContext, store: Store) => Promise<void>): void =>
    test(`${name} outbox: ${title}`, async (t) => {
      const store = await open(t);
      if (store === null) return;
      t.teardown(() => store.close());
      await run(t, store);
    });

  onStore("rows are there with their events or not at all", async (t, { events, notifications }) => {
    await events.append(WEB, 0, [telling("a", "ops", "log")]);
    await t.throwsAsync(events.append(WEB, 0, [telling("x", "ops")]), { code: "E_VERSION_CONFLICT" });
    t.deepEqual([await notifications.waiting("ops"), await notifications.waiting("log")], [1, 1]);
    t.deepEqual(await notifications.oldest("ops", WEB, 9), [{ target: "ops", stream: WEB, version: 1, place: 0, body: '"a 0"' }]);
  });

  onStore("they come in the order of their stream, whatever the clock said, and go one by one", async (t, { events, notifications }) => {
    await events.append(WEB, 0, [telling("a", "ops", "ops"), { ...telling("b", "ops"), atUnixMs: 1 }]);
    for (let version = 2; version < 12; version++) await events.append(WEB, version, [telling(String(version), "ops")]);
    await events.append(API, 0, [telling("z", "ops")]);
    t.deepEqual((await notifications.streams("ops")).toSorted(), [API, WEB]);
    const places = (await notifications.oldest("ops", WEB, 100)).map(({ version, place }) => `${version}.${place}`);
    t.deepEqual(places, ["1.0", "1.1", ...Array.from({ length: 11 }, (_, at) => `${at + 2}.0`)]);
    await notifications.remove({ target: "ops", stream: WEB, version: 1, place: 0 });
    t.like((await notifications.oldest("ops", WEB, 1))[0], { version: 1, place: 1 });
  });

  onStore("beyond the bound the oldest go, of that target only", async (t, { events, notifications }) => {
    for (let version = 0; version < 10; version++)
      await events.append(WEB, version, [{ ...telling(String(version), "ops", "log"), atUnixMs: 1_000 + version }]);
    t.is(await notifications.trim("ops", 10), 0);
    t.is(await notifications.trim("ops", 3), 7);
    t.deepEqual(
      (await notifications.oldest("ops", WEB, 100)).map(({ version }) => version),
      [8, 9, 10],
    );
    t.is(await notifications.waiting("log"), 10);
  });

  onStore("what waits for targets that are no more is swept", async (t, { events, notifications }) => {
    await events.append(WEB, 0, [telling("a", "ops", "log", "old")]);
    t.is(await notifications.sweep(["ops", "log"]), 1);
    t.is(await notifications.sweep([]), 2);
  });

  onStore("thousands are written at once", async (t, { events, notifications }) => {
    await events.append(WEB, 0, [telling("a", ...Array.from({ length: 6_400 }, () => "ops"))]);
    t.is(await notifications.waiting("ops"), 6_400);
  });
}

function telling(kind: string, ...targets: readonly string[]): NewEvent {
  return { ...event(kind), notifications: targets.map((target, index) => ({ target, body: JSON.stringify(`${kind} ${index}`) })) };
}
