/**
 * `apply-s`: an overlay that changes 13 of 263,000 files, from the committed revision to the finished tree in staging, against `cp -al` of that revision. Both
 * end with `sync -f`. `apply-commit-s` is the same with the commit of the revision: a walk that holds every stat against the listing, and what makes it durable.
 */
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseRevisionId } from "../../../runtime/ids.ts";
import { revisionPath, stagingPath } from "../../../release/app-root.ts";
import { LARGE_CHANGED, LARGE_FILES, makeLargeTree } from "../large-tree.ts";
import { list, packStep, runStep, type KnownTree } from "../ours.ts";
import { sideBySide } from "../sample.ts";
import { remove, settle, shell } from "../shell.ts";
import type { Bench } from "./case.ts";
import { runs } from "./overlay.ts";

const NAME = `${LARGE_FILES} files`;
const BASE = parseRevisionId("base");
const NEXT = parseRevisionId("next");

export async function applyCase(bench: Bench): Promise<void> {
  const { report, scratch, cache } = bench;
  const trees = await makeLargeTree(cache);
  const folder = join(scratch, "apply");
  mkdirSync(folder);
  const from = await list(trees.a, join(folder, "a.listing"));
  const to = await list(trees.b, join(folder, "b.listing"));
  const appRoot = join(cache, `app-${LARGE_FILES}`);
  await installBase({ appRoot, from, bundle: join(folder, "base") });
  const bundle = join(folder, "overlay");
  const packed = await packStep({ from, to, out: bundle, effort: bench.effort });
  report.say(
    `${NAME}, ${LARGE_CHANGED} changed: overlay of ${packed.fileBytes} bytes, made in ${packed.seconds.toFixed(2)} s with ${Math.ceil(packed.rssMib)} MiB`,
  );
  const job: Job = { appRoot, bundle, release: to.release, copy: join(folder, "copy") };
  for (const commit of [false, true]) {
    const { ours, theirs, runs: count } = await sideBySide({ ours: () => applyOurs(job, commit), theirs: () => copyLinks(job) });
    report.add({
      case: NAME,
      metric: commit ? "apply-commit-s" : "apply-s",
      ours,
      peer: "cp -al",
      theirs,
      note: `sync -f; ${runs(count)}`,
    });
  }
  await remove(folder);
}

interface Job {
  readonly appRoot: string;
  readonly bundle: string;
  readonly release: KnownTree["release"];
  readonly copy: string;
}

async function installBase({
  appRoot,
  from,
  bundle,
}: {
  readonly appRoot: string;
  readonly from: KnownTree;
  readonly bundle: string;
}): Promise<void> {
  if (existsSync(revisionPath(appRoot, BASE))) return;
  await remove(appRoot);
  await packStep({ from: null, to: from, out: bundle, effort: "fast" });
  await runStep({ step: "install", bundle, release: from.release, appRoot, revision: BASE, from: null, commit: true });
}

async function applyOurs({ appRoot, bundle, release }: Job, commit: boolean): Promise<number> {
  await settle(appRoot);
  const { seconds } = await runStep({ step: "install", bundle, release, appRoot, revision: NEXT, from: BASE, commit });
  const synced = await shell('sync -f "$1"', [appRoot]);
  await remove(commit ? revisionPath(appRoot, NEXT) : stagingPath(appRoot, NEXT));
  return seconds + synced.seconds;
}

async function copyLinks({ appRoot, copy }: Job): Promise<number> {
  await settle(appRoot);
  const { seconds } = await shell('cp -al "$1" "$2"; sync -f "$2"', [revisionPath(appRoot, BASE), copy]);
  await remove(copy);
  return seconds;
}
