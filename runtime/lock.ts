/**
 * One process per directory. The lock is an exclusive transaction on an empty SQLite file: the kernel gives it up when the process
 * ends, however it ends, so no lock is ever stale. The pid beside it is only for the message.
 */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { ShoalError, textOf } from "./errors.ts";

export interface DirectoryLock {
  release(): void;
}

/** Errors: E_LOCKED with the holder's pid; the file system's where `directory` can't be written to. */
export function lockDirectory(directory: string): DirectoryLock {
  const pidFile = join(directory, ".lock.pid");
  const database = openDatabase(join(directory, ".lock"));
  try {
    database.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    throw isBusy(error) ? locked(directory, pidFile, error) : failed(directory, error);
  }
  writeFileSync(pidFile, `${process.pid}\n`);
  return {
    release: () => {
      rmSync(pidFile, { force: true });
      database.close();
    },
  };
}

const SQLITE_BUSY = 5;

function openDatabase(file: string): DatabaseSync {
  try {
    return new DatabaseSync(file);
  } catch (error) {
    throw failed(file, error);
  }
}

function isBusy(error: unknown): boolean {
  return (error as { errcode?: number }).errcode === SQLITE_BUSY;
}

function failed(path: string, cause: unknown): ShoalError {
  const why = textOf(cause);
  return new ShoalError("E_IO", `can't lock ${path}: ${why}`, { hint: "the directory must exist and be writable for this user", cause });
}

function locked(directory: string, pidFile: string, cause: unknown): ShoalError {
  const holder = holderPid(pidFile);
  return new ShoalError("E_LOCKED", `${directory} is in use by ${holder === null ? "another process" : `process ${holder}`}`, {
    hint: "stop that process, or give this one another directory",
    cause,
  });
}

function holderPid(pidFile: string): string | null {
  try {
    const text = readFileSync(pidFile, "utf8").trim();
    return /^[0-9]{1,10}$/.test(text) ? text : null;
  } catch {
    return null;
  }
}
