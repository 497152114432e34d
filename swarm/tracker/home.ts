/** The peers of one datacenter in one torrent: who is there, who is complete, who owns which share. Nothing here walks through all of them. */
import { Bag } from "./bag.ts";
import {
  type HandOutPolicy,
  type Ownership,
  type Shares,
  type TrackedPeer,
  NO_SHARES,
  UNOWNED,
  appoint,
  dismiss,
  faultOf,
  getsOn,
  ingressCount,
  isStalled,
  ownersOf,
  sharesOf,
} from "./hand-out.ts";

/** A peer with what only the book needs. */
export interface Entry extends TrackedPeer {
  datacenter: string;
  rack: string | null;
  address: string;
  leftBytes: number;
  progressedMs: number;
  heardMs: number;
  receivedBytes: number | null;
  /** Smoothed; null until the second announce. */
  bytesPerS: number | null;
  /** Not smoothed: who no longer serves it is to be seen at once. */
  lastBytesPerS: number | null;
  /** What came since it was last measured. */
  measuredMs: number;
  measuredBytes: number;
  /** What it was told last. */
  shares: Shares;
  /** When it was told to be an ingress; never yet, or not yet: infinite. */
  appointedMs: number;
  /** By datacenter, whom it was told to fetch from: the same each time, as long as that is of use. */
  envoys: Map<string, Entry> | null;
  /** How often it was told to others at home. */
  told: number;
  /** When it is taken for gone. */
  dueMs: number;
}

export class Home {
  readonly #policy: HandOutPolicy;
  readonly #complete = new Bag<Entry>();
  readonly #lacking = new Bag<Entry>();
  readonly #racks = new Map<string, Bag<Entry>>();
  /** Present ingress hosts and those that may become one: few. */
  readonly #owners = new Map<string, Entry>();
  readonly #dismissed = new Map<string, number>();
  /** Dismissed ingress hosts that are there still, the latest ones. */
  readonly #former = new Map<string, Entry>();
  /** Hosts that announce often, however many there are. */
  readonly #watchers = new Set<Entry>();
  /** Stalled hosts that are helped from outside, and until when. */
  readonly #relieved = new Map<string, number>();
  #shares: readonly Ownership[] = UNOWNED;
  #slowBefore = 0;
  /** What hosts that are no ingress lack more than the ingress hosts, smoothed. */
  #lagBytes = 0;

  constructor(policy: HandOutPolicy) {
    this.#policy = policy;
  }

  get size(): number {
    return this.#complete.size + this.#lacking.size;
  }

