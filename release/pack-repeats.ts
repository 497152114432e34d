/** Finds what the files to be sent have in common where no window sees both: the later one gets copies from the earlier one. */
import { REPEATS_IN_MEMORY_BYTES, REPEATS_LEAST_BYTES } from "./delta/limits.ts";
import { findRepeatsIn, pieceAt, type Piece } from "./delta/repeats.ts";
import { createChunkView, viewOf, type ByteView } from "./delta/view.ts";
import { MAX_COPIES } from "./limits.ts";
import { bodyOf, type Copy } from "./made.ts";
import { isCodeFile, unitOf, type Unit } from "./pack-copies.ts";
import type { PatchPlan } from "./pack-patches.ts";
import { fileAt } from "./unpack-plan.ts";

/** The same units, some with more copies. Throws E_DIGEST. */
export async function copyRepeats(plan: PatchPlan, units: readonly Unit[]): Promise<readonly Unit[]> {
  const bytes = units.reduce((sum, { targetBytes }) => sum + targetBytes, 0);
  if (bytes < REPEATS_LEAST_BYTES) return units;
  /** Not what is made from a source as a whole, and no program that mixing follows through its source. */
  const candidates: Unit[] = [];
  for (const unit of units) {
    const isWithSource = unit.source !== null && unit.body === null;
    if (!isWithSource && (unit.source === null || !(await isCodeFile(plan, unit.target)))) candidates.push(unit);
  }
  const parts = partsOf(plan, candidates);
  const used = units.reduce((sum, { body }) => sum + (body?.made.copies.length ?? 0), 0);
  const found = findRepeatsIn(joined(plan, parts), parts, MAX_COPIES - used);
  const copies = new Map<number, Copy[]>();
  for (const { at, from, length } of found) {
    const target = parts[pieceAt(parts, at)]!;
    const source = parts[pieceAt(parts, from)]!;
    const copy = {
      at: target.offset + at - target.start,
      length,
      source: plan.from.count + source.content,
      offset: source.offset + from - source.start,
    };
    const known = copies.get(target.content);
    if (known === undefined) copies.set(target.content, [copy]);
    else known.push(copy);
  }
  // Copies and what they leave are read in parts, which tell no damage; what has a source was read as a whole already.
  for (const { target, source } of units)
    if (source === null && copies.has(target)) await plan.contents.to.verify(fileAt(plan.to, target, "the tree"));
  return units.map((unit) => withCopies(plan, unit, copies.get(unit.target) ?? []));
}

/** A piece, and where in its file it begins. */
interface Part extends Piece {
  readonly offset: number;
  readonly length: number;
}

function partsOf({ to }: PatchPlan, units: readonly Unit[]): Part[] {
  const parts: Part[] = [];
  let start = 0;
  for (const { target, body } of units.toSorted((a, b) => a.target - b.target)) {
    const gaps = body === null ? [{ at: 0, length: fileAt(to, target, "the tree").sizeBytes }] : body.gaps;
    for (const { at, length } of gaps) {
      if (length === 0) continue;
      parts.push({ start, content: target, offset: at, length });
      start += length;
    }
  }
  return parts;
}

/** All parts as one content. */
function joined({ to, contents }: PatchPlan, parts: readonly Part[]): ByteView {
  const last = parts.at(-1);
  const sizeBytes = last === undefined ? 0 : last.start + last.length;
  const load = (offset: number, length: number): Buffer => {
    const bytes = Buffer.allocUnsafe(length);
    for (let filled = 0, index = pieceAt(parts, offset); filled < length; index++) {
      const part = parts[index]!;
      const skip = offset + filled - part.start;
      const size = Math.min(part.length - skip, length - filled);
      bytes.set(contents.to.part(fileAt(to, part.content, "the tree"), part.offset + skip, size), filled);
      filled += size;
    }
    return bytes;
  };
  return sizeBytes <= REPEATS_IN_MEMORY_BYTES ? viewOf(load(0, sizeBytes)) : createChunkView(sizeBytes, load);
}

function withCopies(plan: PatchPlan, unit: Unit, copies: readonly Copy[]): Unit {
  if (copies.length === 0) return unit;
  const all = [...(unit.body?.made.copies ?? []), ...copies].sort((a, b) => a.at - b.at);
  return unitOf(plan, unit, bodyOf({ entry: unit.target, copies: all }, fileAt(plan.to, unit.target, "the tree").sizeBytes));
}
