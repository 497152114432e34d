/**
 * Peer connections before any BitTorrent byte: TLS 1.3, both sides with a certificate of the fleet's CA, SNI = hex infohash
 * (libtorrent's SSL torrents). Names are taken from the certificate's URI only. A peer without a certificate, with another
 * CA's, or for an unknown torrent ends in the handshake; a flood of handshakes ends at its caps.
 */
import type { AddressInfo, OnReadOpts, Socket } from "node:net";
import { type SecureContext, type TLSSocket, type Server, connect, createSecureContext, createServer } from "node:tls";
import { ShoalError } from "../../runtime/errors.ts";
import { type PeerIdentity, peerIdentity } from "../../runtime/identity.ts";
import { type InfoHash, parseInfoHash } from "../../runtime/ids.ts";
import { CONNECTIONS_MAX, HANDSHAKE_DEADLINE_MS, UNAUTHENTICATED_MAX, UNAUTHENTICATED_PER_ADDRESS_MAX } from "../limits.ts";
import type { SwarmIdentity } from "../swarm.ts";

/** An authenticated peer; nothing was read from it yet. */
export interface PeerSocket {
  readonly socket: TLSSocket;
  readonly identity: PeerIdentity;
  readonly infoHash: InfoHash;
  /** Once: from now on what comes in goes there, as long as the socket is not paused. The memory is only lent. */
  readonly receive: (take: (chunk: Buffer) => void) => void;
}

export interface PeerServerOptions {
  readonly identity: SwarmIdentity;
  readonly host: string;
  readonly port: number;
}

export interface PeerServerDeps {
  readonly knows: (infoHash: string) => boolean;
  readonly onPeer: (peer: PeerSocket) => void;
  readonly onRefused: (address: string, reason: string) => void;
}

export interface PeerServer {
  readonly address: { readonly host: string; readonly port: number };
  close(): void;
}

/** TLS settings of this process for peers and tracker alike. Errors: E_CONFIG. */
export function secureContext(identity: SwarmIdentity): SecureContext {
  try {
    return createSecureContext({
      ca: identity.caPem,
      cert: identity.certificatePem,
      key: identity.keyPem,
      minVersion: "TLSv1.3",
      ciphers: "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256",
    });
  } catch (error) {
    throw new ShoalError("E_CONFIG", "the swarm's certificate, key or CA can't be used", { cause: error });
  }
}

/** Listens for peers. Rejects with the listener's error. */
export async function listenForPeers(options: PeerServerOptions, context: SecureContext, deps: PeerServerDeps): Promise<PeerServer> {
  const server = createServer({
    ca: options.identity.caPem,
    cert: options.identity.certificatePem,
    key: options.identity.keyPem,
    minVersion: "TLSv1.3",
    requestCert: true,
    rejectUnauthorized: true,
    handshakeTimeout: HANDSHAKE_DEADLINE_MS,
    SNICallback: (name, done) => (deps.knows(name) ? done(null, context) : done(new Error("unknown torrent"))),
  });
  server.maxConnections = CONNECTIONS_MAX;
  limitUnauthenticated(server, deps);
  server.on("secureConnection", (socket) => accept(socket, deps));
  server.on("tlsClientError", (error: NodeJS.ErrnoException, socket) => {
    // A peer that hung up, because we were connected already for one, did nothing wrong.
    if (error.code !== "ECONNRESET") deps.onRefused(addressOf(socket), error.message);
    // Node leaves a socket whose handshake timed out open.
    socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, options.host, resolve);
  });
  // A listener that fails later (EMFILE while accepting) goes on listening.
  server.on("error", (error) => deps.onRefused("listener", error.message));
  const { address, port } = server.address() as AddressInfo;
  return { address: { host: address, port }, close: () => server.close() };
}

/** Connects to a peer, at most for the handshake's deadline. Errors: E_PEER with what is wrong with it. */
export async function dialPeer(
  address: { readonly host: string; readonly port: number },
  infoHash: InfoHash,
  { context, signal }: { readonly context: SecureContext; readonly signal: AbortSignal },
): Promise<PeerSocket> {
  const name = `${address.host}:${address.port}`;
  const inbound = lentInbound(() => socket);
  // A variable, for the types of Node know `onread` of plain sockets only.
  const options = {
    ...address,
    onread: inbound.onread,
    secureContext: context,
    servername: infoHash,
    minVersion: "TLSv1.3" as const,
    // Host names play no part: the chain is verified by TLS, the name is the URI read below.
    checkServerIdentity: () => undefined,
  };
  const socket: TLSSocket = connect(options);
  try {
    await secured(socket, AbortSignal.any([signal, AbortSignal.timeout(HANDSHAKE_DEADLINE_MS)]));
    return { socket, identity: readIdentity(socket), infoHash, receive: inbound.receive };
  } catch (error) {
    socket.on("error", () => {});
    socket.destroy();
    throw new ShoalError("E_PEER", `peer ${name}: ${(error as Error).message}`, { cause: error });
  }
}

