/**
 * The agent's memory: one row a lane, saved whole before anything that follows from it is done or said (PROTOCOL.md §4).
 *
 * SQLite in WAL mode with `synchronous=FULL`: `saveLane` returns when the row is on disk, and a crash at any moment leaves the row of
 * before or after. (SQLite syncs the directory when it makes a WAL file; in the DELETE mode it would not after removing a journal.)
 * Each row carries the BLAKE3 of its text, so that a bit that rots inside a valid page is found too.
 *
 * A journal that can't be believed is never replaced unasked: with it goes the highest position of each lane, which keeps old intents
 * from being replayed. `rebuild` moves it aside, whole, and begins an empty one.
 */
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { blake3 } from "../runtime/blake3.ts";
import { ShoalError } from "../runtime/errors.ts";
import type { AppName } from "../runtime/ids.ts";
import { decodeLane, encodeLane } from "./lane-json.ts";
import { JOURNAL_APPLICATION_ID, JOURNAL_SCHEMA } from "./shell-limits.ts";
import type { Lane } from "./state.ts";

export interface Journal {
  /** All lanes, by app name. Errors: E_IO when a row can't be believed. */
  loadLanes(): readonly Lane[];
  /** Returns when it is durable. Errors: E_DISK_FULL, E_IO; then nothing that follows from the lane may happen. */
  saveLane(lane: Lane): void;
  /** Forgets positions and intents of a lane; slots and revisions stay. False if there is no such lane. */
  resetLane(app: AppName): boolean;
  close(): void;
}

export interface JournalOptions {
  /** Made with its folder if absent (not when `readOnly`). */
  readonly file: string;
  /** Move a journal that can't be believed aside and begin an empty one. */
  readonly rebuild?: boolean;
  /** For `status` beside a running agent. */
  readonly readOnly?: boolean;
}

/** Errors: E_IO (can't be believed, or the disk), E_SCHEMA (written by a newer agent). */
export function openJournal({ file, rebuild = false, readOnly = false }: JournalOptions): Journal {
  if (readOnly) return sqliteJournal(openDatabase(file, true));
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  try {
    return openChecked(file);
  } catch (error) {
    if (!rebuild || !(error instanceof ShoalError) || error.code !== "E_IO") throw error;
    moveAside(file);
    return openChecked(file);
  }
}

/** The same contract without a disk, for tests and the simulator: what it returns shares nothing with what was saved. */
export function memoryJournal(): Journal {
  const rows = new Map<AppName, string>();
  return {
    loadLanes: () => [...rows.keys()].sort().map((app) => decodeLane(rows.get(app) ?? "")),
    saveLane: (lane) => void rows.set(lane.app, encodeLane(lane)),
    resetLane(app) {
      const text = rows.get(app);
      if (text === undefined) return false;
      rows.set(app, encodeLane(withoutIntents(decodeLane(text))));
      return true;
    },
    close: () => undefined,
  };
}

/** Reads every row once, so that damage is found at start and not in the middle of a rollout. */
function openChecked(file: string): Journal {
  const database = openDatabase(file, false);
  const journal = sqliteJournal(database);
  try {
    journal.loadLanes();
    return journal;
  } catch (error) {
    database.close();
    throw error;
  }
}

function openDatabase(file: string, readOnly: boolean): DatabaseSync {
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(file, { readOnly });
    checkSchema(database, file);
    if (!readOnly) prepareDatabase(database);
    return database;
  } catch (error) {
    database?.close();
    throw explain(error, file);
  }
}

function checkSchema(database: DatabaseSync, file: string): void {
  const version = pragma(database, "user_version");
  const application = pragma(database, "application_id");
  if (version === 0 && application === 0 && isEmpty(database)) return;
  if (application !== JOURNAL_APPLICATION_ID) throw unbelievable(file, "it is a database of another program");
  if (version > JOURNAL_SCHEMA) {
    throw new ShoalError("E_SCHEMA", `the journal ${file} has schema ${version}; this agent knows up to ${JOURNAL_SCHEMA}`, {
      hint: "run the agent version that wrote it, or a newer one",
    });
  }
  const check = database.prepare("PRAGMA quick_check(1)").get() as { quick_check: string };
  if (check.quick_check !== "ok") throw unbelievable(file, check.quick_check);
}

