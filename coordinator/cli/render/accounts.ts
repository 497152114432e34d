/** What a rollout moved, in words: a line a datacenter, and when hosts were ready. */
import type { Accounts, Rollout } from "../../../proto/operator-types.ts";
import { printable } from "../../../runtime/errors.ts";
import { formatBytes } from "../../../runtime/format.ts";
import { formatDuration } from "./format.ts";

/** Nothing where nothing was fetched. */
export function accountLines({ accounts }: Rollout): readonly string[] {
  if (accounts === null || accounts.links.length === 0) return [];
  return [...accounts.datacenters.flatMap((account) => datacenterLine(account, accounts)), ...timeLine(accounts)].map((line) =>
    printable(line),
  );
}

type Datacenter = Accounts["datacenters"][number];

function datacenterLine({ datacenter, outsideBytes, bundleBytes, copiesPermille }: Datacenter, { links }: Accounts): readonly string[] {
  if (bundleBytes === 0) return [];
  const into = links.filter(({ toDatacenter }) => toDatacenter === datacenter);
  const sum = (kind: "payloadBytes" | "protocolBytes" | "wastedBytes"): number => into.reduce((bytes, link) => bytes + link[kind], 0);
  const kinds = `${formatBytes(sum("payloadBytes"))} payload, ${formatBytes(sum("protocolBytes"))} protocol, ${formatBytes(sum("wastedBytes"))} wasted`;
  return [
    `${datacenter || "no dc"}: ${(copiesPermille / 1000).toFixed(2)} copies of ${formatBytes(bundleBytes)} from outside (${formatBytes(outsideBytes)}); ${kinds}`,
  ];
}

function timeLine({ firstPieceMs, halfMs, allMs }: Accounts): readonly string[] {
  const parts = [
    ...(firstPieceMs > 0 ? [`first piece after ${formatDuration(firstPieceMs)}`] : []),
    ...(halfMs > 0 ? [`half of the hosts ready after ${formatDuration(halfMs)}`] : []),
    ...(allMs > 0 ? [`all after ${formatDuration(allMs)}`] : []),
  ];
  return parts.length === 0 ? [] : [parts.join(", ")];
}
