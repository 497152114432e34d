import { closeSync, mkdtempSync, openSync, readdirSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import test from "ava";
import type { ExecutionContext } from "ava";
import fc from "fast-check";
import { memoryJournal, openJournal } from "../../agent/journal.ts";
import type { Journal } from "../../agent/journal.ts";
import { decodeLane, encodeLane } from "../../agent/lane-json.ts";
import { JOURNAL_SCHEMA } from "../../agent/shell-limits.ts";
import type { Lane } from "../../agent/state.ts";
import { ShoalError } from "../../runtime/errors.ts";
import type { AppName } from "../../runtime/ids.ts";
import { WEB, anyLane, emptyLane } from "./lanes.ts";

const IMPLEMENTATIONS = { memory: () => memoryJournal(), SQLite: (folder: string) => openJournal({ file: join(folder, "journal.db") }) };

for (const [name, open] of Object.entries(IMPLEMENTATIONS)) {
  test(`${name} journal: an empty one has no lanes`, (t) => {
    const journal = open(temporaryFolder(t));
    t.deepEqual(journal.loadLanes(), []);
    journal.close();
  });

  test(`${name} journal: the last saved lane of each app comes back, bytes as bytes`, (t) => {
    const journal = open(temporaryFolder(t));
    fc.assert(
      fc.property(fc.array(anyLane(), { minLength: 1, maxLength: 4 }), (lanes) => {
        for (const lane of lanes) journal.saveLane(lane);
        const expected = new Map(lanes.map((lane) => [lane.app, lane]));
        const loaded = journal.loadLanes().filter((lane) => expected.has(lane.app));
        t.deepEqual(
          loaded,
          [...expected.values()].sort((a, b) => (a.app < b.app ? -1 : 1)),
        );
      }),
      { numRuns: 40 },
    );
    journal.close();
  });

  test(`${name} journal: a reset forgets positions and intents, and keeps slots and revisions`, (t) => {
    const journal = open(temporaryFolder(t));
    const [lane] = fc.sample(
      anyLane().filter((one) => one.intents.length > 0),
      1,
    );
    if (lane === undefined) return t.fail();
    journal.saveLane(lane);
    t.true(journal.resetLane(lane.app));
    t.false(journal.resetLane("other" as AppName));
    t.deepEqual(journal.loadLanes(), [{ ...lane, highest: { epoch: 0, sequence: 0 }, intents: [] }]);
    journal.close();
  });
}

test("bytes come back as bytes, whether they were a Uint8Array or a Buffer", (t) => {
  const [lane] = fc.sample(
    anyLane().filter(({ intents }) => intents.some(({ intent }) => intent?.kind === "prepare")),
    1,
  );
  if (lane === undefined) return t.fail();
  const buffers = JSON.parse(encodeLane(lane)) as unknown;
  const asBuffers = (value: unknown): unknown => {
    if (value instanceof Uint8Array) return Buffer.from(value);
    if (Array.isArray(value)) return value.map(asBuffers);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, asBuffers(one)]));
  };
  t.deepEqual(JSON.parse(encodeLane(asBuffers(lane) as Lane)), buffers);
  t.deepEqual(decodeLane(encodeLane(asBuffers(lane) as Lane)), lane);
});

test("SQLite journal: what was saved is there after opening again, and a reader beside the writer sees it", (t) => {
  const file = join(temporaryFolder(t), "journal.db");
  const first = openJournal({ file });
  first.saveLane(emptyLane());
  const reader = openJournal({ file, readOnly: true });
  t.is(reader.loadLanes().length, 1);
  first.saveLane({ ...emptyLane(), highest: { epoch: 1, sequence: 7 } });
  t.deepEqual(reader.loadLanes()[0]?.highest, { epoch: 1, sequence: 7 });
  reader.close();
  first.close();
  const second = openJournal({ file });
  t.deepEqual(second.loadLanes()[0]?.highest, { epoch: 1, sequence: 7 });
  second.close();
});

