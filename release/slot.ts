/**
 * A slot: the relative symlink `<app root>/<slot> -> revisions/<revision>`. It is replaced by rename(2), so whoever opens it gets the old or the new
 * revision; a crash leaves the old or the new link and perhaps a temporary one (sweepStaging removes it). What is no symlink is never touched.
 */
import { lstat, readlink } from "node:fs/promises";
import { join } from "node:path";
import { replaceSymlink } from "../runtime/durable.ts";
import { ShoalError } from "../runtime/errors.ts";
import { crashPoint } from "../runtime/fault.ts";
import { parseRevisionId, type RevisionId, type SlotName } from "../runtime/ids.ts";
import { recordPath, REVISIONS, revisionPath } from "./app-root.ts";
import { quote } from "./paths.ts";

/** What a slot is on disk. */
export type SlotContent =
  | { readonly kind: "absent" }
  | { readonly kind: "revision"; readonly revision: RevisionId }
  /** A dangling, absolute or foreign link; or no link at all (`isLink` false), which no activation replaces. */
  | { readonly kind: "foreign"; readonly detail: string; readonly isLink: boolean };

export interface SwapOptions {
  readonly appRoot: string;
  readonly slot: SlotName;
  /** Must be committed, else E_NOT_PREPARED. */
  readonly revision: RevisionId;
  /** Asked right before the rename, in the same turn of the event loop; false: nothing is changed. */
  readonly guard: () => boolean;
  /** Called right after the rename, in the same turn: the moment to look at the clock again. */
  readonly swapped?: (() => void) | undefined;
}

export async function readSlot(appRoot: string, slot: SlotName): Promise<SlotContent> {
  const path = join(appRoot, slot);
  const target = await readTarget(path);
  if (target === null) return { kind: "absent" };
  if (target.kind === "other") return { kind: "foreign", detail: `is ${target.what}, not a symlink`, isLink: false };
  const revision = toRevision(target.text);
  if (revision === null) return { kind: "foreign", detail: `links to ${quote(target.text)}, not to ${REVISIONS}/<revision>`, isLink: true };
  const isThere = (await kindOf(revisionPath(appRoot, revision))) === "a directory";
  return isThere
    ? { kind: "revision", revision }
    : { kind: "foreign", detail: `links to revision ${revision}, which isn't there`, isLink: true };
}

/**
 * Resolves to whether the slot names the revision now: false when `guard` said no. Throws E_SLOT (a directory or file is in its place; untouched),
 * E_NOT_PREPARED, errors of the file system. After an error of the last fsync the new link is there but may not be durable: read the slot.
 */
export async function swapSlot({ appRoot, slot, revision, guard, swapped }: SwapOptions): Promise<boolean> {
  if ((await kindOf(recordPath(revisionPath(appRoot, revision), "commit.json"))) !== "a file") {
    throw new ShoalError("E_NOT_PREPARED", `revision ${revision} is not committed in ${quote(appRoot)}`);
  }
  const refused = new Error("guard");
  const guarded = (): void => {
    crashPoint("swap:before-rename");
    if (!guard()) throw refused;
  };
  const after = (): void => {
    crashPoint("swap:after-rename");
    swapped?.();
  };
  try {
    await replaceSymlink({ link: join(appRoot, slot), target: `${REVISIONS}/${revision}`, guard: guarded, swapped: after });
    return true;
  } catch (error) {
    if (error === refused) return false;
    throw error;
  }
}

type Target = { readonly kind: "link"; readonly text: string } | { readonly kind: "other"; readonly what: string };

async function readTarget(path: string): Promise<Target | null> {
  const what = await kindOf(path);
  if (what === null) return null;
  return what === "a symlink" ? { kind: "link", text: await readlink(path) } : { kind: "other", what };
}

function toRevision(target: string): RevisionId | null {
  const [directory, name, ...rest] = target.split("/");
  if (directory !== REVISIONS || name === undefined || rest.length > 0) return null;
  try {
    return parseRevisionId(name);
  } catch {
    return null;
  }
}

async function kindOf(path: string): Promise<string | null> {
  try {
    const found = await lstat(path);
    return found.isSymbolicLink()
      ? "a symlink"
      : found.isDirectory()
        ? "a directory"
        : found.isFile()
          ? "a file"
          : "a device, fifo or socket";
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return null;
    throw error;
  }
}
