/**
 * The app roots of this host, made ready at start: directories, one file system (S12), writable, locked (C18), probed for what it can do.
 * A mistake here is a refusal to start with a sentence; nothing in a root is changed but what an earlier process left in `.staging`.
 */
import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { access, copyFile, link, realpath, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { prepareAppRoot, stagingRoot } from "../release/app-root.ts";
import type { AppRootFacts } from "../release/app-root.ts";
import type { LinkMode } from "../release/commit-record.ts";
import { ShoalError } from "../runtime/errors.ts";
import { lockDirectory } from "../runtime/lock.ts";
import type { DirectoryLock } from "../runtime/lock.ts";
import { findUser } from "./checks/user.ts";
import type { AppUser } from "./checks/user.ts";
import type { AppConfiguration } from "./configuration.ts";

/** An app whose root is ready. */
export interface HostApp extends Omit<AppConfiguration, "linkMode" | "user"> {
  readonly linkMode: LinkMode;
  readonly user: AppUser | null;
  readonly facts: AppRootFacts;
}

export interface RootsOptions {
  readonly apps: readonly AppConfiguration[];
  /** Take file systems that lose everything at a power cut, or promise less than a local disk (S16). */
  readonly allowNonDurable: boolean;
}

export interface Roots {
  readonly apps: readonly HostApp[];
  release(): void;
}

/** Errors: E_CONFIG, E_LOCKED, E_IO. */
export async function openRoots({ apps, allowNonDurable }: RootsOptions): Promise<Roots> {
  const locks: DirectoryLock[] = [];
  const release = (): void => {
    for (const lock of locks.splice(0)) lock.release();
  };
  try {
    const ready: HostApp[] = [];
    for (const app of apps) {
      const facts = await prepareRoot(app, allowNonDurable);
      await checkDistinct(app, ready);
      locks.push(lockDirectory(app.root));
      ready.push({ ...app, facts, linkMode: await chooseLinkMode(app), user: await findUser(app.app, app.user) });
    }
    return { apps: ready, release };
  } catch (error) {
    release();
    throw error;
  }
}

async function prepareRoot({ app, root }: AppConfiguration, allowNonDurable: boolean): Promise<AppRootFacts> {
  const facts = await prepareAppRoot(root).catch((error: unknown) => {
    throw explain(error, `the root of app ${app}, ${root}`);
  });
  await access(root, constants.W_OK | constants.X_OK).catch((error: unknown) => {
    throw explain(error, `the root of app ${app}, ${root}`);
  });
  if (facts.isDurable || allowNonDurable) return facts;
  throw new ShoalError("E_CONFIG", `the root of app ${app}, ${root}, is on a file system without durability: ${facts.fileSystem}`, {
    hint: "use a local disk (ext4, xfs, btrfs, zfs), or --allow-nondurable where a power cut may cost the revisions",
  });
}

/** Two names of one directory: a symlink, a bind mount. */
async function checkDistinct({ app, root }: AppConfiguration, others: readonly HostApp[]): Promise<void> {
  for (const other of others) {
    if ((await realpath(other.root)) !== (await realpath(root))) continue;
    throw new ShoalError("E_CONFIG", `apps ${other.app} and ${app} have one root: ${other.root} is ${root}`, {
      hint: "give each app a directory of its own",
    });
  }
}

/** `auto`: the first that works in `.staging`; one that is named and does not work is refused. */
async function chooseLinkMode({ app, root, linkMode }: AppConfiguration): Promise<LinkMode> {
  const directory = stagingRoot(root);
  for (const mode of linkMode === "auto" ? (["hardlink", "reflink"] as const) : [linkMode]) {
    if (mode === "copy" || (await worksIn(directory, mode))) return mode;
  }
  if (linkMode === "auto") return "copy";
  throw new ShoalError("E_CONFIG", `app ${app}: link mode ${linkMode} does not work in ${root}`, { hint: "use linkMode: auto" });
}

async function worksIn(directory: string, mode: "hardlink" | "reflink"): Promise<boolean> {
  const from = join(directory, `.probe-${randomBytes(8).toString("hex")}`);
  const to = `${from}-2`;
  try {
    await writeFile(from, "shoal");
    await (mode === "hardlink" ? link(from, to) : copyFile(from, to, constants.COPYFILE_FICLONE_FORCE));
    return true;
  } catch (error) {
    if (REFUSALS.has((error as NodeJS.ErrnoException).code ?? "")) return false;
    throw error;
  } finally {
    await Promise.all([rm(from, { force: true }), rm(to, { force: true })]);
  }
}

/** What a file system says that can't link or clone. */
const REFUSALS: ReadonlySet<string> = new Set(["ENOSYS", "ENOTSUP", "EOPNOTSUPP", "EPERM", "EXDEV", "EINVAL", "ENOTTY", "EMLINK"]);

function explain(error: unknown, what: string): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (error instanceof ShoalError || typeof code !== "string") return error;
  const hint = "the agent's user must be able to make and rename files in it (chown, chmod), and its parent must exist";
  return new ShoalError("E_CONFIG", `${what}, can't be used: ${(error as Error).message}`, { hint, cause: error });
}
