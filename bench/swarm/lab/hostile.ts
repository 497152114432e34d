/**
 * A hostile host of the lab: `node hostile.ts FILE`, FILE being a PeerJob. It has a valid certificate, announces that it has everything, and says so to
 * whoever connects. Then it sends blocks of noise, or none, or chokes for ever, or sends true blocks at a few KiB a second.
 */
import { randomBytes } from "node:crypto";
import { openSync, readFileSync, readSync } from "node:fs";
import { get } from "node:https";
import { createServer, type TLSSocket } from "node:tls";
import { handshakeBytes, messageBytes } from "../../../test/swarm/fleet.ts";
import type { InfoHash } from "../../../runtime/ids.ts";
import { type PeerJob, SWARM_PORT } from "./job.ts";

const MESSAGE = { unchoke: 1, request: 6, piece: 7, haveAll: 14 } as const;
const HANDSHAKE_BYTES = 68;
const ANNOUNCE_MS = 2_000;
const SLOW_BYTES_PER_S = 8 * 1024;
const SLOW_STEP_MS = 250;

const job = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as PeerJob;
const { identity, torrent, address, part } = job;
const file = openSync(job.file, "r");
const pieceLength = Number(process.argv[3]);

const server = createServer(
  { ca: identity.caPem, cert: identity.certificatePem, key: identity.keyPem, requestCert: true, minVersion: "TLSv1.3" },
  (socket) => receive(socket),
);
server.listen(SWARM_PORT, address, () => process.stdout.write("{}\n"));
process.stdin.on("data", (bytes: Buffer) => bytes.toString().startsWith("go") && announce());
process.stdin.on("end", () => process.exit(0));

function announce(): void {
  const infoHash = [...Buffer.from(torrent.infoHash, "hex")].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
  const peerId = randomBytes(10).toString("hex");
  const url = `${job.announceUrl}?info_hash=${infoHash}&peer_id=${peerId}&port=${SWARM_PORT}&uploaded=0&downloaded=0&left=0&compact=1`;
  const request = get(
    url,
    { ca: identity.caPem, cert: identity.certificatePem, key: identity.keyPem, checkServerIdentity: () => undefined },
    (answer) => answer.resume(),
  );
  request.on("error", () => {});
  setTimeout(announce, ANNOUNCE_MS);
}

function receive(socket: TLSSocket): void {
  socket.on("error", () => {});
  let buffered = Buffer.alloc(0);
  let greeted = false;
  socket.on("data", (bytes: Buffer) => {
    buffered = Buffer.concat([buffered, bytes]);
    if (!greeted && buffered.length >= HANDSHAKE_BYTES) {
      greeted = true;
      buffered = buffered.subarray(HANDSHAKE_BYTES);
      socket.write(Buffer.concat([handshakeBytes(torrent.infoHash as InfoHash), messageBytes(MESSAGE.haveAll)]));
      if (part !== "choking") socket.write(messageBytes(MESSAGE.unchoke));
    }
    if (greeted) buffered = takeMessages(socket, buffered);
  });
}

/** The rest of a message that is not whole. */
function takeMessages(socket: TLSSocket, bytes: Buffer): Buffer<ArrayBuffer> {
  let at = 0;
  while (at + 4 <= bytes.length && at + 4 + bytes.readUInt32BE(at) <= bytes.length) {
    const length = bytes.readUInt32BE(at);
    if (length === 13 && bytes.readUInt8(at + 4) === MESSAGE.request) {
      answer(socket, bytes.readUInt32BE(at + 5), { offset: bytes.readUInt32BE(at + 9), length: bytes.readUInt32BE(at + 13) });
    }
    at += 4 + length;
  }
  return Buffer.from(bytes.subarray(at));
}

function answer(socket: TLSSocket, index: number, { offset, length }: { readonly offset: number; readonly length: number }): void {
  if (part !== "bad-blocks" && part !== "slow") return;
  const block = Buffer.alloc(13 + length);
  block.writeUInt32BE(9 + length, 0);
  block.writeUInt8(MESSAGE.piece, 4);
  block.writeUInt32BE(index, 5);
  block.writeUInt32BE(offset, 9);
  if (part === "bad-blocks") randomBytes(length).copy(block, 13);
  else readSync(file, block, 13, length, index * pieceLength + offset);
  if (part === "bad-blocks") socket.write(block);
  else drip(socket, block);
}

const waiting = new WeakMap<TLSSocket, Buffer[]>();

/** One block after the other, a little at a time. */
function drip(socket: TLSSocket, block: Buffer): void {
  const queue = waiting.get(socket);
  if (queue !== undefined) return void queue.push(block);
  const own = [block];
  waiting.set(socket, own);
  let at = 0;
  const timer = setInterval(() => {
    const first = own[0];
    if (socket.destroyed) return clearInterval(timer);
    if (first === undefined) return;
    socket.write(first.subarray(at, at + (SLOW_BYTES_PER_S * SLOW_STEP_MS) / 1000));
    at += (SLOW_BYTES_PER_S * SLOW_STEP_MS) / 1000;
    if (at >= first.length) {
      own.shift();
      at = 0;
    }
  }, SLOW_STEP_MS);
}
