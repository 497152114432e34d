/** How the CLI makes a directory: whole, or not at all. */
import { mkdir, mkdtemp, readdir, rename, rm, rmdir } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { writeFileDurably } from "../../runtime/durable.ts";
import { ShoalError } from "../../runtime/errors.ts";

/** A file of a directory to be made; the directory itself is open to its owner only. */
export interface NewFile {
  readonly path: string;
  readonly content: string;
  /** Readable by its owner only; and so is every folder. */
  readonly secret?: boolean;
}

/**
 * Makes `directory` with these files. They are written beside it and renamed into place, so that a failure leaves nothing; `before` runs in
 * between, and when it fails the directory is not made. An empty directory may be there already. Errors: E_EXISTS, E_IO.
 */
export async function makeDirectory(
  directory: string,
  files: readonly NewFile[],
  before: () => Promise<void> = async () => {},
): Promise<void> {
  const target = resolve(directory);
  await refuseExisting(target);
  await mkdir(dirname(target), { recursive: true });
  const draft = await mkdtemp(join(dirname(target), `.${basename(target)}.new-`));
  try {
    for (const file of files) {
      const path = join(draft, file.path);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await writeFileDurably(path, file.content, { mode: file.secret === true ? 0o600 : 0o644 });
    }
    await before();
    await rmdir(target).catch(ignoreMissing);
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

async function refuseExisting(target: string): Promise<void> {
  const names = await readdir(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    if (error.code === "ENOTDIR") throw new ShoalError("E_EXISTS", `${target} is there and is no directory`);
    throw error;
  });
  if (names.length > 0) throw new ShoalError("E_EXISTS", `${target} is not empty`, { hint: "name a directory that does not exist yet" });
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error;
}