function prepareDatabase(database: DatabaseSync): void {
  database.exec("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL");
  database.exec(`
    BEGIN IMMEDIATE;
    CREATE TABLE IF NOT EXISTS lanes (app TEXT PRIMARY KEY, lane TEXT NOT NULL, digest TEXT NOT NULL) STRICT;
    PRAGMA application_id = ${JOURNAL_APPLICATION_ID};
    PRAGMA user_version = ${JOURNAL_SCHEMA};
    COMMIT;
  `);
}

function sqliteJournal(database: DatabaseSync): Journal {
  const file = database.location() ?? "";
  const guarded = <T>(run: () => T): T => {
    try {
      return run();
    } catch (error) {
      throw explain(error, file);
    }
  };
  const save = (lane: Lane): void => {
    const text = encodeLane(lane);
    const sql = "INSERT INTO lanes VALUES (?1, ?2, ?3) ON CONFLICT (app) DO UPDATE SET lane = ?2, digest = ?3";
    database.prepare(sql).run(lane.app, text, blake3(Buffer.from(text)));
  };
  const load = (): readonly Lane[] => {
    if (isEmpty(database)) return [];
    const rows = database.prepare("SELECT app, lane, digest FROM lanes ORDER BY app").all() as unknown as readonly Row[];
    return rows.map((row) => readRow(row, file));
  };
  return {
    loadLanes: () => guarded(load),
    saveLane: (lane) => guarded(() => save(lane)),
    resetLane: (app) =>
      guarded(() => {
        const lane = load().find((one) => one.app === app);
        if (lane !== undefined) save(withoutIntents(lane));
        return lane !== undefined;
      }),
    close: () => database.close(),
  };
}

interface Row {
  readonly app: string;
  readonly lane: string;
  readonly digest: string;
}

function readRow({ app, lane, digest }: Row, file: string): Lane {
  if (blake3(Buffer.from(lane)) !== digest) throw unbelievable(file, `the row of ${app} does not match its digest`);
  return decodeLane(lane);
}

function withoutIntents(lane: Lane): Lane {
  return { ...lane, highest: { epoch: 0, sequence: 0 }, intents: [] };
}

function isEmpty(database: DatabaseSync): boolean {
  return database.prepare("SELECT 1 FROM sqlite_schema LIMIT 1").get() === undefined;
}

function pragma(database: DatabaseSync, name: "user_version" | "application_id"): number {
  return (database.prepare(`PRAGMA ${name}`).get() as Record<string, number>)[name] ?? 0;
}

const SQLITE_CORRUPT = 11;
const SQLITE_FULL = 13;
const SQLITE_NOTADB = 26;

function explain(error: unknown, file: string): unknown {
  const code = (error as { errcode?: unknown }).errcode;
  if (typeof code !== "number") return error;
  const primary = code & 0xff;
  const message = error instanceof Error ? error.message : String(error);
  if (primary === SQLITE_CORRUPT || primary === SQLITE_NOTADB) return unbelievable(file, message, error);
  if (primary === SQLITE_FULL) return new ShoalError("E_DISK_FULL", `the journal ${file} can't be written: ${message}`, { cause: error });
  return new ShoalError("E_IO", `the journal ${file}: ${message} (SQLite ${code})`, { cause: error });
}

function unbelievable(file: string, why: string, cause?: unknown): ShoalError {
  const hint =
    "restore it from a backup, or start once with --rebuild-journal: it is moved aside, the lanes are read from disk, " +
    "and positions start anew (an intent of before could be accepted again until its deadline)";
  return new ShoalError("E_IO", `the journal ${file} is damaged: ${why}`, { hint, cause });
}

/** WAL first: the main file alone would be taken for a whole, older journal. */
function moveAside(file: string): void {
  const suffix = `.damaged-${Date.now()}`;
  for (const part of ["-wal", "-shm", ""]) if (existsSync(file + part)) renameSync(file + part, `${file}${suffix}${part}`);
}
