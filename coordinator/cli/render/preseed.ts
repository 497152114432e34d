/** A preseed in words: one line, and a line for each host where it is asked for. */
import type { Preseed, PreseedHost } from "../../../proto/operator-types.ts";
import { printable } from "../../../runtime/errors.ts";
import { formatBytes } from "../../../runtime/format.ts";
import { formatPercent } from "./format.ts";
import { type Column, renderTable } from "./table.ts";

/** `preseed of web release/1 to production: 3 done, 1 fetching` */
export function preseedSummary(preseed: Preseed): string {
  const { app, tag, environment, hosts, stopped } = preseed;
  const counts = Map.groupBy(hosts, ({ state }) => state);
  const states = [...counts].map(([state, some]) => `${some.length} ${state}`).join(", ");
  return printable(`preseed of ${app} ${tag} to ${environment}${selection(preseed)}: ${stopped ? "over" : states}`);
}

export function preseedLines(preseed: Preseed): readonly string[] {
  const failed = preseed.hosts.flatMap(({ host, failure }) =>
    failure === null ? [] : [printable(`${host}: ${failure.code}: ${failure.message}`)],
  );
  return [preseedSummary(preseed), ...(preseed.stopped ? [] : renderTable(COLUMNS, preseed.hosts)), ...failed];
}

function selection({ datacenter, sharePercent }: Preseed): string {
  const share = sharePercent === 100 ? "" : `${sharePercent} %`;
  const parts = [share, datacenter].filter((part) => part !== "");
  return parts.length === 0 ? "" : ` (${parts.join(" of ")})`;
}

const COLUMNS: readonly Column<PreseedHost>[] = [
  { title: "HOST", cell: ({ host }) => host },
  { title: "DC", cell: ({ datacenter }) => datacenter },
  { title: "PRESEED", cell: ({ state, connected }) => (connected ? state : "not connected") },
  { title: "THERE", cell: ({ doneBytes, totalBytes }) => (totalBytes === 0 ? "" : formatPercent(doneBytes, totalBytes)), align: "right" },
  { title: "FROM SEED", cell: ({ bytesFromSeed }) => formatBytes(bytesFromSeed), align: "right" },
  { title: "FROM HOSTS", cell: ({ bytesFromHosts }) => formatBytes(bytesFromHosts), align: "right" },
];
