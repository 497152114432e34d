/**
 * The parts of webtorrent 3, bittorrent-protocol 5 and bittorrent-tracker 11 that are used here; they ship no types. Members with
 * an underscore are private there and are touched in webtorrent.ts only (and checked when it starts).
 */
declare module "bittorrent-protocol" {
  import type { EventEmitter } from "node:events";
  export default class Wire extends EventEmitter {
    readonly destroyed: boolean;
    readonly hasFast: boolean;
    readonly amChoking: boolean;
    readonly peerChoking: boolean;
    readonly peerPieces: { get(index: number): boolean };
    readonly peerExtendedHandshake: Readonly<Record<string, unknown>>;
    extendedHandshake: Record<string, unknown>;
    extendedMapping: Record<number, string>;
    request(index: number, offset: number, length: number, done: (error: Error | null, block: Uint8Array) => void): void;
    cancel(index: number, offset: number, length: number): void;
    piece(index: number, offset: number, block: Uint8Array): void;
    reject(index: number, offset: number, length: number): void;
    have(index: number): void;
    interested(): void;
    uninterested(): void;
    choke(): void;
    unchoke(): void;
    destroy(): void;
    _push(bytes: Uint8Array): unknown;
    _onRequest(index: number, offset: number, length: number): void;
    _onCancel(index: number, offset: number, length: number): void;
  }
}

declare module "webtorrent" {
  import type { EventEmitter } from "node:events";
  import type { Duplex } from "node:stream";
  import type Wire from "bittorrent-protocol";

  export interface Torrent extends EventEmitter {
    readonly destroyed: boolean;
    readonly infoHash: string;
    readonly wires: readonly Wire[];
    readonly pieces: (object | null)[];
    addPeer(peer: Duplex): boolean;
    removePeer(id: string): void;
    destroy(done: (error?: Error) => void): void;
    _peers: Map<string, { readonly wire: Wire | null }>;
    _markVerified(index: number): void;
    _checkDone(): void;
    _updateInterest(): void;
    _verifyPieces(done: (error: Error | null) => void): void;
    _update(): void;
    _updateWire(wire: Wire): void;
    _updateWireInterest(wire: Wire): void;
    _hasAllPieces(): boolean;
    _hasNoPieces(): boolean;
  }

  export default class WebTorrent extends EventEmitter {
    constructor(options: object);
    torrentPort: unknown;
    add(metainfo: Uint8Array, options: object): Torrent;
    destroy(done: (error?: Error) => void): void;
  }
}

declare module "bittorrent-tracker/server" {
  import type { EventEmitter } from "node:events";
  import type { IncomingMessage, ServerResponse } from "node:http";
  export default class TrackerServer extends EventEmitter {
    constructor(options: object);
    // Parameters are those of the caller's own types: this is only a border.
    // oxlint-disable-next-line typescript/no-explicit-any
    _filter: (infoHash: string, params: any, done: (error: Error | null) => void) => void;
    // oxlint-disable-next-line typescript/no-explicit-any
    getSwarm(infoHash: string, done: (error: null, swarm: any) => void): void;
    onHttpRequest(request: IncomingMessage, response: ServerResponse, options: { action: "announce" }): void;
    close(): void;
  }
}

declare module "parse-torrent" {
  const parseTorrent: (torrent: Uint8Array) => Promise<unknown>;
  export default parseTorrent;
}