test("SQLite journal: WAL with synchronous FULL is what saves", (t) => {
  const file = join(temporaryFolder(t), "journal.db");
  const journal = openJournal({ file });
  journal.saveLane(emptyLane());
  t.true(readdirSync(join(file, "..")).includes("journal.db-wal"));
  journal.close();
});

const damages: Readonly<Record<string, (file: string) => void>> = {
  "junk instead of a database": (file) => writeFileSync(file, Buffer.alloc(8192, 0x41)),
  "a page overwritten": (file) => overwrite(file, 4096, Buffer.alloc(4096, 0xff)),
  "a row changed inside a valid page": (file) => edit(file, `UPDATE lanes SET lane = replace(lane, '"sequence":7', '"sequence":1')`),
  "a database of another program": (file) => edit(file, "PRAGMA application_id = 7"),
};
for (const [what, damage] of Object.entries(damages)) {
  test(`SQLite journal: ${what} is refused with a hint, and moved aside only when asked`, (t) => {
    const folder = temporaryFolder(t);
    const file = join(folder, "journal.db");
    const journal = openJournal({ file });
    journal.saveLane({ ...emptyLane(), highest: { epoch: 1, sequence: 7 } });
    journal.close();
    damage(file);
    const error = t.throws(() => openJournal({ file }), { instanceOf: ShoalError });
    t.is(error?.code, "E_IO");
    t.regex(error?.hint ?? "", /--rebuild-journal/);
    t.deepEqual(asideFiles(folder), []);
    const rebuilt = openJournal({ file, rebuild: true });
    t.deepEqual(rebuilt.loadLanes(), []);
    rebuilt.close();
    t.is(asideFiles(folder).length, 1);
  });
}

test("SQLite journal: one of a newer agent is refused, even with rebuild, and left as it is", (t) => {
  const folder = temporaryFolder(t);
  const file = join(folder, "journal.db");
  openJournal({ file }).close();
  edit(file, "PRAGMA user_version = 99");
  for (const rebuild of [false, true]) {
    t.is(t.throws(() => openJournal({ file, rebuild }), { instanceOf: ShoalError })?.code, "E_SCHEMA");
  }
  t.deepEqual(asideFiles(folder), []);
});

test("SQLite journal: one of an older agent is taken, and is no older agent's from then on", (t) => {
  const file = join(temporaryFolder(t), "journal.db");
  const first = openJournal({ file });
  first.saveLane(emptyLane());
  first.close();
  edit(file, "PRAGMA user_version = 1");
  const journal = openJournal({ file });
  t.deepEqual(journal.loadLanes(), [emptyLane()]);
  journal.close();
  const database = new DatabaseSync(file, { readOnly: true });
  t.deepEqual({ ...database.prepare("PRAGMA user_version").get() }, { user_version: JOURNAL_SCHEMA });
  database.close();
});

test("SQLite journal: a save that the disk refuses throws and leaves the lane of before", (t) => {
  const file = join(temporaryFolder(t), "journal.db");
  const journal = openJournal({ file });
  journal.saveLane(emptyLane());
  journal.close();
  const readOnly: Journal = openJournal({ file, readOnly: true });
  t.is(t.throws(() => readOnly.saveLane({ ...emptyLane(), highest: { epoch: 9, sequence: 9 } }), { instanceOf: ShoalError })?.code, "E_IO");
  t.deepEqual(readOnly.loadLanes()[0]?.highest, { epoch: 0, sequence: 0 });
  t.is(readOnly.loadLanes()[0]?.app, WEB);
  readOnly.close();
});

function temporaryFolder(t: ExecutionContext): string {
  const folder = mkdtempSync(join(tmpdir(), "shoal-journal-"));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function asideFiles(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => /\.damaged-\d+$/.test(name));
}

function overwrite(file: string, offset: number, bytes: Uint8Array): void {
  const descriptor = openSync(file, "r+");
  writeSync(descriptor, bytes, 0, bytes.length, offset);
  closeSync(descriptor);
}

function edit(file: string, sql: string): void {
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
}
