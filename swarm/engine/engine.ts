/**
 * The engine: one listener, one identity, many transfers. Runs inside the process that main.ts is; knows no IPC.
 * Its interface is what another engine has to offer to stand in its place.
 */
import { X509Certificate, randomBytes } from "node:crypto";
import type { SecureContext } from "node:tls";
import { type Failure, ShoalError, printable } from "../../runtime/errors.ts";
import { type PeerIdentity, peerIdentity } from "../../runtime/identity.ts";
import type { InfoHash } from "../../runtime/ids.ts";
import { CONNECTIONS_PER_IDENTITY_MAX, POOL_BYTES_MAX, REFUSALS_PER_TICK_MAX, TICK_MS, TRANSFERS_MAX } from "../limits.ts";
import { PRESETS } from "../presets.ts";
import type { AddOptions, Admission, KnownHost, Place, Priority, SwarmEvent, SwarmOptions, TransferStats } from "../swarm.ts";
import { checkTorrent } from "../torrent.ts";
import { type PeerAddress, type TrackerClient, createTrackerClient } from "./announce.ts";
import { createBufferPool } from "./buffer-pool.ts";
import { HOST_LOAD } from "./host-load.ts";
import { HostWatch } from "./host-watch.ts";
import type { PieceRange } from "./messages.ts";
import { type Session, openSession } from "./session.ts";
import { NO_LIMITS, Throttle } from "./throttle.ts";
import { type PeerServer, type PeerSocket, dialPeer, listenForPeers, secureContext } from "./tls.ts";
import { type Client, openClient } from "./webtorrent.ts";

export interface EngineDeps {
  readonly now: () => number;
  readonly minuteOfDay: () => number;
  readonly random: () => number;
  readonly onProgress: (infoHash: InfoHash, stats: TransferStats, verified: readonly number[]) => void;
  readonly onFailed: (infoHash: InfoHash, failure: Failure) => void;
  readonly onEvent: (event: SwarmEvent) => void;
}

export class Engine {
  readonly #options: SwarmOptions;
  readonly #deps: EngineDeps;
  readonly #context: SecureContext;
  readonly #self: PeerIdentity;
  readonly #tracker: TrackerClient;
  readonly #throttle: Throttle;
  /** Null: nothing else of the host goes first. */
  readonly #watch: HostWatch | null;
  readonly #pool = createBufferPool({ keepBytesMax: POOL_BYTES_MAX });
  readonly #peerId = Buffer.concat([Buffer.from("-SL0001-", "latin1"), randomBytes(12)]);
  /** Null while its file is being verified. */
  readonly #sessions = new Map<InfoHash, Session | null>();
  #client: Client | null = null;
  #server: PeerServer | null = null;
  #refusals = 0;
  #ticker: NodeJS.Timeout | undefined;

  /** Errors: E_CONFIG, E_DENIED (the own certificate). */
  constructor(options: SwarmOptions, deps: EngineDeps) {
    this.#options = options;
    this.#deps = deps;
    this.#context = secureContext(options.identity);
    this.#self = peerIdentity(new X509Certificate(options.identity.certificatePem).raw);
    this.#tracker = createTrackerClient(this.#context);
    this.#throttle = new Throttle(options.limits ?? NO_LIMITS, deps);
    this.#watch = this.#makeWatch();
  }

