/** Files of gibibytes through base and overlay: right to the last byte, in memory that doesn't grow with them. */
import test from "ava";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, openSync, readFileSync, rmSync, truncateSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { hashFile } from "../../runtime/blake3.ts";
import { temporaryFolder } from "./temporary.ts";

const MIB = 2 ** 20;
const GIB = 2 ** 30;

/** Of the coordinator's packer, and of an agent (DESIGN, issue 3). */
const PACK_LIMIT_MIB = 512;
const UNPACK_LIMIT_MIB = 256;

function peakMib(step: string, folder: string): number {
  const program = fileURLToPath(new URL("bundle-peak.ts", import.meta.url));
  return Number(execFileSync(process.execPath, [program, step, folder], { encoding: "utf8" }));
}

test.serial(
  "a file of 1 GiB, half text and half noise, with changes all over: both bundles are right, and memory is bounded",
  async (t) => {
    const folder = temporaryFolder(t);
    const [a, b] = [openSync(join(folder, "a"), "w"), openSync(join(folder, "b"), "w")];
    for (let i = 0; i < 1024; i++) {
      const noise = createHash("shake256", { outputLength: MIB / 2 })
        .update(String(i))
        .digest();
      const block = Buffer.concat([Buffer.from(noise.subarray(0, MIB / 4).toString("hex")), noise]);
      writeSync(a, block);
      if (i % 64 === 5) writeSync(b, Buffer.from("inserted"));
      if (i % 10 === 3) block.fill(7, 1000, 1100);
      writeSync(b, block);
    }
    for (const descriptor of [a, b]) closeSync(descriptor);
    const peaks = ["pack-base", "unpack-base", "pack-overlay", "unpack-overlay"].map((step) => [step, peakMib(step, folder)] as const);
    t.log(peaks.map(([step, mib]) => `${step} ${mib} MiB`).join(", "), `overlay ${readFileSync(join(folder, "overlay")).length} bytes`);
    for (const [step, mib] of peaks) t.true(mib < (step.startsWith("pack") ? PACK_LIMIT_MIB : UNPACK_LIMIT_MIB), `${step}: ${mib} MiB`);
    t.is(await hashFile(join(folder, "1/large")), await hashFile(join(folder, "a")));
    t.is(await hashFile(join(folder, "2/large")), await hashFile(join(folder, "b")));
    t.true(readFileSync(join(folder, "overlay")).length < 100_000);
  },
);

for (const sizeBytes of [2 * GIB - 1, 2 * GIB + 1, 4 * GIB - 1, 4 * GIB + 1]) {
  test.serial(`M19: a file of ${sizeBytes} bytes, changed in its last byte, goes through base and overlay`, async (t) => {
    const folder = temporaryFolder(t);
    for (const name of ["a", "b"]) {
      writeFileSync(join(folder, name), "");
      truncateSync(join(folder, name), sizeBytes);
    }
    const b = openSync(join(folder, "b"), "r+");
    writeSync(b, "x", sizeBytes - 1);
    closeSync(b);
    const mib = ["pack-base", "unpack-base", "pack-overlay", "unpack-overlay"].map((step) => peakMib(step, folder));
    t.log(`${mib.join(", ")} MiB`);
    t.true(Math.max(mib[0]!, mib[2]!) < PACK_LIMIT_MIB && Math.max(mib[1]!, mib[3]!) < UNPACK_LIMIT_MIB);
    t.is(await hashFile(join(folder, "2/large")), await hashFile(join(folder, "b")));
    rmSync(join(folder, "1"), { recursive: true });
  });
}

test.serial(
  "a file of 8 GiB and a byte, whose size a tar header can't tell in octal, goes through a base, and stock tar lists it",
  async (t) => {
    const folder = temporaryFolder(t);
    for (const [name, sizeBytes] of [
      ["a", 8 * GIB + 1],
      ["b", 0],
    ] as const) {
      writeFileSync(join(folder, name), "");
      truncateSync(join(folder, name), sizeBytes);
    }
    t.log(`${peakMib("pack-base", folder)}, ${peakMib("unpack-base", folder)} MiB`);
    const listed = execFileSync("tar", ["--zstd", "-tvf", join(folder, "base")], { encoding: "utf8" });
    t.regex(listed, new RegExp(` ${8 * GIB + 1} .*large`));
    t.is(await hashFile(join(folder, "1/large")), await hashFile(join(folder, "a")));
  },
);
