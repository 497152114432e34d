/**
 * Where scans are kept between runs, so that the next scan of a directory reads only what has changed (release/scan-cache.ts): one file a directory
 * and way of scanning, below the user's cache directory. Losing it costs time only.
 */
import { mkdir, readdir, realpath, rm, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { blake3 } from "../../runtime/blake3.ts";
import { SCAN_CACHES_MAX } from "./limits.ts";

export interface ScanCacheOptions {
  readonly root: string;
  /** What of the options decides about a file's line in the listing. */
  readonly modes: "strict" | "mask";
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Undefined where there is no place for it; then a scan reads everything. Never rejects. */
export async function scanCacheFile({ root, modes, env }: ScanCacheOptions): Promise<string | undefined> {
  try {
    const folder = join(cacheHome(env), "shoal", "scans");
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const name = blake3(Buffer.from(`${modes}\0${await realpath(root)}`));
    await forgetOldest(folder, name);
    return join(folder, name);
  } catch {
    return undefined;
  }
}

/** XDG Base Directory Specification: a relative $XDG_CACHE_HOME is to be ignored. */
function cacheHome(env: ScanCacheOptions["env"]): string {
  const given = env["XDG_CACHE_HOME"] ?? "";
  return isAbsolute(given) ? given : join(homedir(), ".cache");
}

/** Builds in directories of ever new names would fill the disk. */
async function forgetOldest(folder: string, keep: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name !== keep);
  if (names.length < SCAN_CACHES_MAX) return;
  const aged = await Promise.all(names.map(async (name) => ({ name, mtimeMs: (await stat(join(folder, name))).mtimeMs })));
  const old = aged.toSorted((a, b) => b.mtimeMs - a.mtimeMs).slice(SCAN_CACHES_MAX - 1);
  for (const { name } of old) await rm(join(folder, name), { force: true });
}
