/** Sums of what came over links; pure. */
import type { LinkTraffic } from "./swarm.ts";

/** One entry for each place, in the order they first appear. */
export function addTraffic(...parts: readonly (readonly LinkTraffic[])[]): readonly LinkTraffic[] {
  const sums = new Map<string, LinkTraffic>();
  for (const link of parts.flat()) {
    const place = `${link.seed ? "seed" : "host"} ${link.datacenter}`;
    const before = sums.get(place);
    sums.set(place, before === undefined ? link : sum(before, link));
  }
  return [...sums.values()];
}

function sum(a: LinkTraffic, b: LinkTraffic): LinkTraffic {
  return {
    ...a,
    payloadBytes: a.payloadBytes + b.payloadBytes,
    protocolBytes: a.protocolBytes + b.protocolBytes,
    wastedBytes: a.wastedBytes + b.wastedBytes,
  };
}