  /** Errors: E_IO (the address is in use or not ours). */
  async start(): Promise<{ readonly host: string; readonly port: number }> {
    const { identity, listen } = this.#options;
    this.#client = await openClient();
    this.#server = await listenForPeers({ identity, ...listen }, this.#context, {
      knows: (infoHash) => this.#sessions.get(infoHash as InfoHash) !== undefined,
      onPeer: (peer) => this.#onPeer(peer),
      onRefused: (address, reason) => this.#refused(address, reason),
    });
    this.#ticker = setInterval(() => this.#tick(), TICK_MS);
    return this.#server.address;
  }

  /** Resolves when the file is verified and the transfer runs. Errors: E_TORRENT, E_EXISTS, E_LIMIT, the file system's. */
  async add(options: AddOptions): Promise<{ readonly verified: Uint32Array; readonly stats: TransferStats }> {
    const metainfo = checkTorrent(options.torrent, this.#options.identity.caPem);
    const { infoHash } = metainfo;
    if (this.#sessions.has(infoHash)) throw new ShoalError("E_EXISTS", `torrent ${infoHash} is being transferred already`);
    if (this.#sessions.size >= TRANSFERS_MAX) throw new ShoalError("E_LIMIT", `more than ${TRANSFERS_MAX} transfers at once`);
    if (this.#client === null || this.#server === null) throw new ShoalError("E_SWARM", "the engine has not started");
    this.#sessions.set(infoHash, null);
    try {
      const session = await openSession(
        {
          add: options,
          metainfo,
          preset: PRESETS[this.#options.preset],
          self: this.#self,
          peerId: this.#peerId,
          port: this.#server.address.port,
          datacenter: this.#options.datacenter ?? null,
        },
        {
          ...this.#deps,
          pool: this.#pool,
          throttle: this.#throttle,
          client: this.#client,
          tracker: { ...this.#tracker, range: (...about) => this.#range(...about) },
          dial: (address, hash, signal) => this.#dial(address, hash, signal),
          othersGetOn: () => this.#getsOn(),
          onProgress: (stats, verified) => this.#deps.onProgress(infoHash, stats, verified),
          onFailed: (failure) => {
            this.#sessions.delete(infoHash);
            this.#deps.onFailed(infoHash, failure);
          },
        },
      );
      this.#sessions.set(infoHash, session);
      this.#watch?.writesTo(options.file);
      return { verified: session.verified, stats: session.stats };
    } catch (error) {
      this.#sessions.delete(infoHash);
      throw error;
    }
  }

  /** Errors: E_NOT_FOUND, E_PEER. */
  addPeers(infoHash: InfoHash, peers: readonly string[], place?: Place): void {
    this.#session(infoHash).addPeers(peers, place);
  }

  /** Errors: E_NOT_FOUND. */
  vouch(infoHash: InfoHash, hosts: readonly KnownHost[]): void {
    this.#session(infoHash).vouch(hosts);
  }

  want(infoHash: InfoHash, ranges: readonly PieceRange[]): void {
    this.#sessions.get(infoHash)?.want(ranges);
  }

  /** Errors: E_NOT_FOUND. */
  admit(infoHash: InfoHash, admission: Admission): void {
    this.#session(infoHash).admit(admission);
  }

  /** Errors: E_NOT_FOUND. */
  setPriority(infoHash: InfoHash, priority: Priority): void {
    this.#session(infoHash).setPriority(priority);
  }

  /** Stops a transfer; unknown ones are none. */
  async remove(infoHash: InfoHash): Promise<void> {
    const session = this.#sessions.get(infoHash);
    if (session === undefined || session === null) return;
    this.#sessions.delete(infoHash);
    await session.stop();
  }

  async stop(): Promise<void> {
    clearInterval(this.#ticker);
    this.#server?.close();
    const sessions = [...this.#sessions.values()];
    this.#sessions.clear();
    await Promise.all(sessions.map((session) => session?.stop() ?? Promise.resolve()));
    this.#tracker.close();
    await this.#client?.close();
  }

  #makeWatch(): HostWatch | null {
    const { limits, preset } = this.#options;
    const mode = limits?.backOff ?? PRESETS[preset].backOff;
    if (mode === "off") return null;
    return new HostWatch(
      { network: true, disk: mode === "on" },
      {
        now: this.#deps.now,
        host: HOST_LOAD,
        patient: () => !this.#getsOn(),
        onCaps: (caps) => this.#throttle.pace(caps),
        onEvent: this.#deps.onEvent,
      },
    );
  }

  /** Somebody waits for a transfer, and it moves. */
  #getsOn(): boolean {
    return [...this.#sessions.values()].some((one) => one?.getsOn === true);
  }

  async #range(...about: Parameters<TrackerClient["range"]>): Promise<Uint8Array> {
    const bytes = await this.#tracker.range(...about);
    this.#watch?.heard(bytes.length);
    return bytes;
  }

  async #dial(address: PeerAddress, infoHash: InfoHash, signal: AbortSignal): Promise<PeerSocket> {
    const peer = await dialPeer(address, infoHash, { context: this.#context, signal });
    this.#watch?.add(peer.socket);
    return peer;
  }

  #session(infoHash: InfoHash): Session {
    const session = this.#sessions.get(infoHash);
    if (session === undefined || session === null) throw new ShoalError("E_NOT_FOUND", `no transfer of torrent ${infoHash}`);
    return session;
  }

  #onPeer(peer: PeerSocket): void {
    this.#watch?.add(peer.socket);
    const session = this.#sessions.get(peer.infoHash);
    const connections = [...this.#sessions.values()].filter((one) => one?.isConnectedTo(peer.identity.principal)).length;
    if (session === undefined || session === null) peer.socket.destroy();
    else if (connections < CONNECTIONS_PER_IDENTITY_MAX) session.accept(peer);
    else {
      peer.socket.destroy();
      this.#refused(peer.identity.principal, `more than ${CONNECTIONS_PER_IDENTITY_MAX} connections`);
    }
  }

  /** Strangers must not be able to fill the parent's log. */
  #refused(address: string, reason: string): void {
    if (this.#refusals++ < REFUSALS_PER_TICK_MAX) this.#deps.onEvent({ kind: "peer-refused", address, reason: printable(reason) });
  }

  #tick(): void {
    this.#refusals = 0;
    this.#watch?.tick();
    this.#throttle.tick();
    for (const session of this.#sessions.values()) session?.tick();
  }
}
