/**
 * The peers of one torrent as they announced themselves, one entry a host; silent ones expire. In memory only: after a restart of
 * the tracker the next announces fill it again. The cost of an announce does not grow with the number of peers.
 */
import { TRACKER_ANNOUNCES_PER_S_AIM, TRACKER_MISSED_ANNOUNCES } from "../limits.ts";
import type { Preset } from "../presets.ts";
import { ALL_SHARES, HAND_OUT_POLICY, type HandOutPolicy, NO_SHARES, SHARES, type Shares, type TrackedPeer } from "./hand-out.ts";
import { type Entry, Home } from "./home.ts";

export interface PeerAnnounce {
  readonly host: string;
  readonly datacenter: string;
  readonly rack?: string | null;
  readonly address: string;
  readonly leftBytes: number;
  readonly event: "started" | "update" | "completed" | "stopped";
}

export interface PeerAnswer {
  /** Addresses, most useful first; none for a complete peer: others come to it. */
  readonly peers: readonly string[];
  /** What it may fetch from peers of other datacenters (hand-out.ts). */
  readonly shares: Shares;
  readonly intervalMs: number;
}

export interface TorrentPeersOptions {
  readonly preset: Preset;
  /** Addresses of the coordinators' seeds. */
  readonly seeds: () => readonly string[];
  /** Where they are. */
  readonly seedDatacenter: string;
  /** In [0, 1). */
  readonly random: () => number;
  /** Instead of the preset's; for the simulator and tests. */
  readonly policy?: Partial<HandOutPolicy>;
}

export class TorrentPeers {
  readonly #options: TorrentPeersOptions;
  readonly #policy: HandOutPolicy;
  readonly #entries = new Map<string, Entry>();
  readonly #homes = new Map<string, Home>();
  /** Peers to look at in a certain second: by then each has announced again or is gone. */
  readonly #due = new Map<number, Entry[]>();
  #complete = 0;
  #sweptS = -Infinity;
  #usualBytesPerS: number | null = null;
  #usualMs = -Infinity;

  constructor(options: TorrentPeersOptions) {
    this.#options = options;
    const { stalledMs, announceMs } = options.preset;
    const silentMs = announceMs * SILENT_ANNOUNCES + LATE_MS;
    this.#policy = { ...HAND_OUT_POLICY, stalledMs, silentMs, ...options.policy };
  }

  get size(): number {
    return this.#entries.size;
  }

  get complete(): number {
    return this.#complete;
  }

