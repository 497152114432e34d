/** The demo's closing table, and the same as one JSON object. */
import type { Rollout, RolloutHost } from "../../proto/operator-types.ts";
import { formatDuration } from "../../coordinator/cli/render/format.ts";
import { formatBytes } from "../../runtime/format.ts";
import { renderTable } from "../../coordinator/cli/render/table.ts";
import { fetched, sum } from "./checks.ts";
import { HOSTS } from "./fleet.ts";

export interface Story {
  readonly base: Rollout;
  readonly overlay: Rollout;
  readonly rollback: Rollout;
  readonly baseBytes: number;
  readonly overlayBytes: number;
  readonly treeDigests: Readonly<Record<string, string>>;
}

/** The documented object (README.md). */
export interface Report {
  /** How many. */
  readonly hosts: number;
  /** Sizes of the two bundles. */
  readonly baseBytes: number;
  readonly overlayBytes: number;
  /** Of all hosts, base and overlay together. */
  readonly bytesFromSeed: number;
  readonly bytesFromHosts: number;
  /** Of the slowest host: fetching, verifying and unpacking the base; switching to it. */
  readonly prepareMs: number;
  readonly activateMs: number;
  /** From the request to the last host's report. */
  readonly rollbackMs: number;
  readonly rollbackBytes: number;
  /** After the rollback, recomputed from disk. */
  readonly treeDigests: Readonly<Record<string, string>>;
}

export function reportOf({ base, overlay, rollback, baseBytes, overlayBytes, treeDigests }: Story): Report {
  const hosts = [...base.hosts, ...overlay.hosts];
  return {
    hosts: HOSTS.size,
    baseBytes,
    overlayBytes,
    bytesFromSeed: sum(hosts, (host) => host.bytesFromSeed),
    bytesFromHosts: sum(hosts, (host) => host.bytesFromHosts),
    prepareMs: Math.max(...base.hosts.map((host) => host.prepareMs)),
    activateMs: Math.max(...base.hosts.map((host) => host.activateMs)),
    rollbackMs: rollback.endedUnixMs - rollback.startedUnixMs,
    rollbackBytes: sum(rollback.hosts, fetched),
    treeDigests,
  };
}

export function reportLines(story: Story, report: Report): readonly string[] {
  const share = (100 * report.bytesFromHosts) / (report.bytesFromHosts + report.bytesFromSeed);
  return [
    ...renderTable(
      [
        { title: "HOST", cell: ({ host }) => host },
        { title: "DC", cell: ({ host }) => HOSTS.get(host) ?? "" },
        { title: "BASE: SEED + HOSTS", cell: ({ base }) => bytes(base), align: "right" },
        { title: "PREPARE", cell: ({ base }) => formatDuration(base.prepareMs), align: "right" },
        { title: "ACTIVATE", cell: ({ base }) => formatDuration(base.activateMs), align: "right" },
        { title: "OVERLAY: SEED + HOSTS", cell: ({ overlay }) => bytes(overlay), align: "right" },
        { title: "PREPARE", cell: ({ overlay }) => formatDuration(overlay.prepareMs), align: "right" },
        { title: "ACTIVATE", cell: ({ overlay }) => formatDuration(overlay.activateMs), align: "right" },
        {
          title: "ROLLBACK",
          cell: ({ rollback }) => `${formatDuration(rollback.activateMs)}, ${formatBytes(fetched(rollback))}`,
          align: "right",
        },
        { title: "TREE ON DISK", cell: ({ host }) => story.treeDigests[host]?.slice(0, 12) ?? "" },
      ],
      rowsOf(story),
    ),
    `base ${formatBytes(report.baseBytes)}, overlay ${formatBytes(report.overlayBytes)}; ${formatBytes(report.bytesFromSeed)} from the seed, ` +
      `${formatBytes(report.bytesFromHosts)} from other hosts (${share.toFixed(0)} %); rollback of the fleet in ${formatDuration(report.rollbackMs)}, ${report.rollbackBytes} bytes fetched`,
  ];
}

interface Row {
  readonly host: string;
  readonly base: RolloutHost;
  readonly overlay: RolloutHost;
  readonly rollback: RolloutHost;
}

function rowsOf({ base, overlay, rollback }: Story): readonly Row[] {
  const of = (rollout: Rollout, name: string): RolloutHost => {
    const found = rollout.hosts.find(({ host }) => host === name);
    if (found === undefined) throw new Error(`rollout ${rollout.rollout} says nothing of ${name}`);
    return found;
  };
  return Array.from(HOSTS.keys(), (host) => ({ host, base: of(base, host), overlay: of(overlay, host), rollback: of(rollback, host) }));
}

function bytes(host: RolloutHost): string {
  return `${formatBytes(host.bytesFromSeed)} + ${formatBytes(host.bytesFromHosts)}`;
}
