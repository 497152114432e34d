/** `shoal diff FROM TO`: what turns one release into another, and what that takes on the wire. The comparing is done here; the coordinator packs. */
import { type Command, Option } from "commander";
import type { DiffReleasesEvent } from "../../../proto/operator-types.ts";
import { compareListings, type TreeChanges } from "../../../release/compare.ts";
import { EFFORTS } from "../../../release/effort.ts";
import { type Listing, parseListing, type TreeEntry } from "../../../release/listing.ts";
import { ShoalError } from "../../../runtime/errors.ts";
import { formatBytes } from "../../../runtime/format.ts";
import { addCommand, type Bind, type CommandContext } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { DIFF_TIMEOUT_MS } from "../limits.ts";
import type { Output } from "../output.ts";
import { formatPercent } from "../render/format.ts";

export function addDiffCommand(program: Command, bind: Bind): void {
  addCommand(program, "diff <from> <to>", "what turns one release (tag) into another, with sizes, and the overlay it takes")
    .requiredOption("--app <name>", "the app")
    .addOption(new Option("--effort <effort>", "pack an overlay with this effort, even where one is kept").choices(Object.keys(EFFORTS)))
    .action(bind(diff));
}

interface DiffOptions {
  readonly app: string;
  readonly effort?: string;
}

async function diff(context: CommandContext, ...[from, to, { app, effort = "" }]: [string, string, DiffOptions]): Promise<ExitCode> {
  const { output } = context;
  const signal = context.interrupt();
  const client = await context.connect();
  const request = { app, from, to, effort };
  const found = await collect(client.diffReleases(request, { signal, timeoutMs: DIFF_TIMEOUT_MS }), output);
  output.endLive("remove");
  const changes = compareListings(found.from, found.to);
  const answer = { app, from: sideOf(from, found.from), to: sideOf(to, found.to), ...changes, overlay: found.overlay };
  output.answer(answer, () => diffLines(answer));
  return EXIT.ok;
}

interface Found {
  readonly from: Listing;
  readonly to: Listing;
  readonly overlay: NonNullable<DiffReleasesEvent["overlay"]>;
}

async function collect(events: AsyncIterable<DiffReleasesEvent>, output: Output): Promise<Found> {
  const parts = { from: [] as Uint8Array[], to: [] as Uint8Array[] };
  for await (const { fromListing, toListing, progress, overlay } of events) {
    if (fromListing !== null) parts.from.push(fromListing);
    if (toListing !== null) parts.to.push(toListing);
    if (progress !== null) output.live(() => [`${progress.phase}: ${formatPercent(progress.doneBytes, progress.totalBytes)}`]);
    if (overlay !== null) return { from: listingOf(parts.from), to: listingOf(parts.to), overlay };
  }
  throw new ShoalError("E_INTERNAL", "the coordinator ended the call without an answer", { hint: "see its log" });
}

function listingOf(parts: readonly Uint8Array[]): Listing {
  return parseListing(Buffer.concat(parts), { allowedSymlinkPrefixes: "any" });
}

interface Side {
  readonly tag: string;
  readonly tree: string;
  readonly entries: number;
  readonly sizeBytes: number;
}

function sideOf(tag: string, { tree, count, sizeBytes }: Listing): Side {
  return { tag, tree, entries: count, sizeBytes };
}

interface Diff extends TreeChanges, Pick<Found, "overlay"> {
  readonly from: Side;
  readonly to: Side;
}

/** `A new.js  1.2 kB`, `D`, `M app.js  4.0 kB → 4.1 kB`, `R old.js → new.js`, in each group by path; then the sums. */
function diffLines({ from, to, added, removed, changed, moved, overlay }: Diff): readonly string[] {
  return [
    ...added.map((entry) => `A  ${written(entry)}`),
    ...removed.map((entry) => `D  ${written(entry)}`),
    ...changed.map((change) => `M  ${change.to.path}  ${what(change.from)} → ${what(change.to)}`),
    ...moved.map((change) => `R  ${change.from.path} → ${written(change.to)}`),
    `${from.tag}: ${from.entries} entries, ${formatBytes(from.sizeBytes)}, tree ${from.tree.slice(0, 12)}`,
    `${to.tag}: ${to.entries} entries, ${formatBytes(to.sizeBytes)}, tree ${to.tree.slice(0, 12)}`,
    `${added.length} added (${sum(added)}), ${removed.length} removed (${sum(removed)}), ${changed.length} changed (${sum(changed.map((change) => change.to))}), ${moved.length} moved`,
    `overlay: ${formatBytes(overlay.sizeBytes)}${overlay.kept ? "" : " (packed to see; it is not kept)"}`,
  ];
}

function written(entry: TreeEntry): string {
  return `${entry.path}${entry.kind === "directory" ? "/" : ""}  ${what(entry)}`;
}

function what(entry: TreeEntry): string {
  if (entry.kind === "symlink") return `link to ${entry.target}`;
  if (entry.kind === "directory") return "empty directory";
  return `${formatBytes(entry.sizeBytes)}${entry.mode === 0o755 ? ", 0755" : ""}`;
}

function sum(entries: readonly TreeEntry[]): string {
  return formatBytes(entries.reduce((bytes, entry) => bytes + (entry.kind === "file" ? entry.sizeBytes : 0), 0));
}
