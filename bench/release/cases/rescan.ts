/**
 * `rescan-s`: a second scan of an unchanged tree of 263,000 files, against `rsync -a -n` between it and a copy (of hard links: the cheapest there is to look at).
 * Afterwards a file gets another content of the same size and its old mtime back, and the next scan must tell another tree.
 */
import { mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LARGE_FILES, largePath, makeLargeTree } from "../large-tree.ts";
import { runStep, type StepRan } from "../ours.ts";
import { sideBySide } from "../sample.ts";
import { remove, shell } from "../shell.ts";
import type { Bench } from "./case.ts";
import { runs } from "./overlay.ts";

export async function rescanCase({ report, tools, cache, scratch }: Bench): Promise<void> {
  if (!tools.has("rsync")) return report.say("no rsync to measure a scan against");
  const root = (await makeLargeTree(cache)).a;
  const folder = join(scratch, "rescan");
  mkdirSync(folder);
  const copy = join(folder, "copy");
  await shell('cp -al "$1" "$2"', [root, copy]);
  const scan = (): Promise<StepRan> => runStep({ step: "scan", root, listing: null, cacheFile: join(folder, "cache") });
  const first = await scan();
  report.say(`${LARGE_FILES} files: first scan ${first.seconds.toFixed(2)} s`);
  const timed = await sideBySide({
    ours: async () => (await scan()).seconds,
    theirs: async () => (await shell('rsync -a -n "$1/" "$2/"', [root, copy])).seconds,
  });
  await checkFindsEdit(join(root, largePath(LARGE_FILES - 1)), scan);
  const note = `finds a same-size edit; ${runs(timed.runs)}`;
  report.add({ case: `${LARGE_FILES} files`, metric: "rescan-s", ours: timed.ours, peer: "rsync -a -n", theirs: timed.theirs, note });
  await remove(folder);
}

async function checkFindsEdit(path: string, scan: () => Promise<StepRan>): Promise<void> {
  const before = await scan();
  const content = readFileSync(path);
  const { atime, mtime } = statSync(path);
  const edited = Buffer.from(content);
  edited[edited.length - 2]! ^= 1;
  writeFileSync(path, edited);
  utimesSync(path, atime, mtime);
  const after = await scan();
  writeFileSync(path, content);
  if (after.release?.tree === before.release?.tree) throw new Error("a same-size edit with its old mtime was not found");
}