  get peers(): readonly TrackedPeer[] {
    return [...this.#entries.values()];
  }

  /** Notes an announce and answers it. */
  announce(announce: PeerAnnounce, nowMs: number): PeerAnswer {
    this.expire(nowMs);
    if (announce.event === "stopped") {
      this.#forget(this.#entries.get(announce.host));
      return { peers: [], shares: NO_SHARES, intervalMs: this.#options.preset.announceCompleteMs };
    }
    const asker = this.#note(announce, nowMs);
    const home = this.#home(asker.datacenter);
    const shares = home.appoint(asker, this.#usualRate(nowMs), nowMs);
    const intervalMs = this.#interval(asker, shares !== NO_SHARES || home.isHeir(asker));
    this.#expect(asker, nowMs + intervalMs * TRACKER_MISSED_ANNOUNCES + LATE_MS);
    if (asker.leftBytes === 0) return { peers: [], shares: NO_SHARES, intervalMs };
    const relieved = shares !== ALL_SHARES && home.relieves(asker, nowMs);
    const outside = shares === NO_SHARES && !relieved ? [] : this.#outside(asker, relieved ? ALL_SHARES : shares, relieved);
    const neighbours = home.neighbours(asker, this.#options.random).map(({ address }) => address);
    return { peers: [...outside, ...neighbours], shares: relieved ? ALL_SHARES : shares, intervalMs };
  }

  /** Lets go of everybody who missed several announces. Once a second at most. */
  expire(nowMs: number): void {
    const nowS = Math.floor(nowMs / 1000);
    if (nowS <= this.#sweptS) return;
    this.#sweptS = nowS;
    for (const [second, entries] of this.#due) {
      if (second > nowS) continue;
      this.#due.delete(second);
      for (const entry of entries) {
        if (this.#entries.get(entry.host) !== entry) continue;
        if (entry.dueMs > nowMs) this.#lookAt(entry);
        else this.#forget(entry);
      }
    }
  }

  #note({ host, datacenter, rack = null, address, leftBytes }: PeerAnnounce, nowMs: number): Entry {
    const known = this.#entries.get(host);
    // A host is in one datacenter only.
    if (known !== undefined && known.datacenter !== datacenter) this.#forget(known);
    const before = this.#entries.get(host);
    const entry = before ?? newEntry({ host, datacenter, rack, address, leftBytes, nowMs });
    const home = this.#home(datacenter);
    if (before !== undefined) {
      const complete = leftBytes === 0;
      if (complete !== (before.leftBytes === 0)) this.#complete += complete ? 1 : -1;
      if (complete !== (before.leftBytes === 0) || before.rack !== rack) home.remove(before);
      progress(before, leftBytes, nowMs);
      before.rack = rack;
      before.address = address;
    } else {
      this.#entries.set(host, entry);
      if (leftBytes === 0) this.#complete++;
    }
    home.add(entry);
    return entry;
  }

  #home(datacenter: string): Home {
    const home = this.#homes.get(datacenter) ?? new Home(this.#policy);
    this.#homes.set(datacenter, home);
    return home;
  }

  #forget(entry: Entry | undefined): void {
    if (entry === undefined || !this.#entries.delete(entry.host)) return;
    if (entry.leftBytes === 0) this.#complete--;
    const home = this.#home(entry.datacenter);
    home.forget(entry);
    if (home.size === 0) this.#homes.delete(entry.datacenter);
  }

  /** Seeds, and a peer of each other datacenter, some of them where there are many. */
  #outside({ datacenter }: Entry, shares: Shares, relieved: boolean): readonly string[] {
    const { seeds, seedDatacenter, random } = this.#options;
    const addresses = [...seeds()];
    // The seed's site has one uplink; its hosts neither send abroad nor fetch there what the seed has.
    const seeded = addresses.length > 0 && !relieved;
    if (seeded && datacenter === seedDatacenter) return addresses;
    const others = [...this.#homes.keys()].filter((other) => other !== datacenter && !(seeded && other === seedDatacenter));
    const first = others.length > this.#policy.outsideMax ? Math.floor(random() * others.length) : 0;
    for (let at = 0; at < Math.min(others.length, this.#policy.outsideMax); at++) {
      const other = others[(first + at) % others.length]!;
      const envoy = this.#homes.get(other)?.envoy(lowestShare(shares), random);
      if (envoy !== undefined) addresses.push(envoy.address);
    }
    return addresses;
  }

  /** Ingress hosts announce at the preset's pace; the others less often where they are many. */
  #interval({ leftBytes }: Entry, isIngress: boolean): number {
    const { announceMs, announceCompleteMs } = this.#options.preset;
    const crowdedMs = (this.size * 1000) / TRACKER_ANNOUNCES_PER_S_AIM;
    if (leftBytes === 0) return Math.max(announceCompleteMs, crowdedMs);
    return isIngress ? announceMs : Math.max(announceMs, crowdedMs);
  }

  #expect(entry: Entry, dueMs: number): void {
    const first = entry.dueMs === -Infinity;
    entry.dueMs = dueMs;
    if (first) this.#lookAt(entry);
  }

  #lookAt(entry: Entry): void {
    const second = Math.ceil(entry.dueMs / 1000);
    const bucket = this.#due.get(second);
    if (bucket === undefined) this.#due.set(second, [entry]);
    else bucket.push(entry);
  }

  /** Middle rate of the ingress hosts of all datacenters; looked at twice a second at most. */
  #usualRate(nowMs: number): number | null {
    if (nowMs - this.#usualMs < USUAL_MS) return this.#usualBytesPerS;
    this.#usualMs = nowMs;
    const owners = [...this.#homes.values()].flatMap((home) => home.owners);
    const rates = owners.flatMap(({ bytesPerS, leftBytes }) => (bytesPerS === null || leftBytes === 0 ? [] : [bytesPerS]));
    rates.sort((a, b) => a - b);
    this.#usualBytesPerS = rates.length < 2 ? null : rates[Math.floor(rates.length / 2)]!;
    return this.#usualBytesPerS;
  }
}

/** Grace beyond the missed announces: a busy host is not a dead one. */
const LATE_MS = 1_000;
const SILENT_ANNOUNCES = 2;
const USUAL_MS = 500;
/** Weight of the newest rate. */
const RATE_WEIGHT = 0.5;
/** Rates over less than this say nothing. */
const RATE_SPAN_MIN_MS = 200;

function newEntry(given: Omit<PeerAnnounce, "event" | "rack"> & { readonly rack: string | null; readonly nowMs: number }): Entry {
  const { nowMs, ...peer } = given;
  return { ...peer, joinedMs: nowMs, progressedMs: nowMs, heardMs: nowMs, bytesPerS: null, appointedMs: -Infinity, dueMs: -Infinity };
}

function progress(entry: Entry, leftBytes: number, nowMs: number): void {
  const spanMs = nowMs - entry.heardMs;
  if (spanMs >= RATE_SPAN_MIN_MS && Number.isFinite(entry.leftBytes)) {
    const bytesPerS = (Math.max(0, entry.leftBytes - leftBytes) * 1000) / spanMs;
    entry.bytesPerS = entry.bytesPerS === null ? bytesPerS : entry.bytesPerS + RATE_WEIGHT * (bytesPerS - entry.bytesPerS);
  }
  if (leftBytes < entry.leftBytes) entry.progressedMs = nowMs;
  entry.leftBytes = leftBytes;
  entry.heardMs = nowMs;
}

function lowestShare(shares: Shares): number {
  for (let share = 0; share < SHARES; share++) if (((shares >> share) & 1) === 1) return share;
  return 0;
}
