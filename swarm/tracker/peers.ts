/** The peers of one torrent as they announced themselves, one entry a host; silent ones expire. In memory only: after a restart of the tracker the next announces fill it again. */
import { TRACKER_MISSED_ANNOUNCES, TRACKER_PEERS_MAX } from "../limits.ts";
import type { Preset } from "../presets.ts";
import { type HandOutPolicy, type TrackedPeer, chooseIngress, handOut } from "./hand-out.ts";

export interface PeerAnnounce {
  readonly host: string;
  readonly datacenter: string;
  readonly address: string;
  readonly leftBytes: number;
  readonly event: "started" | "update" | "completed" | "stopped";
}

interface Entry extends TrackedPeer {
  readonly heardMs: number;
}

export interface TorrentPeersOptions {
  readonly preset: Preset;
  /** Addresses of the coordinators' seeds. */
  readonly seeds: () => readonly string[];
}

export class TorrentPeers {
  readonly #options: TorrentPeersOptions;
  readonly #policy: HandOutPolicy;
  /** By datacenter, then by host. */
  readonly #homes = new Map<string, Map<string, Entry>>();
  readonly #ingress = new Map<string, ReadonlySet<string>>();

  constructor(options: TorrentPeersOptions) {
    this.#options = options;
    this.#policy = { ingressHosts: 1, stalledMs: options.preset.stalledMs, peersMax: TRACKER_PEERS_MAX };
  }

  get size(): number {
    return [...this.#homes.values()].reduce((sum, home) => sum + home.size, 0);
  }

  get peers(): readonly TrackedPeer[] {
    return [...this.#homes.values()].flatMap((home) => [...home.values()]);
  }

  /** Notes an announce and gives the addresses for it, with the time until the next one. */
  announce(announce: PeerAnnounce, nowMs: number): { readonly peers: readonly string[]; readonly intervalMs: number } {
    this.expire(nowMs);
    const { announceMs, announceCompleteMs } = this.#options.preset;
    const intervalMs = announce.leftBytes === 0 ? announceCompleteMs : announceMs;
    this.#leave(announce.host, announce.event === "stopped" ? null : announce.datacenter);
    if (announce.event === "stopped") return { peers: [], intervalMs };
    const asker = this.#note(announce, nowMs);
    const home = [...(this.#homes.get(asker.datacenter)?.values() ?? [])];
    const ingress = chooseIngress(home, this.#ingress.get(asker.datacenter) ?? new Set(), { nowMs, policy: this.#policy });
    this.#ingress.set(asker.datacenter, ingress);
    const abroad = this.#abroad(asker.datacenter);
    const peers = handOut({ asker, home, ingress, abroad, seeds: this.#options.seeds(), nowMs, policy: this.#policy });
    return { peers, intervalMs };
  }

  /** Lets go of everybody who missed several announces. */
  expire(nowMs: number): void {
    const { announceMs, announceCompleteMs } = this.#options.preset;
    for (const [datacenter, home] of this.#homes) {
      for (const [host, entry] of home) {
        const intervalMs = entry.leftBytes === 0 ? announceCompleteMs : announceMs;
        if (nowMs - entry.heardMs > intervalMs * TRACKER_MISSED_ANNOUNCES + LATE_MS) home.delete(host);
      }
      if (home.size === 0) this.#forget(datacenter);
    }
  }

  #note({ host, datacenter, address, leftBytes }: PeerAnnounce, nowMs: number): Entry {
    const home = this.#homes.get(datacenter) ?? new Map<string, Entry>();
    this.#homes.set(datacenter, home);
    const before = home.get(host);
    const progressedMs = before === undefined || leftBytes < before.leftBytes ? nowMs : before.progressedMs;
    const entry = { host, datacenter, address, leftBytes, joinedMs: before?.joinedMs ?? nowMs, progressedMs, heardMs: nowMs };
    home.set(host, entry);
    return entry;
  }

  /** A host is in one datacenter only: it leaves all but `except`. */
  #leave(host: string, except: string | null): void {
    for (const [datacenter, home] of this.#homes) {
      if (datacenter === except || !home.delete(host)) continue;
      if (home.size === 0) this.#forget(datacenter);
    }
  }

  #forget(datacenter: string): void {
    this.#homes.delete(datacenter);
    this.#ingress.delete(datacenter);
  }

  #abroad(datacenter: string): TrackedPeer[] {
    const peers: TrackedPeer[] = [];
    for (const [other, home] of this.#homes) {
      if (other === datacenter) continue;
      const ingress = this.#ingress.get(other);
      for (const peer of home.values()) if (peer.leftBytes === 0 || ingress?.has(peer.host) === true) peers.push(peer);
    }
    return peers;
  }
}

/** Grace beyond the missed announces: a busy host is not a dead one. */
const LATE_MS = 1_000;
