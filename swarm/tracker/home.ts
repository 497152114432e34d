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
  /** Smoothed; null until the second announce. */
  bytesPerS: number | null;
  /** When it last became an ingress. */
  appointedMs: number;
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
  /** Stalled hosts that are helped from outside, and until when. */
  readonly #relieved = new Map<string, number>();
  #shares: readonly Ownership[] = UNOWNED;
  #slowBefore = 0;
  /** Until then whoever says to be complete is not relied upon: somebody stalled beside it. */
  #doubtedUntilMs = -Infinity;

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
    if (this.#owners.delete(entry.host)) this.#shares = dismiss(entry.host, this.#shares);
  }

  /** Shares of the peer that has announced, after those of failed ingress hosts went to it. */
  appoint(asker: Entry, usualBytesPerS: number | null, nowMs: number): Shares {
    if (this.#complete.size > 0 && isStalled(asker, nowMs, this.#policy)) this.#doubtedUntilMs = nowMs + DOUBT_MS;
    const relied = this.#complete.size > 0 && nowMs > this.#doubtedUntilMs;
    if (relied || asker.leftBytes === 0) {
      // Nothing has to be fetched from outside, or not by this host.
      if (relied) this.#shares = UNOWNED;
      else this.#shares = dismiss(asker.host, this.#shares);
      return NO_SHARES;
    }
    this.#judge(usualBytesPerS, nowMs);
    const before = sharesOf(asker.host, this.#shares);
    this.#owners.set(asker.host, asker);
    const ingressHosts = ingressCount(this.size, this.#policy);
    this.#shares = appoint(asker.host, this.#shares, { ingressHosts, mayOwn: this.#mayOwn(asker, nowMs) });
    this.#prune();
    const after = sharesOf(asker.host, this.#shares);
    if (before === NO_SHARES && after !== NO_SHARES) {
      asker.appointedMs = nowMs;
      asker.bytesPerS = null;
    }
    return after;
  }

  /** It is to take shares over soon. */
  isHeir({ host }: Entry): boolean {
    return this.#shares.some(({ heir }) => heir === host);
  }

  /** Whether a stalled peer may fetch from outside too: some at a time, for a time each. */
  relieves(asker: Entry, nowMs: number): boolean {
    for (const [host, untilMs] of this.#relieved) if (untilMs <= nowMs) this.#relieved.delete(host);
    if (this.#relieved.has(asker.host)) return true;
    if (!isStalled(asker, nowMs, this.#policy) || this.#relieved.size >= this.#policy.reliefHosts) return false;
    this.#relieved.set(asker.host, nowMs + this.#policy.stalledMs * RELIEF_STALLS);
    return true;
  }

  /** Peers at home for the asker: complete ones first, some of its rack among them. */
  neighbours(asker: Entry, random: () => number): readonly Entry[] {
    const { neighbours, rackShare } = this.#policy;
    // One more than wanted: the asker may be among them.
    const chosen = new Set<Entry>();
    this.#complete.sampleInto(chosen, Math.ceil(neighbours / COMPLETE_PART), random);
    const rack = asker.rack === null || this.#racks.size < 2 ? undefined : this.#racks.get(asker.rack);
    rack?.sampleInto(chosen, Math.ceil(neighbours * rackShare), random);
    this.#lacking.sampleInto(chosen, neighbours + 1, random);
    this.#complete.sampleInto(chosen, neighbours + 1, random);
    chosen.delete(asker);
    return [...chosen].slice(0, neighbours);
  }

  /** The peer that others abroad get a share from: the owner of that share, or somebody who is complete. */
  envoy(share: number, random: () => number): Entry | undefined {
    const owner = this.#shares[share]?.owner ?? null;
    if (owner !== null) return this.#owners.get(owner);
    const one = new Set<Entry>();
    this.#complete.sampleInto(one, 1, random);
    return [...one][0] ?? this.owners[0];
  }

  #judge(usualBytesPerS: number | null, nowMs: number): void {
    for (const owner of this.owners) {
      const fault = faultOf(owner, { nowMs, usualBytesPerS, slowBefore: this.#slowBefore, policy: this.#policy });
      if (fault === null) continue;
      if (fault === "slow") this.#slowBefore++;
      this.#dismiss(owner, nowMs);
    }
  }

  #dismiss(owner: Entry, nowMs: number): void {
    this.#shares = dismiss(owner.host, this.#shares);
    this.#dismissed.set(owner.host, nowMs + this.#policy.dismissedMs);
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
/** A stalled peer is helped for this many stall times. */
const RELIEF_STALLS = 2;
const DOUBT_MS = 60_000;
