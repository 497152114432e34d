/** A fleet on loopback for swarm tests: certificates, bundle files, swarms that stop with the test, peers spoken by hand. */
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type TLSSocket, connect } from "node:tls";
import type { ExecutionContext } from "ava";
import { blake3Bytes } from "../../runtime/blake3.ts";
import { createFleetCa, issueCertificate } from "../../runtime/certificates.ts";
import type { KeyPair, Role } from "../../runtime/identity.ts";
import { type HostId, type InfoHash, parseHostId } from "../../runtime/ids.ts";
import { openSwarm } from "../../swarm/process.ts";
import type { AddOptions, Admission, Swarm, SwarmDeps, SwarmEvent, SwarmIdentity, SwarmOptions, Torrent } from "../../swarm/swarm.ts";
import { createTorrent } from "../../swarm/torrent.ts";

export const LOOPBACK = { host: "127.0.0.1", port: 0 } as const;
export const EVERYBODY: Admission = { hosts: null };

export interface Bundle {
  readonly file: string;
  readonly bytes: Buffer;
  readonly torrent: Torrent;
}

export interface Member {
  readonly name: string;
  readonly swarm: Swarm;
  readonly events: readonly SwarmEvent[];
  /** Resolves at the first event, past or to come, that fits. */
  event(fits: (event: SwarmEvent) => boolean): Promise<SwarmEvent>;
  /** `127.0.0.1:port`. */
  readonly address: string;
}

export interface Fleet {
  readonly directory: string;
  readonly ca: KeyPair;
  path(name: string): string;
  identity(role: Role, name: string): Promise<SwarmIdentity>;
  bundle(sizeBytes: number, pieceLengthBytes?: number): Promise<Bundle>;
  open(role: Role, name: string, deps?: SwarmDeps & Partial<Pick<SwarmOptions, "memoryLimitMib" | "limits">>): Promise<Member>;
}

export type OpenSwarm = (options: SwarmOptions, deps: SwarmDeps) => Promise<Swarm>;

/** Everything made here goes away with the test. */
export async function createFleet(t: ExecutionContext, open: OpenSwarm = openSwarm): Promise<Fleet> {
  const directory = await mkdtemp(join(tmpdir(), "shoal-swarm-test-"));
  t.teardown(() => rm(directory, { recursive: true, force: true }));
  const ca = await createFleetCa({ name: "test fleet", days: 2 });
  const identity = (role: Role, name: string): Promise<SwarmIdentity> => issueIdentity(ca, role, name);
  return {
    directory,
    ca,
    path: (name) => join(directory, name),
    identity,
    async bundle(sizeBytes, pieceLengthBytes) {
      const bytes = randomBytes(sizeBytes);
      const file = join(directory, `bundle-${bytes.toString("hex", 0, 6)}`);
      await writeFile(file, bytes);
      return { file, bytes, torrent: await makeTorrent(file, ca, pieceLengthBytes) };
    },
    async open(role, name, { memoryLimitMib = 256, limits, ...deps } = {}) {
      const events: SwarmEvent[] = [];
      const listeners = new Set<() => void>();
      const onEvent = (event: SwarmEvent): void => {
        events.push(event);
        for (const listener of listeners) listener();
        deps.onEvent?.(event);
      };
      const options = {
        listen: LOOPBACK,
        advertiseHost: "127.0.0.1",
        preset: "loopback",
        memoryLimitMib,
        ...(limits === undefined ? {} : { limits }),
      } as const;
      const swarm = await open({ ...options, identity: await identity(role, name) }, { ...deps, onEvent });
      t.teardown(() => swarm.stop());
      return { name, swarm, events, address: `127.0.0.1:${swarm.address.port}`, event: (fits) => firstEvent(events, listeners, fits) };
    },
  };
}

export function makeTorrent(file: string, ca: KeyPair, pieceLengthBytes?: number): Promise<Torrent> {
  const piece = pieceLengthBytes === undefined ? {} : { pieceLengthBytes };
  return createTorrent({ file, name: "bundle.tar.zst", caPem: ca.certificatePem, ...piece });
}

export async function issueIdentity(ca: KeyPair, role: Role, name: string): Promise<SwarmIdentity> {
  const pair = await issueCertificate({ ca, role, name, addresses: ["127.0.0.1", "localhost"], days: 1 });
  return { caPem: ca.certificatePem, ...pair };
}

