/** What of an app is on disk now, for `started`, `connected` and `status`. Reads only. */
import { readdir, readlink } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { SlotContent } from "../proto/messages.ts";
import { revisionPath, REVISIONS } from "../release/app-root.ts";
import { listRevisions } from "../release/revision.ts";
import { readSlot as readSlotLink } from "../release/slot.ts";
import type { Failure } from "../runtime/errors.ts";
import { parseSlotName, SLOT_DEFAULT } from "../runtime/ids.ts";
import type { AppName, RevisionId, SlotName } from "../runtime/ids.ts";
import { SLOTS_MAX } from "./shell-limits.ts";
import type { AppOnDisk } from "./state.ts";

export interface DiskOptions {
  readonly app: AppName;
  readonly root: string;
  /** Slots that are looked at beside `current` and those that are found. */
  readonly known: readonly SlotName[];
  /** A directory below `revisions` that can't be believed. It is left out. */
  readonly onDamaged: (revision: RevisionId, failure: Failure) => void;
}

export async function readApp({ app, root, known, onDamaged }: DiskOptions): Promise<AppOnDisk> {
  const names = new Set([SLOT_DEFAULT, ...known, ...(await findSlots(root))]);
  const slots: Record<SlotName, SlotContent> = {};
  for (const name of [...names].slice(0, SLOTS_MAX)) slots[name] = await readSlot(root, name);
  const states = await listRevisions(root);
  for (const state of states) if (state.kind === "damaged") onDamaged(state.revision, state.failure);
  const revisions = states.flatMap((state) => {
    if (state.kind !== "committed") return [];
    const { release, tree, fromTree } = state.record;
    return [{ revision: state.revision, release, tree, fromTree }];
  });
  return { app, slots, revisions };
}

export async function readSlot(root: string, slot: SlotName): Promise<SlotContent> {
  const content = await readSlotLink(root, slot);
  return content.kind === "foreign" ? { kind: "foreign", link: content.isLink, detail: content.detail } : content;
}

/** Names of links in the root that lead into a revision, however they say it. */
export async function linksInto(root: string, revision: RevisionId): Promise<readonly string[]> {
  const directory = revisionPath(root, revision);
  const found: string[] = [];
  for (const entry of await readdir(root, { withFileTypes: true })) {
    if (!entry.isSymbolicLink()) continue;
    const target = resolve(root, await readlink(join(root, entry.name)).catch(() => ""));
    if (target === directory || target.startsWith(`${directory}/`)) found.push(entry.name);
  }
  return found;
}

/** Symlinks in the root that point into `revisions`. */
async function findSlots(root: string): Promise<readonly SlotName[]> {
  const found: SlotName[] = [];
  for (const entry of await readdir(root, { withFileTypes: true })) {
    if (!entry.isSymbolicLink()) continue;
    const target = await readlink(join(root, entry.name)).catch(() => "");
    if (target.startsWith(`${REVISIONS}/`)) found.push(...toSlot(entry.name));
  }
  return found;
}

function toSlot(name: string): readonly SlotName[] {
  try {
    return [parseSlotName(name)];
  } catch {
    return [];
  }
}
