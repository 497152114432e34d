/**
 * Who fetches what from where. Pure; the tracker, the session and the simulator decide by the same functions.
 *
 * Pieces fall into `SHARES` shares, by index. In each datacenter every share has one owner, an *ingress* host, who alone fetches
 * the pieces of that share from outside; everybody else gets them at home. So about one copy crosses into a datacenter, however
 * many of its hosts fetch. A small datacenter has one ingress that owns all shares, a large one `ingressHostsMax`.
 *
 * Between datacenters the owners of the same share know each other and the seed, which shows each piece to one of them only
 * (super-seed.ts): a piece leaves the seed's site about once and goes on from site to site. Hosts at the seed's own site have
 * ingress hosts too, but only towards the seed; nobody abroad is sent to them, because they would load the same uplink.
 *
 * Who says to be complete is relied upon as far as it serves. Where one is, hosts are sent to it alone; whoever does not get on with
 * that becomes the ingress all the same. That costs nothing where the word was true: an ingress fetches from outside only what
 * nobody serves it at home (fetcher.ts).
 *
 * An ingress that is silent, stalls, or is much slower than those of other datacenters loses its shares to the next host that
 * announces. A host that stalls, whatever the reason, is told of the seed and of other datacenters too, some at a time: locality
 * is an economy, never a dead end.
 */

/** A peer as the tracker knows it. What it says of itself (`leftBytes`) only ranks it (K10). */
export interface TrackedPeer {
  readonly host: string;
  readonly datacenter: string;
  /** Label `rack`; null where there is none. */
  readonly rack?: string | null;
  /** `host:port`. */
  readonly address: string;
  readonly leftBytes: number;
  readonly joinedMs: number;
  /** When it last said that more has come, or when it joined. */
  readonly progressedMs: number;
}

/** Set of shares, one bit each. */
export type Shares = number;

/** Divides by every number of ingress hosts up to four, and by six. */
export const SHARES = 12;
export const ALL_SHARES: Shares = 2 ** SHARES - 1;
export const NO_SHARES: Shares = 0;

/** Whether a host with these shares fetches the piece from outside its datacenter. */
export function ownsPiece(shares: Shares, index: number): boolean {
  return ((shares >> (index % SHARES)) & 1) === 1;
}

export interface HandOutPolicy {
  /** A datacenter gets one more ingress host for each so many hosts: one connection doesn't fill an uplink … */
  readonly hostsPerIngress: number;
  /** … up to this many: with four, what they fetch crosses uplinks in too many small streams (10,000 simulated hosts: 1.61 times the bound; with one 1.46, with two 1.32). */
  readonly ingressHostsMax: number;
  /** Peers at home told to one asker: few, because what comes in is first asked of one host by all that it is told to. */
  readonly neighbours: number;
  /** Of them, the share from the asker's own rack. */
  readonly rackShare: number;
  /** Peers of other datacenters told to one ingress. With six instead of ten 100,000 simulated hosts take 1.68 times the bound instead of 1.42; of what is on its way when an ingress dies less is lost (1.054 copies instead of 1.064). */
  readonly outsideMax: number;
  /** Ingress hosts announce this often: they are few, and much depends on them. */
  readonly ingressAnnounceMs: number;
  /** So many other hosts of a datacenter announce at the preset's pace even in the largest torrent, to take over from an ingress that fails. */
  readonly watchers: number;
  /** An ingress to which nothing came for this time is replaced. */
  readonly ingressStalledMs: number;
  /** A host without progress for this time is helped past its datacenter's ingress … */
  readonly stalledMs: number;
  /** … as many at a time in one datacenter. */
  readonly reliefHosts: number;
  /** An ingress that was not heard for this time is replaced. */
  readonly silentMs: number;
  /** An ingress is slow below this part of the middle rate of all ingress hosts … */
  readonly slowRatio: number;
  /** … where at the middle rate it would need longer than this for what it lacks, and after it had this long to get going; it is slow too where the others are so far behind it. */
  readonly slowWorthMs: number;
  /** An ingress that failed is not chosen again for this time. */
  readonly dismissedMs: number;
  /** Where somebody says to be complete, a host has had its chance with it after this time … */
  readonly provingMs: number;
  /** … and does not get on if less than this comes. A host at home that sends less although it is asked serves nobody (engine/lane.ts). */
  readonly servingBytesPerS: number;
}

export const HAND_OUT_POLICY = {
  hostsPerIngress: 3,
  ingressHostsMax: 2,
  neighbours: 6,
  rackShare: 2 / 3,
  outsideMax: 10,
  ingressAnnounceMs: 1_000,
  watchers: 4,
  ingressStalledMs: 5_000,
  reliefHosts: 2,
  slowRatio: 0.4,
  slowWorthMs: 4_000,
  dismissedMs: 60_000,
  provingMs: 1_000,
  servingBytesPerS: 1024 * 1024,
} as const;

export function ingressCount(hosts: number, policy: Pick<HandOutPolicy, "hostsPerIngress" | "ingressHostsMax">): number {
  return Math.max(1, Math.min(policy.ingressHostsMax, Math.ceil(hosts / policy.hostsPerIngress)));
}