/**
 * Reads every record into one and the same piece of memory; else Node allocates 16 KiB for each, and a fifth of a leecher's time goes into
 * collecting them. (Node has no such option for accepted sockets.)
 */
function lentInbound(socket: () => TLSSocket): { readonly onread: OnReadOpts; readonly receive: PeerSocket["receive"] } {
  let take: ((chunk: Buffer) => void) | null = null;
  const early: Buffer[] = [];
  return {
    onread: {
      buffer: LENT,
      callback: (bytes) => {
        if (take !== null) take(bytes === LENT.length ? LENT : LENT.subarray(0, bytes));
        else early.push(Buffer.from(LENT.subarray(0, bytes)));
        // Nobody listens before its identity is checked.
        return take !== null;
      },
    },
    receive(given) {
      take = given;
      for (const chunk of early.splice(0)) take(chunk);
      socket().resume();
    },
  };
}

/** One TLS record at its largest. Shared by all sockets: what is in it is used before the next one is read. */
const LENT = Buffer.alloc(16 * 1024);

/** Who the authenticated other end is; agents and coordinators only. Errors: E_DENIED, E_PEER. */
function readIdentity(socket: TLSSocket): PeerIdentity {
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined || !socket.authorized) throw new ShoalError("E_PEER", "no certificate of this fleet");
  // A resumed session would carry the identity of an older handshake.
  if (socket.isSessionReused()) throw new ShoalError("E_PEER", "a resumed TLS session");
  const identity = peerIdentity(certificate.raw);
  if (identity.role === "operator") throw new ShoalError("E_PEER", `${identity.principal} is no peer`);
  return identity;
}

function accept(socket: TLSSocket, deps: PeerServerDeps): void {
  socket.on("error", () => {});
  try {
    const name = (socket as TLSSocket & { readonly servername?: string | false }).servername;
    if (typeof name !== "string" || !deps.knows(name)) throw new ShoalError("E_PEER", "no known torrent in its SNI");
    const receive: PeerSocket["receive"] = (take) => void socket.on("data", take);
    deps.onPeer({ socket, identity: readIdentity(socket), infoHash: parseInfoHash(name), receive });
  } catch (error) {
    deps.onRefused(addressOf(socket), (error as Error).message);
    socket.destroy();
  }
}

/** Counts sockets from accept to the end of their handshake. */
function limitUnauthenticated(server: Server, deps: PeerServerDeps): void {
  const pending = new Map<string, string>();
  const ofAddress = (address: string): number => [...pending.values()].filter((other) => other === address).length;
  server.on("connection", (socket: Socket) => {
    const address = addressOf(socket);
    if (pending.size >= UNAUTHENTICATED_MAX || ofAddress(address) >= UNAUTHENTICATED_PER_ADDRESS_MAX) {
      deps.onRefused(address, "too many handshakes at once");
      socket.destroy();
      return;
    }
    const key = endpointOf(socket);
    pending.set(key, address);
    socket.once("close", () => pending.delete(key));
  });
  server.on("secureConnection", (socket) => pending.delete(endpointOf(socket)));
}

function endpointOf(socket: Socket | TLSSocket): string {
  return `${socket.remoteAddress}:${socket.remotePort}`;
}

function secured(socket: TLSSocket, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error("stopped"));
    if (signal.aborted) return abort();
    signal.addEventListener("abort", abort, { once: true });
    socket.once("secureConnect", () => {
      signal.removeEventListener("abort", abort);
      socket.removeListener("error", reject);
      socket.on("error", () => {});
      resolve();
    });
    socket.once("error", reject);
    socket.once("close", () => reject(new Error("closed during the handshake")));
  });
}

function addressOf(socket: Socket | TLSSocket): string {
  return socket.remoteAddress ?? "unknown address";
}
