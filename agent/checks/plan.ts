/**
 * What a committed revision asks to be checked and run: its `shoal.yaml`, if that is the file that was signed. Programs of the app may have changed
 * the one on disk; then nothing of it is believed.
 */
import { constants } from "node:fs";
import { open, stat } from "node:fs/promises";
import { join } from "node:path";
import { APP_CONFIG_NAME, findAppConfig, parseAppConfig } from "../../release/app-config.ts";
import type { AppConfig } from "../../release/app-config.ts";
import { recordPath, revisionPath } from "../../release/app-root.ts";
import { readCommitted, readListingBytes } from "../../release/revision.ts";
import { blake3 } from "../../runtime/blake3.ts";
import { ShoalError, textOf } from "../../runtime/errors.ts";
import type { RevisionId } from "../../runtime/ids.ts";
import { PLANS_KEPT } from "./limits.ts";
import type { PlanShape } from "../state.ts";

/** Reads each revision's once. */
export class Plans {
  readonly #known = new Map<string, AppConfig>();

  /** Of a revision without a shoal.yaml it is empty. Errors: E_NOT_PREPARED, E_DIGEST, E_CONFIG, E_IO. */
  async read(root: string, revision: RevisionId): Promise<AppConfig> {
    // A name may come again after it was forgotten: its commit record is another file then.
    const { ino, mtimeMs } = await stat(recordPath(revisionPath(root, revision), "commit.json")).catch(() => NOT_THERE);
    const key = `${root}\0${revision}\0${ino}\0${mtimeMs}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const plan = await readPlan(root, revision);
    this.#known.set(key, plan);
    const [oldest] = this.#known.keys();
    if (this.#known.size > PLANS_KEPT && oldest !== undefined) this.#known.delete(oldest);
    return plan;
  }
}

/** Null: nothing to check and nothing to run. */
export function shapeOf({ checks, hooks }: AppConfig): PlanShape | null {
  const { depool, restart, repool } = hooks;
  if (checks.length === 0 && depool.length + restart.length + repool.length === 0) return null;
  const pauses = checks.filter(({ bake }) => bake).map(({ intervalMs }) => intervalMs);
  return {
    before: checks.some(({ when }) => when === "before"),
    after: checks.some(({ when }) => when === "after"),
    depool: depool.length > 0,
    restart: restart.length > 0,
    repool: repool.length > 0,
    bakePauseMs: pauses.length === 0 ? null : Math.min(...pauses),
  };
}

/** A regular file of a revision, of at most `maxBytes`. Errors: E_NOT_FOUND, E_LIMIT. */
export async function readTreeFile(directory: string, path: string, maxBytes: number): Promise<Buffer> {
  // A pipe in its place must not be waited for.
  const file = await open(join(directory, path), constants.O_RDONLY | constants.O_NONBLOCK).catch((cause: unknown) => {
    throw new ShoalError("E_NOT_FOUND", `${path} of the revision can't be read: ${textOf(cause)}`, { cause });
  });
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw new ShoalError("E_NOT_FOUND", `${path} of the revision is no regular file`);
    if (stat.size > maxBytes) throw new ShoalError("E_LIMIT", `${path} of the revision has ${stat.size} bytes; at most ${maxBytes}`);
    return await file.readFile();
  } finally {
    await file.close();
  }
}

const NOT_THERE = { ino: 0, mtimeMs: 0 };
const EMPTY: AppConfig = { version: 1, checks: [], hooks: { depool: [], restart: [], repool: [] } };

async function readPlan(root: string, revision: RevisionId): Promise<AppConfig> {
  const committed = await readCommitted(root, revision);
  if (committed === null) throw new ShoalError("E_NOT_PREPARED", `revision ${revision} is gone`);
  const found = findAppConfig(await readListingBytes(root, committed.record));
  if (found === null) return EMPTY;
  const bytes = await readTreeFile(revisionPath(root, revision), APP_CONFIG_NAME, found.sizeBytes);
  if (blake3(bytes) === found.digest) return parsed(bytes, revision);
  throw new ShoalError("E_DIGEST", `${APP_CONFIG_NAME} of revision ${revision} is not the one that was signed`, {
    hint: "find out who changed it, then run shoal repair for this host",
  });
}

function parsed(bytes: Uint8Array, revision: RevisionId): AppConfig {
  try {
    return parseAppConfig(bytes);
  } catch (cause) {
    throw new ShoalError("E_CONFIG", `revision ${revision}: ${textOf(cause)}`, {
      hint: "update the agent, if the release is newer than it",
      cause,
    });
  }
}