/** What is known of one ingress. */
export interface IngressFacts {
  readonly leftBytes: number;
  readonly heardMs: number;
  readonly progressedMs: number;
  /** When it became an ingress. */
  readonly appointedMs: number;
  /** Since then, smoothed; null until it is known. */
  readonly bytesPerS: number | null;
  /** What the other hosts of its datacenter lack more than it on average: it hands on too slowly what it fetches. */
  readonly lagBytes: number;
}

export interface IngressMeasure {
  readonly nowMs: number;
  /** Middle rate of all ingress hosts of the torrent; null where there is nothing to compare with. */
  readonly usualBytesPerS: number | null;
  /** Ingress hosts of its datacenter that were replaced for being slow: each doubles the patience, for it may be the link that is slow. */
  readonly slowBefore: number;
  readonly policy: HandOutPolicy;
}

/** Why an ingress is replaced; null if it stays. */
export function faultOf(
  ingress: IngressFacts,
  { nowMs, usualBytesPerS, slowBefore, policy }: IngressMeasure,
): "silent" | "stalled" | "slow" | null {
  const { heardMs, progressedMs, appointedMs, leftBytes } = ingress;
  if (nowMs - heardMs > policy.silentMs) return "silent";
  if (leftBytes > 0 && nowMs - Math.max(progressedMs, appointedMs) > policy.ingressStalledMs) return "stalled";
  if (ingress.bytesPerS === null || nowMs - appointedMs < policy.slowWorthMs * 2 ** slowBefore) return null;
  const usual = usualBytesPerS ?? ingress.bytesPerS;
  const worthBytes = (usual * policy.slowWorthMs) / 1000;
  if (ingress.lagBytes > worthBytes) return "slow";
  return leftBytes > worthBytes && ingress.bytesPerS < usual * policy.slowRatio ? "slow" : null;
}

/** What is known of one host beside others that say to be complete. */
export interface HostFacts {
  readonly leftBytes: number;
  readonly joinedMs: number;
  /** Between its last two announces; null before the second. */
  readonly lastBytesPerS: number | null;
}

/** Whether a host gets enough at home to leave it at that. */
export function getsOn(
  { leftBytes, joinedMs, lastBytesPerS }: HostFacts,
  { nowMs, policy }: Pick<IngressMeasure, "nowMs" | "policy">,
): boolean {
  if (lastBytesPerS === null || nowMs - joinedMs < policy.provingMs) return true;
  return lastBytesPerS >= policy.servingBytesPerS || leftBytes * 1000 <= lastBytesPerS * policy.slowWorthMs;
}

export function isStalled(
  peer: Pick<TrackedPeer, "leftBytes" | "progressedMs">,
  nowMs: number,
  policy: Pick<HandOutPolicy, "stalledMs">,
): boolean {
  return peer.leftBytes > 0 && nowMs - peer.progressedMs > policy.stalledMs;
}

/** One share of a datacenter. The heir takes over when the owner has been told, so that never two fetch the same. */
export interface Ownership {
  readonly owner: string | null;
  readonly heir: string | null;
}

export const UNOWNED: readonly Ownership[] = Array.from({ length: SHARES }, () => ({ owner: null, heir: null }));

export function sharesOf(host: string, shares: readonly Ownership[]): Shares {
  return shares.reduce((set, { owner }, at) => (owner === host ? set | (1 << at) : set), NO_SHARES);
}

/** Hosts that own a share, each once. */
export function ownersOf(shares: readonly Ownership[]): readonly string[] {
  const owners = new Set<string>();
  for (const { owner } of shares) if (owner !== null) owners.add(owner);
  return [...owners];
}

/** The host owns nothing any more, at once. */
export function dismiss(host: string, shares: readonly Ownership[]): readonly Ownership[] {
  return shares.map(({ owner, heir }) => (owner === host ? { owner: heir, heir: null } : { owner, heir: heir === host ? null : heir }));
}

/**
 * Shares after an announce of the host: what it was to give up goes to the heirs; with `mayOwn` it takes what nobody owns, and
 * becomes the heir of its part where there are fewer than `ingressHosts` owners.
 */
export function appoint(
  host: string,
  shares: readonly Ownership[],
  { ingressHosts, mayOwn }: { readonly ingressHosts: number; readonly mayOwn: boolean },
): readonly Ownership[] {
  const settled = shares.map(({ owner, heir }) => (owner === host && heir !== null ? { owner: heir, heir: null } : { owner, heir }));
  if (!mayOwn) return settled;
  const taken = settled.map(({ owner, heir }) => ({ owner: owner ?? host, heir }));
  const appointed = new Set(taken.flatMap(({ owner, heir }) => (heir === null ? [owner] : [owner, heir])));
  return appointed.has(host) || appointed.size >= ingressHosts ? taken : bequeath(host, taken, Math.floor(SHARES / ingressHosts));
}

/** Makes the host the heir of some shares, each of the owner who keeps most. */
function bequeath(host: string, shares: readonly Ownership[], count: number): readonly Ownership[] {
  const result = [...shares];
  for (let given = 0; given < count; given++) {
    const kept = new Map<string, number>();
    for (const { owner, heir } of result) if (owner !== null && heir === null) kept.set(owner, (kept.get(owner) ?? 0) + 1);
    const [richest, most] = [...kept].reduce((best, one) => (one[1] > best[1] ? one : best), ["", 0] as [string, number]);
    if (most <= count) break;
    const at = result.findLastIndex(({ owner, heir }) => owner === richest && heir === null);
    result[at] = { owner: richest, heir: host };
  }
  return result;
}
