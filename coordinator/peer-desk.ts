/**
 * Peers through the session, from the tracker's own book, so that a tracker that can't be reached stops nobody.
 *
 * An agent announces a transfer in its session as it does to the tracker and is answered with addresses, and with the names behind them; each of those
 * hosts hears the announcer's name in turn, once a session. So the two know each other before they meet: they let each other in, also when nobody
 * is left to ask, and can tell in which datacenter the other one is.
 *
 * Nothing here is durable: an agent announces everything anew in each session.
 */
import type { AnnounceReport, CoordinatorMessage, PeerHost } from "../proto/messages.ts";
import type { HostId, InfoHash } from "../runtime/ids.ts";
import type { Tracker } from "../swarm/tracker/server.ts";
import { datacenterOf, type HostDirectory, rackOf } from "./hosts.ts";
import { INTRODUCTION_PAUSE_MS, PEER_ROOMS_MAX } from "./limits.ts";
import type { HostRecord } from "./store/hosts.ts";

export interface PeerDeskDeps {
  readonly tracker: Pick<Tracker, "announce">;
  /** Whether the torrent belongs to an app assigned to the host. */
  readonly allowed: (host: HostId, infoHash: InfoHash) => boolean;
  readonly hosts: Pick<HostDirectory, "get">;
  readonly send: (host: HostId, message: CoordinatorMessage) => boolean;
  readonly setTimer: (delayMs: number, run: () => void) => () => void;
}

export interface PeerDesk {
  /** `remoteAddress`: the IP address that the host's session comes from. */
  announced(record: HostRecord, report: AnnounceReport, remoteAddress: string): void;
  /** A session began: the host knows nobody. */
  forget(host: HostId): void;
}

interface Room {
  readonly byAddress: Map<string, HostId>;
  readonly addressOf: Map<HostId, string>;
  /** Who was told of whom. */
  readonly told: Map<HostId, Set<HostId>>;
}

export function createPeerDesk(deps: PeerDeskDeps): PeerDesk {
  const rooms = new Map<InfoHash, Room>();
  /** Introductions that wait to be sent together. */
  const waiting = new Map<HostId, Map<InfoHash, PeerHost[]>>();
  let timer: (() => void) | null = null;

  const roomOf = (infoHash: InfoHash): Room => {
    const room = rooms.get(infoHash) ?? { byAddress: new Map(), addressOf: new Map(), told: new Map() };
    // The one that was heard of longest ago goes: its hosts announce again, and are named anew.
    rooms.delete(infoHash);
    rooms.set(infoHash, room);
    const [oldest] = rooms.keys();
    if (rooms.size > PEER_ROOMS_MAX && oldest !== undefined) rooms.delete(oldest);
    return room;
  };
  const flush = (): void => {
    timer = null;
    for (const [host, torrents] of waiting) for (const [infoHash, hosts] of torrents) tell(host, { infoHash, hosts });
    waiting.clear();
  };
  const tell = (host: HostId, { infoHash, hosts }: { readonly infoHash: InfoHash; readonly hosts: readonly PeerHost[] }): void => {
    deps.send(host, { kind: "peers", peers: { infoHash, addresses: [], hosts, shares: null, intervalMs: null } });
  };
  const introduce = (to: HostId, infoHash: InfoHash, newcomer: PeerHost): void => {
    const torrents = waiting.get(to) ?? new Map<InfoHash, PeerHost[]>();
    waiting.set(to, torrents.set(infoHash, [...(torrents.get(infoHash) ?? []), newcomer]));
    timer ??= deps.setTimer(INTRODUCTION_PAUSE_MS, flush);
  };

  return {
    announced(record, { infoHash, port, leftBytes, stopped }, remoteAddress) {
      if (remoteAddress === "" || !deps.allowed(record.host, infoHash)) return;
      const address = remoteAddress.includes(":") ? `[${remoteAddress}]:${port}` : `${remoteAddress}:${port}`;
      const event = stopped ? "stopped" : leftBytes === 0 ? "completed" : "update";
      const self = { host: record.host, datacenter: datacenterOf(record) };
      const { peers, shares, intervalMs } = deps.tracker.announce(infoHash, { ...self, rack: rackOf(record), address, leftBytes, event });
      const room = roomOf(infoHash);
      leave(room, record.host);
      if (stopped) return void (room.addressOf.size === 0 && rooms.delete(infoHash));
      room.byAddress.set(address, record.host);
      room.addressOf.set(record.host, address);
      const known = peers.flatMap((peer) => room.byAddress.get(peer) ?? []).filter((host) => deps.allowed(host, infoHash));
      const hosts = known.flatMap((host): PeerHost[] => {
        const other = deps.hosts.get(host);
        return other === null ? [] : [{ host, datacenter: datacenterOf(other) }];
      });
      deps.send(record.host, { kind: "peers", peers: { infoHash, addresses: peers, hosts, shares, intervalMs } });
      for (const host of known) if (isNews(room, host, record.host)) introduce(host, infoHash, self);
    },
    forget(host) {
      for (const { told } of rooms.values()) told.delete(host);
    },
  };
}

function leave({ byAddress, addressOf }: Room, host: HostId): void {
  const before = addressOf.get(host);
  addressOf.delete(host);
  if (before !== undefined && byAddress.get(before) === host) byAddress.delete(before);
}

function isNews({ told }: Room, to: HostId, about: HostId): boolean {
  const names = told.get(to) ?? new Set();
  told.set(to, names);
  if (names.has(about)) return false;
  names.add(about);
  return true;
}
