/** `shoal releases`: what can be deployed. */
import type { Command } from "commander";
import type { Release } from "../../../proto/operator-types.ts";
import { addCommand, type Bind, type CommandContext, parseCount } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { formatBytes } from "../../../runtime/format.ts";
import { type Column, renderTable } from "../render/table.ts";

export function addReleasesCommand(program: Command, bind: Bind): void {
  addCommand(program, "releases", "the releases of an app, newest first")
    .requiredOption("--app <name>", "the app")
    .option("--limit <count>", "at most this many", parseCount(100_000), 50)
    .action(bind(releases));
}

async function releases(context: CommandContext, { app, limit }: { readonly app: string; readonly limit: number }): Promise<ExitCode> {
  const client = await context.connect();
  const { releases: all } = await client.listReleases({ app, limit });
  context.output.answer({ releases: all }, () => (all.length === 0 ? [`no releases of ${app}`] : renderTable(COLUMNS, all)));
  return EXIT.ok;
}

/** `base 4.2 MB, overlay 72.5 kB` */
export function bundleList(release: Release): string {
  return release.bundles.map((bundle) => `${bundle.kind} ${formatBytes(bundle.sizeBytes)}`).join(", ");
}

const COLUMNS: readonly Column<Release>[] = [
  { title: "TAG", cell: (release) => release.tag },
  { title: "RELEASE", cell: (release) => release.release.slice(0, 12) },
  { title: "TREE", cell: (release) => release.tree.slice(0, 12) },
  { title: "FILES", cell: (release) => String(release.files), align: "right" },
  { title: "SIZE", cell: (release) => formatBytes(release.sizeBytes), align: "right" },
  { title: "BUNDLES", cell: bundleList },
  { title: "CREATED", cell: (release) => release.created },
  { title: "BY", cell: (release) => release.principal },
  { title: "SOURCE", cell: (release) => release.sourceRevision },
];
