/** Sizes at which 32 bits overflow, and memory that doesn't grow with files or trees. */
import { execFileSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, truncateSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import test from "ava";
import { scanTree } from "../../release/scan.ts";
import { temporaryFolder } from "./temporary.ts";

const GIB = 2 ** 30;

for (const sizeBytes of [2 * GIB - 1, 2 * GIB, 2 * GIB + 1, 4 * GIB - 1, 4 * GIB, 4 * GIB + 1, 5 * GIB]) {
  test.serial(`M19: a file of ${sizeBytes} bytes is read to its last byte`, async (t) => {
    const root = temporaryFolder(t);
    const path = join(root, "large");
    writeFileSync(path, "");
    truncateSync(path, sizeBytes);
    const { listing } = await scanTree({ root });
    t.is(listing.sizeBytes, sizeBytes);
    const fd = openSync(path, "r+");
    writeSync(fd, "x", sizeBytes - 1);
    closeSync(fd);
    t.not((await scanTree({ root })).listing.tree, listing.tree);
  });
}

/** Peak resident memory of a process of its own that does one step, in MiB. */
function peakMib(step: string, ...args: readonly string[]): number {
  const program = fileURLToPath(new URL("peak.ts", import.meta.url));
  return Number(execFileSync(process.execPath, [program, step, ...args], { encoding: "utf8" }));
}

test.serial("a scan of a 4 GiB file takes less than 128 MiB", (t) => {
  const root = temporaryFolder(t);
  writeFileSync(join(root, "large"), "");
  truncateSync(join(root, "large"), 4 * GIB);
  const peak = peakMib("scan", root);
  t.log(`${peak} MiB`);
  t.true(peak < 128);
});

test.serial(
  "263,000 files: the scan takes less than the 512 MiB of a packing machine, and verifying them less than the agent's 256",
  (t) => {
    const folder = temporaryFolder(t);
    const root = join(folder, "tree");
    for (let i = 0; i < 526; i++) {
      mkdirSync(join(root, `extensions/Extension${i}/includes`), { recursive: true });
      for (let k = 0; k < 500; k++)
        writeFileSync(join(root, `extensions/Extension${i}/includes/SpecialPage${k}.php`), `<?php // ${i} ${k}\n`);
    }
    const listing = join(folder, "listing");
    const scan = peakMib("scan", root, listing);
    const verify = peakMib("verify", root, listing);
    t.log(`scan ${scan} MiB, verify ${verify} MiB, listing ${readFileSync(listing).length} bytes`);
    t.true(scan < 512);
    t.true(verify < 256);
  },
);
