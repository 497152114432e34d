/** The delta tools an overlay is measured against, each as its users run it. Whole tars and repositories are made before the clock starts, as our listings are. */
import { mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseListing, type Listing } from "../../release/listing.ts";
import { fileMtime } from "../../release/mtime.ts";
import type { Tool } from "./install-peers.ts";
import type { ListedTree } from "./ours.ts";
import { remove, shell } from "./shell.ts";

export interface DeltaJob {
  readonly from: ListedTree;
  readonly to: ListedTree;
  readonly fromTar: string;
  readonly toTar: string;
  /** A folder for this peer; emptied before each run. */
  readonly work: string;
}

export interface Delta {
  readonly bytes: number;
  readonly seconds: number;
}

export interface DeltaPeer {
  readonly name: string;
  readonly tools: readonly Tool[];
  readonly make: (job: DeltaJob) => Promise<Delta>;
}

export const DELTA_PEERS: readonly DeltaPeer[] = [
  { name: "xdelta3 -9 -B 512M", tools: ["xdelta3"], make: xdelta3 },
  { name: "zstd -19 --patch-from", tools: ["zstd"], make: zstdPatch },
  { name: "bsdiff per file", tools: ["bsdiff", "zstd"], make: bsdiff },
  { name: "ostree static-delta", tools: ["ostree"], make: ostree },
  { name: "rsync -z", tools: ["rsync"], make: rsync },
];

export async function makeTar(root: string, tar: string): Promise<void> {
  await shell(`${TAR} -C "$1" -cf "$2" .`, [root, tar]);
}

/** The same tree gives the same archive; to be followed by what goes in and where it goes. */
export const TAR = "tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner";

async function xdelta3({ fromTar, toTar, work }: DeltaJob): Promise<Delta> {
  const out = join(work, "patch");
  const { seconds } = await shell('xdelta3 -q -f -9 -B 536870912 -e -s "$1" "$2" "$3"', [fromTar, toTar, out]);
  return { bytes: statSync(out).size, seconds };
}

async function zstdPatch({ fromTar, toTar, work }: DeltaJob): Promise<Delta> {
  const out = join(work, "patch");
  const { seconds } = await shell('zstd -q -f -19 --long=31 --patch-from="$1" "$2" -o "$3"', [fromTar, toTar, out]);
  return { bytes: statSync(out).size, seconds };
}

/** A patch for each path that is a file on both sides with other content; new paths' files in one tar. What is removed and links cost it nothing. */
async function bsdiff({ from, to, work }: DeltaJob): Promise<Delta> {
  const before = read(from);
  const changed: string[] = [];
  const added: string[] = [];
  for (const entry of read(to).entries()) {
    if (entry.kind !== "file") continue;
    const old = before.findPath(entry.path);
    const oldEntry = old === -1 ? null : before.entry(old);
    if (oldEntry?.kind !== "file") added.push(entry.path);
    else if (oldEntry.digest !== entry.digest) changed.push(entry.path);
  }
  writeFileSync(join(work, "changed"), changed.map((path) => `${path}\0`).join(""));
  writeFileSync(join(work, "added"), added.map((path) => `${path}\0`).join(""));
  const patches = 'n=0; while IFS= read -r -d "" f; do bsdiff "$1/$f" "$2/$f" "$3/patch-$((n++))"; done < "$3/changed"';
  const whole = `if [ -s "$3/added" ]; then ${TAR} -C "$2" --null -T "$3/added" -cf - | zstd -q -19 -o "$3/patch-new"; fi`;
  const { seconds } = await shell(`${patches}\n${whole}`, [from.root, to.root, work]);
  const { stdout } = await shell('shopt -s nullglob; cat /dev/null "$1"/patch-* | wc -c', [work]);
  return { bytes: Number(stdout), seconds };
}

async function ostree({ from, to, work }: DeltaJob): Promise<Delta> {
  const repository = join(work, "repository");
  await shell('ostree --repo="$1" init --mode=archive', [repository]);
  const commit = 'ostree --repo="$1" commit --branch="$2" --tree=dir="$3" --owner-uid=0 --owner-gid=0 --no-xattrs';
  const a = (await shell(commit, [repository, "a", from.root])).stdout.trim();
  const b = (await shell(commit, [repository, "b", to.root])).stdout.trim();
  const out = join(work, "delta");
  const generate = 'ostree --repo="$1" static-delta generate --from="$2" --to="$3" --inline --min-fallback-size=0 --filename="$4"';
  const { seconds } = await shell(generate, [repository, a, b, out]);
  return { bytes: statSync(out).size, seconds };
}

/** Bytes really sent and received. Files have an mtime by their content, so that none that is the same is looked at. */
async function rsync({ from, to, work }: DeltaJob): Promise<Delta> {
  const [receiver, sender] = [join(work, "receiver"), join(work, "sender")];
  await shell('cp -a "$1" "$2"; cp -a "$3" "$4"', [from.root, receiver, to.root, sender]);
  setMtimes(receiver, read(from));
  setMtimes(sender, read(to));
  const { seconds, stdout } = await shell('rsync -az --no-whole-file --delete --stats "$1/" "$2/"', [sender, receiver]);
  const count = (what: string): number => {
    const found = new RegExp(`Total bytes ${what}: ([\\d,]+)`).exec(stdout)?.[1];
    if (found === undefined) throw new Error(`rsync doesn't say how many bytes it ${what}`);
    return Number(found.replaceAll(",", ""));
  };
  return { bytes: count("sent") + count("received"), seconds };
}

function setMtimes(root: string, listing: Listing): void {
  for (const entry of listing.entries())
    if (entry.kind === "file") utimesSync(join(root, entry.path), fileMtime(entry.digest), fileMtime(entry.digest));
}

function read({ listing }: ListedTree): Listing {
  return parseListing(readFileSync(listing), { allowedSymlinkPrefixes: "any" });
}

/** One run of a peer in an empty folder, which is removed again. */
export async function makeDelta(peer: DeltaPeer, job: DeltaJob): Promise<Delta> {
  await remove(job.work);
  mkdirSync(job.work, { recursive: true });
  try {
    return await peer.make(job);
  } finally {
    await remove(job.work);
  }
}