  /** Ingress hosts. */
  get owners(): readonly Entry[] {
    return ownersOf(this.#shares).flatMap((host) => this.#owners.get(host) ?? []);
  }

  /** To be called when a peer comes, and before and after it changes. */
  add(entry: Entry): void {
    (entry.leftBytes === 0 ? this.#complete : this.#lacking).add(entry);
    if (entry.rack === null) return;
    const rack = this.#racks.get(entry.rack) ?? new Bag<Entry>();
    this.#racks.set(entry.rack, rack);
    rack.add(entry);
  }

  remove(entry: Entry): void {
    this.#complete.delete(entry);
    this.#lacking.delete(entry);
    const rack = entry.rack === null ? undefined : this.#racks.get(entry.rack);
    rack?.delete(entry);
    if (rack?.size === 0 && entry.rack !== null) this.#racks.delete(entry.rack);
  }

  /** The peer is gone. */
  forget(entry: Entry): void {
    this.remove(entry);
    this.#relieved.delete(entry.host);
    this.#former.delete(entry.host);
    this.#watchers.delete(entry);
    if (this.#owners.delete(entry.host)) this.#shares = dismiss(entry.host, this.#shares);
  }

  /** Shares of the peer that has announced, after those of failed ingress hosts went to it. */
  appoint(asker: Entry, usualBytesPerS: number | null, nowMs: number): Shares {
    if (asker.leftBytes === 0) {
      this.#shares = dismiss(asker.host, this.#shares);
      asker.shares = NO_SHARES;
      asker.appointedMs = Infinity;
      return NO_SHARES;
    }
    this.#judge(usualBytesPerS, nowMs);
    this.#owners.set(asker.host, asker);
    const ingressHosts = ingressCount(this.size, this.#policy);
    const isNeeded = this.#complete.size === 0 || !getsOn(asker, { nowMs, policy: this.#policy });
    this.#shares = appoint(asker.host, this.#shares, { ingressHosts, mayOwn: isNeeded && this.#mayOwn(asker, nowMs) });
    this.#prune();
    const after = sharesOf(asker.host, this.#shares);
    if (asker.shares === NO_SHARES && after !== NO_SHARES) {
      asker.appointedMs = nowMs;
      asker.bytesPerS = null;
      asker.measuredMs = nowMs;
      asker.measuredBytes = 0;
    }
    if (after === NO_SHARES) asker.appointedMs = Infinity;
    asker.shares = after;
    return after;
  }

  /** To be called for each announce: how far the host is behind the ingress hosts as they are now. A first announce says nothing of that. */
  noteLag({ leftBytes, joinedMs, heardMs }: Entry, shares: Shares): void {
    const { owners } = this;
    if (shares !== NO_SHARES || joinedMs === heardMs || owners.length === 0 || !Number.isFinite(leftBytes)) return;
    const lag = leftBytes - Math.min(...owners.map((owner) => owner.leftBytes));
    this.#lagBytes += LAG_WEIGHT * (lag - this.#lagBytes);
  }

  /** It is to take shares over soon. */
  isHeir({ host }: Entry): boolean {
    return this.#shares.some(({ heir }) => heir === host);
  }

  /**
   * Whether the host, which is no ingress and lacks something, is to announce often: who notices a dead ingress is whoever announces next, and where thousands
   * announce seldom that may be after a minute.
   */
  watches(asker: Entry): boolean {
    for (const watcher of this.#watchers) if (watcher.leftBytes === 0 || watcher.shares !== NO_SHARES) this.#watchers.delete(watcher);
    if (this.#watchers.size < this.#policy.watchers) this.#watchers.add(asker);
    return this.#watchers.has(asker);
  }

  /** Whether a stalled peer may fetch from outside too: some at a time, for a time each. */
  relieves(asker: Entry, nowMs: number): boolean {
    for (const [host, untilMs] of this.#relieved) if (untilMs <= nowMs) this.#relieved.delete(host);
    if (this.#relieved.has(asker.host)) return true;
    if (!isStalled(asker, nowMs, this.#policy) || this.#relieved.size >= this.#policy.reliefHosts) return false;
    this.#relieved.set(asker.host, nowMs + this.#policy.stalledMs * RELIEF_STALLS);
    return true;
  }

  /** Peers at home for the asker: complete ones and some of its rack first; of those that chance gives, the ones told to fewest. */
  neighbours(
    asker: Entry,
    { wanted, isIngress, random }: { readonly wanted: number; readonly isIngress: boolean; readonly random: () => number },
  ): readonly Entry[] {
    const { rackShare } = this.#policy;
    const chosen = new Set<Entry>([asker]);
    // What another ingress has, or had begun, must not be fetched from outside again.
    if (isIngress) for (const peer of [...this.owners, ...this.#former.values()]) chosen.add(peer);
    const neighbours = Math.max(chosen.size - 1, Math.min(wanted, this.#policy.neighbours));
    this.#addSome(chosen, this.#complete, { count: Math.ceil(neighbours / COMPLETE_PART), random });
    const rack = asker.rack === null || this.#racks.size < 2 ? undefined : this.#racks.get(asker.rack);
    if (rack !== undefined) this.#addSome(chosen, rack, { count: Math.ceil(neighbours * rackShare) + 1 - chosen.size, random });
    for (const bag of [this.#lacking, this.#complete]) this.#addSome(chosen, bag, { count: neighbours + 1 - chosen.size, random });
    chosen.delete(asker);
    for (const peer of chosen) peer.told++;
    return [...chosen];
  }

  /** Whether others abroad may go on fetching from it: an ingress, or where there is none somebody who is complete. */
  isEnvoy(entry: Entry): boolean {
    return entry.leftBytes > 0 ? this.#owners.get(entry.host) === entry : this.#complete.has(entry) && this.owners.length === 0;
  }

  /** The peer that others abroad get a share from: the owner of that share, or somebody who is complete. */
  envoy(share: number, random: () => number): Entry | undefined {
    const owner = this.#shares[share]?.owner ?? null;
    if (owner !== null) return this.#owners.get(owner);
    const one = new Set<Entry>();
    this.#complete.sampleInto(one, 1, random);
    return [...one][0] ?? this.owners[0];
  }

  #addSome(to: Set<Entry>, bag: Bag<Entry>, { count, random }: { readonly count: number; readonly random: () => number }): void {
    if (count <= 0) return;
    const drawn = new Set<Entry>();
    bag.sampleInto(drawn, count * DRAWN_PART + 1, random);
    const fresh = [...drawn].filter((peer) => !to.has(peer)).sort((a, b) => a.told - b.told);
    for (const peer of fresh.slice(0, count)) to.add(peer);
  }

  #judge(usualBytesPerS: number | null, nowMs: number): void {
    for (const owner of this.owners) {
      const fault = faultOf(
        { ...owner, lagBytes: this.#lagBytes },
        { nowMs, usualBytesPerS, slowBefore: this.#slowBefore, policy: this.#policy },
      );
      if (fault === null) continue;
      if (fault === "slow") this.#slowBefore = Math.min(this.#slowBefore + 1, SLOW_BEFORE_MAX);
      this.#dismiss(owner, nowMs);
    }
  }

  #dismiss(owner: Entry, nowMs: number): void {
    this.#shares = dismiss(owner.host, this.#shares);
    this.#lagBytes = 0;
    this.#dismissed.set(owner.host, nowMs + this.#policy.dismissedMs);
    this.#former.set(owner.host, owner);
    if (this.#former.size > FORMER_MAX) this.#former.delete([...this.#former.keys()][0]!);
  }

  /** Who failed lately only where nobody else is left. */
  #mayOwn(asker: Entry, nowMs: number): boolean {
    for (const [host, untilMs] of this.#dismissed) if (untilMs <= nowMs) this.#dismissed.delete(host);
    return !this.#dismissed.has(asker.host) || this.#dismissed.size >= this.#lacking.size;
  }

  #prune(): void {
    const named = new Set(this.#shares.flatMap(({ owner, heir }) => [owner, heir]));
    for (const host of this.#owners.keys()) if (!named.has(host)) this.#owners.delete(host);
  }
}

/** Of the neighbours, this part may be filled with complete peers first: the others have to be reached too. */
const COMPLETE_PART = 2;
/** So many are drawn for each that is told: who comes first would else be told to nearly everybody. */
const DRAWN_PART = 2;
/** A stalled peer is helped for this many stall times. */
const RELIEF_STALLS = 2;
const FORMER_MAX = 3;
/** Patience doubles no more often: the next one may be the slow host of a good site. */
const SLOW_BEFORE_MAX = 2;
/** Weight of one announce in what hosts lack on average. */
const LAG_WEIGHT = 1 / 8;
