/**
 * Who is told of whom. Pure; the tracker, the session and a simulator can ask the same functions.
 *
 * Each datacenter has an ingress host that may fetch from outside; everybody else is told of peers at home only. Ingress hosts know
 * the seed and each other, so a piece leaves the seed about once and crosses into each datacenter about once. The ingress is the
 * host that lacks least; it stays until it is complete, gone or stalled. A host that stalls, whatever the reason, is told of the
 * seed and of the other datacenters too: locality is an economy, never a dead end.
 */

/** A peer as the tracker knows it. What it says of itself (`leftBytes`) only ranks it (K10). */
export interface TrackedPeer {
  readonly host: string;
  readonly datacenter: string;
  /** `host:port`. */
  readonly address: string;
  readonly leftBytes: number;
  readonly joinedMs: number;
  /** When `leftBytes` last shrank, or when it joined. */
  readonly progressedMs: number;
}

export interface HandOutPolicy {
  /** Ingress hosts of one datacenter. */
  readonly ingressHosts: number;
  readonly stalledMs: number;
  readonly peersMax: number;
}

export interface HandOutInput {
  readonly asker: TrackedPeer;
  /** All peers of the asker's datacenter. */
  readonly home: readonly TrackedPeer[];
  /** Ingress hosts of the asker's datacenter. */
  readonly ingress: ReadonlySet<string>;
  /** Ingress and complete hosts of the other datacenters. */
  readonly abroad: readonly TrackedPeer[];
  readonly seeds: readonly string[];
  readonly nowMs: number;
  readonly policy: HandOutPolicy;
}

/** Hosts that may fetch from outside; `previous` ones stay while they get on. None where a host at home has everything. */
export function chooseIngress(
  home: readonly TrackedPeer[],
  previous: ReadonlySet<string>,
  { nowMs, policy }: { readonly nowMs: number; readonly policy: HandOutPolicy },
): ReadonlySet<string> {
  if (home.some((peer) => peer.leftBytes === 0)) return new Set();
  const able = home.filter((peer) => !isStalled(peer, nowMs, policy));
  const rank = (peer: TrackedPeer): number => (previous.has(peer.host) ? 0 : 1);
  const ranked = able.toSorted((a, b) => rank(a) - rank(b) || byProgress(a, b));
  return new Set(ranked.slice(0, policy.ingressHosts).map((peer) => peer.host));
}

/** Addresses for the asker, most useful first. A complete peer needs none: others come to it. */
export function handOut({ asker, home, ingress, abroad, seeds, nowMs, policy }: HandOutInput): readonly string[] {
  if (asker.leftBytes === 0) return [];
  const fetchesAbroad = ingress.has(asker.host) || isStalled(asker, nowMs, policy);
  const neighbours = home.filter((peer) => peer.host !== asker.host).toSorted(byProgress);
  const outside = fetchesAbroad ? [...seeds, ...abroad.toSorted(byProgress).map((peer) => peer.address)] : [];
  // The outside first: it is short, and an ingress without it is none.
  return [...outside.slice(0, policy.peersMax / 2), ...neighbours.map((peer) => peer.address)].slice(0, policy.peersMax);
}

function isStalled(peer: TrackedPeer, nowMs: number, policy: Pick<HandOutPolicy, "stalledMs">): boolean {
  return peer.leftBytes > 0 && nowMs - peer.progressedMs > policy.stalledMs;
}

/** Least missing first, then who came first, then by name: the same answer for the same facts. */
function byProgress(a: TrackedPeer, b: TrackedPeer): number {
  return a.leftBytes - b.leftBytes || a.joinedMs - b.joinedMs || (a.host < b.host ? -1 : 1);
}
