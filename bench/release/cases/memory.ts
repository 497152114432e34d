/** `pack-rss-mib` and `apply-rss-mib`: the most resident memory of a process that packs, or unpacks, a tree with one file of 4 GiB, as base and as overlay. */
import { createCipheriv } from "node:crypto";
import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { list, packStep, runStep } from "../ours.ts";
import { remove } from "../shell.ts";
import type { Bench } from "./case.ts";

const MIB = 1024 * 1024;
const FILE_MIB = 4096;
const PACK_LIMIT_MIB = 512;
const APPLY_LIMIT_MIB = 256;

export async function memoryCase({ report, scratch, effort }: Bench): Promise<void> {
  const folder = join(scratch, "memory");
  mkdirSync(join(folder, "a"), { recursive: true });
  mkdirSync(join(folder, "b"));
  writeLarge(join(folder, "a", "image"), false);
  writeLarge(join(folder, "b", "image"), true);
  const a = await list(join(folder, "a"), join(folder, "a.listing"));
  const b = await list(join(folder, "b"), join(folder, "b.listing"));
  const [base, overlay] = [join(folder, "base"), join(folder, "overlay")];
  const packed = {
    base: await packStep({ from: null, to: a, out: base, effort }),
    overlay: await packStep({ from: a, to: b, out: overlay, effort }),
  };
  await remove(join(folder, "a"));
  await remove(join(folder, "b"));
  const from = { root: join(folder, "base-tree"), listing: a.listing };
  const applied = {
    base: await runStep({ step: "unpack", bundle: base, from: null, release: a.release, root: from.root }),
    overlay: await runStep({ step: "unpack", bundle: overlay, from, root: join(folder, "next-tree"), release: b.release }),
  };
  report.say(`4 GiB: base of ${packed.base.fileBytes} bytes, overlay of ${packed.overlay.fileBytes}`);
  const row = { case: "4 GiB file", peer: "limit" };
  const pack = most(packed);
  const apply = most(applied);
  report.add({ ...row, metric: "pack-rss-mib", ours: pack.mib, theirs: PACK_LIMIT_MIB, note: pack.note });
  report.add({ ...row, metric: "apply-rss-mib", ours: apply.mib, theirs: APPLY_LIMIT_MIB, note: apply.note });
  await remove(folder);
}

interface Measured {
  readonly rssMib: number;
  readonly seconds: number;
}

function most({ base, overlay }: { readonly base: Measured; readonly overlay: Measured }): { readonly mib: number; readonly note: string } {
  const tell = (name: string, { rssMib, seconds }: Measured): string => `${name} ${Math.ceil(rssMib)} MiB in ${seconds.toFixed(0)} s`;
  return { mib: Math.max(base.rssMib, overlay.rssMib), note: `${tell("base", base)}, ${tell("overlay", overlay)}; 1 run` };
}

/** Every fourth MiB compresses, the others don't. The edited one has a shift a third of the way in, and a changed MiB in every 64. */
function writeLarge(path: string, isEdited: boolean): void {
  const file = openSync(path, "w", 0o644);
  const noise = createCipheriv("aes-128-ctr", Buffer.alloc(16, 1), Buffer.alloc(16));
  const zeros = Buffer.alloc(MIB);
  for (let at = 0; at < FILE_MIB; at++) {
    const random = noise.update(zeros);
    const block = at % 4 === 0 ? Buffer.from(random.toString("hex", 0, MIB / 2)) : random;
    if (isEdited && at === Math.floor(FILE_MIB / 3)) writeSync(file, "shifted from here on");
    if (isEdited && at % 64 === 0) block.write("edited", MIB / 2);
    writeSync(file, block);
  }
  closeSync(file);
}
