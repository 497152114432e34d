/** What a rollout's prepares moved, and when: from the hosts' own results. Pure. */
import type { Rollout, RolloutHost } from "./state.ts";

export interface RolloutAccounts {
  readonly links: readonly LinkAccount[];
  readonly datacenters: readonly DatacenterAccount[];
  /** Soonest first piece of a host since its own work began. Null: none had to be fetched. */
  readonly firstPieceMs: number | null;
  /** From the request until half of the hosts, and all, were ready. Null: not yet. */
  readonly halfMs: number | null;
  readonly allMs: number | null;
}

export interface LinkAccount {
  readonly from: "seed" | "hosts";
  /** Empty: not known, or it has none. */
  readonly fromDatacenter: string;
  readonly toDatacenter: string;
  readonly payloadBytes: number;
  readonly protocolBytes: number;
  readonly wastedBytes: number;
}

export interface DatacenterAccount {
  readonly datacenter: string;
  readonly hosts: number;
  /** Payload, needed or not, from outside of it. Hosts whose place nobody knows count as outside, where there is more than one datacenter. */
  readonly outsideBytes: number;
  /** Of the bundles that its hosts unpacked, each once. */
  readonly bundleBytes: number;
}

/** `seedDatacenter`: where the coordinator's seed is. */
export function accountsOf(rollout: Rollout, seedDatacenter: string): RolloutAccounts {
  const hosts = [...rollout.hosts];
  const names = [...new Set(hosts.map(([, { datacenter }]) => datacenter))];
  const links = sumLinks(
    hosts.map(([, host]) => host),
    seedDatacenter,
  );
  const readyMs = hosts.flatMap(([, host]) => host.readyMs ?? []).toSorted((a, b) => a - b);
  const firstMs = hosts.flatMap(([, { prepare }]) => prepare?.firstPieceMs || []);
  return {
    links,
    datacenters: names.map((datacenter) =>
      accountOf(datacenter, { hosts: hosts.map(([, host]) => host), links, alone: names.length === 1 }),
    ),
    firstPieceMs: firstMs.length === 0 ? null : Math.min(...firstMs),
    halfMs: readyMs[Math.ceil(hosts.length / 2) - 1] ?? null,
    allMs: readyMs[hosts.length - 1] ?? null,
  };
}

/** Copies of what its hosts unpacked that came into a datacenter; null where nothing was unpacked there. */
export function copiesOf({ outsideBytes, bundleBytes }: DatacenterAccount): number | null {
  return bundleBytes === 0 ? null : outsideBytes / bundleBytes;
}

function sumLinks(hosts: readonly RolloutHost[], seedDatacenter: string): readonly LinkAccount[] {
  const sums = new Map<string, LinkAccount>();
  for (const { datacenter: toDatacenter, prepare } of hosts) {
    // Of a rollout that an earlier version ended.
    for (const link of prepare?.links ?? []) {
      const from = link.seed ? "seed" : "hosts";
      const fromDatacenter = link.seed ? seedDatacenter : link.datacenter;
      const key = JSON.stringify([from, fromDatacenter, toDatacenter]);
      const sum = sums.get(key);
      sums.set(key, {
        ...{ from, fromDatacenter, toDatacenter },
        payloadBytes: link.payloadBytes + (sum?.payloadBytes ?? 0),
        protocolBytes: link.protocolBytes + (sum?.protocolBytes ?? 0),
        wastedBytes: link.wastedBytes + (sum?.wastedBytes ?? 0),
      });
    }
  }
  return [...sums.values()];
}

interface Facts {
  readonly hosts: readonly RolloutHost[];
  readonly links: readonly LinkAccount[];
  /** The only datacenter of the rollout. */
  readonly alone: boolean;
}

function accountOf(datacenter: string, { hosts, links, alone }: Facts): DatacenterAccount {
  const own = hosts.filter((host) => host.datacenter === datacenter);
  const bundles = new Map(own.flatMap(({ prepare }) => (prepare?.bundle == null ? [] : [[prepare.bundle, prepare.bundleBytes] as const])));
  const isOutside = ({ from, fromDatacenter }: LinkAccount): boolean =>
    fromDatacenter !== datacenter && !(alone && from === "hosts" && fromDatacenter === "");
  const outside = links.filter((link) => link.toDatacenter === datacenter && isOutside(link));
  return {
    datacenter,
    hosts: own.length,
    outsideBytes: outside.reduce((sum, { payloadBytes, wastedBytes }) => sum + payloadBytes + wastedBytes, 0),
    bundleBytes: [...bundles.values()].reduce((sum, bytes) => sum + bytes, 0),
  };
}