export function adding(torrent: AddOptions["torrent"], file: string, more: Partial<AddOptions> = {}): AddOptions {
  return { torrent, file, announceUrl: null, admission: EVERYBODY, ...more };
}

export const hosts = (...names: string[]): readonly HostId[] => names.map(parseHostId);

export async function sameBytes(t: ExecutionContext, file: string, bytes: Buffer): Promise<void> {
  t.true((await readFile(file)).equals(bytes), `${file} is not the bundle`);
}

/** BLAKE3 of each piece of these bytes. */
export function digestsOf(bytes: Buffer, pieceLengthBytes: number): Uint8Array {
  const count = Math.ceil(bytes.length / pieceLengthBytes);
  const pieces = Array.from({ length: count }, (_, index) => bytes.subarray(index * pieceLengthBytes, (index + 1) * pieceLengthBytes));
  return Buffer.concat(pieces.map((piece) => blake3Bytes(piece)));
}

/** A TLS connection to a swarm as a peer would make it; not a byte of BitTorrent was sent. Rejects where the handshake does. */
export async function rawConnect(
  address: string,
  {
    identity,
    infoHash,
    caPem,
  }: { readonly identity: Partial<SwarmIdentity> | null; readonly infoHash: string | null; readonly caPem: string },
): Promise<TLSSocket> {
  const socket = connect({
    host: "127.0.0.1",
    port: Number(address.split(":")[1]),
    ca: caPem,
    ...(identity === null ? {} : { cert: identity.certificatePem, key: identity.keyPem }),
    ...(infoHash === null ? {} : { servername: infoHash }),
    minVersion: "TLSv1.3",
    checkServerIdentity: () => undefined,
  });
  await once(socket, "secureConnect");
  return socket;
}

/** The 68 bytes that open a BitTorrent connection, with the extension and fast bits set. */
export function handshakeBytes(infoHash: InfoHash): Buffer {
  const reserved = Buffer.from([0, 0, 0, 0, 0, 0x10, 0, 0x04]);
  return Buffer.concat([Buffer.from("\u0013BitTorrent protocol", "latin1"), reserved, Buffer.from(infoHash, "hex"), randomBytes(20)]);
}

/** A length-prefixed message. */
export function messageBytes(id: number, ...numbers: number[]): Buffer {
  const message = Buffer.alloc(5 + 4 * numbers.length);
  message.writeUInt32BE(message.length - 4, 0);
  message.writeUInt8(id, 4);
  numbers.forEach((number, at) => message.writeUInt32BE(number, 5 + 4 * at));
  return message;
}

/** A message of the extension protocol (BEP 10). */
export function extendedMessage(id: number, body: Uint8Array): Buffer {
  const message = Buffer.alloc(6 + body.length);
  message.writeUInt32BE(2 + body.length, 0);
  message.writeUInt8(20, 4);
  message.writeUInt8(id, 5);
  message.set(body, 6);
  return message;
}

/** At least so many bytes of what the other end sends. */
export async function bytesOf(socket: TLSSocket, atLeast: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of socket.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    if (chunks.reduce((sum, { length }) => sum + length, 0) >= atLeast) break;
  }
  return Buffer.concat(chunks);
}

/** The whole messages in these bytes, each with its length prefix. */
export function messagesIn(bytes: Buffer): readonly Buffer[] {
  const messages: Buffer[] = [];
  for (let at = 0; at + 4 <= bytes.length && at + 4 + bytes.readUInt32BE(at) <= bytes.length; at += 4 + bytes.readUInt32BE(at)) {
    messages.push(bytes.subarray(at, at + 4 + bytes.readUInt32BE(at)));
  }
  return messages.filter((message) => message.length > 4);
}

/** Resolves when the condition holds; fails the test after ten seconds. For facts that no event tells. */
export async function until(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error("the condition did not come to hold within 10 s");
    await delay(10);
  }
}

/** The other end closed. */
export async function closed(socket: Socket): Promise<void> {
  socket.on("error", () => {});
  socket.resume();
  if (!socket.closed) await once(socket, "close");
}

function firstEvent(events: readonly SwarmEvent[], listeners: Set<() => void>, fits: (event: SwarmEvent) => boolean): Promise<SwarmEvent> {
  return new Promise((resolve) => {
    const look = (): void => {
      const found = events.find(fits);
      if (found === undefined) return;
      listeners.delete(look);
      resolve(found);
    };
    listeners.add(look);
    look();
  });
}
