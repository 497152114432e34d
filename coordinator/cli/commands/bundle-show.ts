/** `shoal bundle show FILE`: what is in a bundle, read from the file alone: no coordinator, no configuration. Every frame is decoded once, so a damaged one shows. */
import type { Command } from "commander";
import { openBundleFile, readEntries, type BundleFile, type ShownEntry } from "../../../release/inspect.ts";
import { formatBytes } from "../../../runtime/format.ts";
import { addCommand, type Bind, type CommandContext } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { type Column, renderTable } from "../render/table.ts";

export function addBundleShowCommand(bundle: Command, bind: Bind): void {
  addCommand(bundle, "show <file>", "entries, codecs, sources, bytes and frames of a bundle file").action(bind(show));
}

async function show({ output }: CommandContext, path: string): Promise<ExitCode> {
  const file = await openBundleFile(path);
  try {
    const entries: ShownEntry[] = [];
    for await (const entry of readEntries(file)) entries.push(entry);
    const bundle = shown(file, entries);
    output.answer({ bundle }, () => bundleLines(bundle));
    return EXIT.ok;
  } finally {
    await file.close();
  }
}

interface ShownFrame {
  readonly offset: number;
  readonly compressedBytes: number;
  readonly rawBytes: number;
  readonly digest: string;
  readonly parts: number;
}

interface ShownBundle extends Omit<BundleFile["info"], "frameTable"> {
  readonly listingBytes: number;
  readonly frameTableBytes: number;
  readonly frames: readonly ShownFrame[];
  /** In the archive's order. `codec` and `source` of a patch; null: the content itself. */
  readonly entries: readonly {
    readonly path: string;
    readonly mode: number;
    readonly sizeBytes: number;
    readonly frame: number;
    readonly codec: string | null;
    readonly source: string | null;
  }[];
  /** Files of which stretches are copied from the base and travel in no entry. */
  readonly filesWithCopies: number;
}

function shown({ info, table }: BundleFile, entries: readonly ShownEntry[]): ShownBundle {
  const { frameTable, ...about } = info;
  return {
    ...about,
    listingBytes: table.listingBytes,
    frameTableBytes: frameTable.length,
    frames: table.frames.map(({ items, ...frame }) => ({ ...frame, parts: items.length })),
    entries: entries.map(({ patch, ...entry }) => ({ ...entry, codec: patch?.codec ?? null, source: patch?.source ?? null })),
    filesWithCopies: table.made.length,
  };
}

function bundleLines(bundle: ShownBundle): readonly string[] {
  const { kind, digest, sizeBytes, fromTree, toTree, formatVersion, codecs, frames, entries, filesWithCopies } = bundle;
  const rawBytes = frames.reduce((sum, frame) => sum + frame.rawBytes, 0);
  const trees = `${fromTree === null ? "" : `tree ${fromTree.slice(0, 12)} → `}tree ${toTree.slice(0, 12)}`;
  return [
    `${kind} ${digest.slice(0, 12)}: ${formatBytes(sizeBytes)} (${sizeBytes} bytes), format ${formatVersion}, ${trees}`,
    `codecs: ${codecs.join(", ") || "none"}; listing ${formatBytes(bundle.listingBytes)}, frame table ${formatBytes(bundle.frameTableBytes)}`,
    `${frames.length} frames, ${formatBytes(rawBytes)} unpacked; ${entries.length} entries; ${filesWithCopies} files with copies of the base`,
    "",
    ...renderTable(FRAME_COLUMNS, [...frames.entries()]),
    "",
    ...renderTable(ENTRY_COLUMNS, entries),
  ];
}

const FRAME_COLUMNS: readonly Column<[number, ShownFrame]>[] = [
  { title: "FRAME", cell: ([number]) => String(number), align: "right" },
  { title: "OFFSET", cell: ([, { offset }]) => String(offset), align: "right" },
  { title: "BYTES", cell: ([, { compressedBytes }]) => String(compressedBytes), align: "right" },
  { title: "UNPACKED", cell: ([, { rawBytes }]) => String(rawBytes), align: "right" },
  { title: "PARTS", cell: ([, { parts }]) => String(parts), align: "right" },
  { title: "BLAKE3", cell: ([, { digest }]) => digest.slice(0, 12) },
];

const ENTRY_COLUMNS: readonly Column<ShownBundle["entries"][number]>[] = [
  { title: "FRAME", cell: ({ frame }) => String(frame), align: "right" },
  { title: "BYTES", cell: ({ sizeBytes }) => String(sizeBytes), align: "right" },
  { title: "MODE", cell: ({ mode, codec }) => (codec === null ? mode.toString(8).padStart(4, "0") : "") },
  { title: "CODEC", cell: ({ codec }) => codec ?? "" },
  { title: "SOURCE", cell: ({ source }) => source?.slice(0, 12) ?? "" },
  { title: "ENTRY", cell: ({ path }) => path },
];
