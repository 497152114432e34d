import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import test from "ava";
import { openStore } from "../../../coordinator/store/store.ts";
import { temporaryFolder } from "../temporary.ts";
import { eventStoreConformance } from "./conformance.ts";
import { memoryEventStore } from "./memory-events.ts";
import { postgresDatabase } from "./postgres.ts";

eventStoreConformance("memory", async () => memoryEventStore());

eventStoreConformance("SQLite", async (t) => {
  const store = await openStore({ path: join(temporaryFolder(t), "store.db") });
  t.teardown(() => store.close());
  return store.events;
});

eventStoreConformance("PostgreSQL", async (t) => {
  const postgres = await postgresDatabase(t);
  if (postgres === null) return null;
  const store = await openStore({ postgres });
  t.teardown(() => store.close());
  return store.events;
});

test("SQLite event store: every acknowledged append is there after kill -9, and no half of one", async (t) => {
  const path = join(temporaryFolder(t), "store.db");
  const writer = spawn(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", new URL("appender.ts", import.meta.url).pathname, path],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  t.teardown(() => writer.kill("SIGKILL"));
  let acknowledged = 0;
  for await (const chunk of writer.stdout.setEncoding("utf8")) {
    acknowledged = Math.max(acknowledged, ...String(chunk).trim().split("\n").map(Number));
    if (acknowledged >= 30) break;
  }
  const ended = once(writer, "exit");
  writer.kill("SIGKILL");
  await ended;
  const store = await openStore({ path });
  t.teardown(() => store.close());
  const records = await store.events.read("production/web", 0, 100_000);
  t.true(records.length >= acknowledged);
  t.is(records.length % 3, 0, "appends are of three events each");
});
