/**
 * The peers of one torrent as they announced themselves, one entry a host; silent ones expire. In memory only: after a restart of
 * the tracker the next announces fill it again. The cost of an announce does not grow with the number of peers.
 */
import { TRACKER_ANNOUNCES_PER_S_AIM, TRACKER_MISSED_ANNOUNCES } from "../limits.ts";
import type { Preset } from "../presets.ts";
import {
  ALL_SHARES,
  HAND_OUT_POLICY,
  type HandOutPolicy,
  NO_SHARES,
  SHARES,
  type Shares,
  type TrackedPeer,
  isStalled,
} from "./hand-out.ts";
import { type Entry, Home } from "./home.ts";

export interface PeerAnnounce {
  readonly host: string;
  readonly datacenter: string;
  readonly rack?: string | null;
  readonly address: string;
  readonly leftBytes: number;
  /** All that has come to it since it joined; null: it did not say. */
  readonly receivedBytes?: number | null;
  /** Peers it is connected with already; it is told of as many as it lacks. Null: it did not say. */
  readonly connected?: number | null;
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
    const ingressAnnounceMs = Math.min(announceMs, HAND_OUT_POLICY.ingressAnnounceMs);
    const silentMs = ingressAnnounceMs * SILENT_ANNOUNCES + LATE_MS;
    const ingressStalledMs = Math.min(stalledMs, HAND_OUT_POLICY.ingressStalledMs);
    this.#policy = { ...HAND_OUT_POLICY, ingressAnnounceMs, ingressStalledMs, stalledMs, silentMs, ...options.policy };
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
    home.noteLag(asker, shares);
    const intervalMs = this.#interval(asker, { home, isIngress: shares !== NO_SHARES || home.isHeir(asker) });
    this.#expect(asker, nowMs + intervalMs * TRACKER_MISSED_ANNOUNCES + LATE_MS);
    if (asker.leftBytes === 0) return { peers: [], shares: NO_SHARES, intervalMs };
    const relieved = shares !== ALL_SHARES && home.relieves(asker, nowMs);
    const outside = shares === NO_SHARES && !relieved ? [] : this.#outside(asker, { shares: relieved ? ALL_SHARES : shares, relieved });
    const stalled = isStalled(asker, nowMs, this.#policy);
    const wanted = this.#policy.neighbours - (stalled ? 0 : (announce.connected ?? 0));
    const neighbours = home
      .neighbours(asker, { wanted, isIngress: shares !== NO_SHARES, random: this.#options.random })
      .map(({ address }) => address);
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

  #note({ host, datacenter, rack = null, address, leftBytes, receivedBytes = null }: PeerAnnounce, nowMs: number): Entry {
    const known = this.#entries.get(host);
    // A host is in one datacenter only.
    if (known !== undefined && known.datacenter !== datacenter) this.#forget(known);
    const before = this.#entries.get(host);
    const entry = before ?? newEntry({ host, datacenter, rack, address, leftBytes, receivedBytes }, nowMs);
    const home = this.#home(datacenter);
    if (before !== undefined) {
      const complete = leftBytes === 0;
      if (complete !== (before.leftBytes === 0)) this.#complete += complete ? 1 : -1;
      if (complete !== (before.leftBytes === 0) || before.rack !== rack) home.remove(before);
      progress(before, { leftBytes, receivedBytes }, nowMs);
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

  /** Seeds, and a peer of each other datacenter, of some of them where there are many. */
  #outside(asker: Entry, { shares, relieved }: { readonly shares: Shares; readonly relieved: boolean }): readonly string[] {
    const { seeds, seedDatacenter } = this.#options;
    const addresses = [...seeds()];
    // The seed's site has one uplink; its hosts neither send abroad nor fetch there what the seed has.
    const seeded = addresses.length > 0 && !relieved;
    if (seeded && asker.datacenter === seedDatacenter) return addresses;
    const before = asker.envoys ?? new Map<string, Entry>();
    asker.envoys = new Map();
    for (const [datacenter, envoy] of before) if (this.#isEnvoy(datacenter, envoy)) asker.envoys.set(datacenter, envoy);
    const others = [...this.#homes.keys()].filter((other) => other !== asker.datacenter && !(seeded && other === seedDatacenter));
    this.#choose(asker.envoys, others, shares);
    return [...addresses, ...[...asker.envoys.values()].map(({ address }) => address)];
  }

  #choose(envoys: Map<string, Entry>, others: readonly string[], shares: Shares): void {
    const { random } = this.#options;
    const { outsideMax } = this.#policy;
    const first = others.length > outsideMax ? Math.floor(random() * others.length) : 0;
    for (let at = 0; at < others.length && envoys.size < outsideMax; at++) {
      const other = others[(first + at) % others.length]!;
      const envoy = envoys.has(other) ? undefined : this.#homes.get(other)?.envoy(lowestShare(shares), random);
      if (envoy !== undefined) envoys.set(other, envoy);
    }
  }

  #isEnvoy(datacenter: string, envoy: Entry): boolean {
    return this.#entries.get(envoy.host) === envoy && this.#homes.get(datacenter)?.isEnvoy(envoy) === true;
  }

  /** Ingress hosts announce often; the others at the preset's pace, less often where they are many, but for some of each datacenter. */
  #interval(asker: Entry, { home, isIngress }: { readonly home: Home; readonly isIngress: boolean }): number {
    const { announceMs, announceCompleteMs } = this.#options.preset;
    const crowdedMs = (this.size * 1000) / TRACKER_ANNOUNCES_PER_S_AIM;
    if (asker.leftBytes === 0) return Math.max(announceCompleteMs, crowdedMs);
    if (isIngress) return this.#policy.ingressAnnounceMs;
    // Hosts that were told to begin at once must not announce at once for ever: who notices a dead ingress is whoever announces next.
    const usualMs = home.watches(asker) ? announceMs : Math.max(announceMs, crowdedMs);
    return Math.round(usualMs * (1 - INTERVAL_SPREAD * this.#options.random()));
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
const INTERVAL_SPREAD = 0.5;
const USUAL_MS = 500;
/** Weight of the newest rate. */
const RATE_WEIGHT = 0.5;
/** Rates over less than this say nothing. */
const RATE_SPAN_MIN_MS = 400;

function newEntry(peer: Pick<Entry, "host" | "datacenter" | "rack" | "address" | "leftBytes" | "receivedBytes">, nowMs: number): Entry {
  const times = { joinedMs: nowMs, progressedMs: nowMs, heardMs: nowMs, appointedMs: Infinity, dueMs: -Infinity };
  const measures = { bytesPerS: null, lastBytesPerS: null, measuredMs: nowMs, measuredBytes: 0 };
  return { ...peer, ...times, ...measures, envoys: null, shares: NO_SHARES, told: 0 };
}

function progress(entry: Entry, now: Pick<Entry, "leftBytes" | "receivedBytes">, nowMs: number): void {
  const got = Math.max(0, entry.leftBytes - now.leftBytes) || 0;
  const came = now.receivedBytes === null ? got : Math.max(0, now.receivedBytes - (entry.receivedBytes ?? 0));
  if (got > 0 || came > 0) entry.progressedMs = nowMs;
  entry.leftBytes = now.leftBytes;
  entry.heardMs = nowMs;
  // It announces itself by two ways, of which one does not say what came: its rate is what the other says.
  if (now.receivedBytes === null && entry.receivedBytes !== null) return;
  entry.receivedBytes = now.receivedBytes;
  entry.measuredBytes += came;
  const spanMs = nowMs - entry.measuredMs;
  if (spanMs < RATE_SPAN_MIN_MS) return;
  const bytesPerS = (entry.measuredBytes * 1000) / spanMs;
  entry.lastBytesPerS = bytesPerS;
  entry.bytesPerS = entry.bytesPerS === null ? bytesPerS : entry.bytesPerS + RATE_WEIGHT * (bytesPerS - entry.bytesPerS);
  entry.measuredMs = nowMs;
  entry.measuredBytes = 0;
}

function lowestShare(shares: Shares): number {
  for (let share = 0; share < SHARES; share++) if (((shares >> share) & 1) === 1) return share;
  return 0;
}
