/** `shoal hosts`: what each host last said of itself. Silence is shown as silence, never as health. */
import type { Command } from "commander";
import type { Host, HostSlot } from "../../../proto/operator-types.ts";
import { addCommand, type Bind, type CommandContext } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { formatTime } from "../render/format.ts";
import { type Column, renderTable } from "../render/table.ts";

export function addHostsCommand(program: Command, bind: Bind): void {
  addCommand(program, "hosts", "the hosts, whether they are connected, and what their slots name")
    .option("--environment <name>", "only those of this environment", "")
    .action(bind(hosts));
}

async function hosts(context: CommandContext, options: { readonly environment: string }): Promise<ExitCode> {
  const client = await context.connect();
  const { hosts: all } = await client.listHosts({ environment: options.environment });
  context.output.answer({ hosts: all }, () => hostLines(all));
  return EXIT.ok;
}

/** One line a host and slot. */
export function hostLines(all: readonly Host[]): readonly string[] {
  if (all.length === 0) return ["no hosts; add one with shoal host add"];
  const rows = all.flatMap((host): Row[] =>
    host.slots.length === 0 ? [{ host, slot: null }] : host.slots.map((slot) => ({ host, slot })),
  );
  return renderTable(COLUMNS, rows);
}

interface Row {
  readonly host: Host;
  readonly slot: HostSlot | null;
}

const COLUMNS: readonly Column<Row>[] = [
  { title: "HOST", cell: ({ host }) => host.host },
  { title: "ENVIRONMENT", cell: ({ host }) => host.environment },
  { title: "DC", cell: ({ host }) => host.labels["dc"] ?? "" },
  { title: "RACK", cell: ({ host }) => host.labels["rack"] ?? "" },
  { title: "CONNECTED", cell: ({ host }) => (host.connected ? "yes" : "no") },
  { title: "LAST HEARD", cell: ({ host }) => formatTime(host.heardUnixMs) },
  { title: "AGENT", cell: ({ host }) => host.agentVersion },
  { title: "APP", cell: ({ host, slot }) => slot?.app ?? host.apps.join(",") },
  { title: "SLOT", cell: ({ slot }) => slot?.slot ?? "" },
  { title: "RELEASE", cell: ({ slot }) => (slot === null ? "" : slotContent(slot)) },
  { title: "TREE", cell: ({ slot }) => slot?.tree.slice(0, 12) ?? "" },
];

function slotContent(slot: HostSlot): string {
  const content = slot.tag || slot.release.slice(0, 12) || slot.detail;
  return slot.drift ? `${content} (DRIFT)` : content;
}
