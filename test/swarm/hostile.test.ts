/** Peers with a certificate of the fleet that behave badly on the wire: each costs the process nothing but itself. */
import { once } from "node:events";
import type { TLSSocket } from "node:tls";
import test, { type ExecutionContext } from "ava";
import {
  type Bundle,
  type Fleet,
  type Member,
  adding,
  closed,
  createFleet,
  handshakeBytes,
  messageBytes,
  messagesIn,
  rawConnect,
  sameBytes,
  until,
} from "./fleet.ts";

const MIB = 1024 * 1024;
const HAVE_ALL = messageBytes(14);
const UNCHOKE = messageBytes(1);
const INTERESTED = messageBytes(2);

async function attack(
  fleet: Fleet,
  { target, bundle, name }: { readonly target: Member; readonly bundle: Bundle; readonly name: string },
): Promise<TLSSocket> {
  const identity = await fleet.identity("agent", name);
  const socket = await rawConnect(target.address, { identity, infoHash: bundle.torrent.infoHash, caPem: fleet.ca.certificatePem });
  socket.on("error", () => {});
  socket.write(handshakeBytes(bundle.torrent.infoHash));
  return socket;
}

/** An honest host gets everything from the target of the attack. */
async function harmless(
  t: ExecutionContext,
  fleet: Fleet,
  { target, bundle }: { readonly target: Member; readonly bundle: Bundle },
): Promise<void> {
  const host = await fleet.open("agent", "honest");
  const transfer = await host.swarm.add(adding(bundle.torrent, fleet.path("honest"), { peers: [target.address] }));
  await transfer.waitForAll();
  await sameBytes(t, fleet.path("honest"), bundle.bytes);
}

function block(index: number, offset: number, length: number): Buffer {
  const message = Buffer.alloc(13 + length, 0x61);
  message.writeUInt32BE(9 + length, 0);
  message.writeUInt8(7, 4);
  message.writeUInt32BE(index, 5);
  message.writeUInt32BE(offset, 9);
  return message;
}

test.serial("P09 a peer that asks for everything and reads nothing is ended at its cap, and pins little memory", async (t) => {
  const fleet = await createFleet(t);
  const bundle = await fleet.bundle(64 * MIB, MIB);
  const target = await fleet.open("agent", "source");
  await target.swarm.add(adding(bundle.torrent, bundle.file));
  const before = await target.swarm.memoryBytes();
  const greedy = await attack(fleet, { target, bundle, name: "greedy" });
  greedy.write(INTERESTED);
  await once(greedy, "data");
  greedy.pause();
  const requests = Array.from({ length: 3_000 }, (_, at) => messageBytes(6, at % 64, (at % 8) * 128 * 1024, 128 * 1024));
  greedy.write(Buffer.concat(requests));
  t.like(await target.event(({ kind }) => kind === "peer-dropped"), { peer: "agent:greedy", reason: "more than 2048 requests waiting" });
  const grown = (await target.swarm.memoryBytes()) - before;
  t.true(grown < 48 * MIB, `grew by ${Math.round(grown / MIB)} MiB`);
  await harmless(t, fleet, { target, bundle });
});

test.serial("P09 a peer that sends blocks nobody asked for is ended, and none of them is believed", async (t) => {
  const fleet = await createFleet(t);
  const bundle = await fleet.bundle(8 * MIB, 256 * 1024);
  const target = await fleet.open("agent", "web1");
  const transfer = await target.swarm.add(adding(bundle.torrent, fleet.path("web1")));
  const flood = await attack(fleet, { target, bundle, name: "flood" });
  for (let at = 0; at < 64; at++) flood.write(block(at % 32, 0, 128 * 1024));
  t.like(await target.event(({ kind }) => kind === "peer-dropped"), {
    peer: "agent:flood",
    reason: "it sends blocks that nobody asked for",
  });
  t.is(transfer.stats.verifiedBytes, 0);
  const seed = await fleet.open("coordinator", "main");
  await seed.swarm.add(adding(bundle.torrent, bundle.file));
  await target.swarm.addPeers(bundle.torrent.infoHash, [seed.address]);
  await transfer.waitForAll();
  await sameBytes(t, fleet.path("web1"), bundle.bytes);
});

test.serial("P09 however often one host connects, it is one peer", async (t) => {
  const fleet = await createFleet(t);
  const bundle = await fleet.bundle(MIB, 64 * 1024);
  const target = await fleet.open("agent", "source");
  const transfer = await target.swarm.add(adding(bundle.torrent, bundle.file));
  const sockets: TLSSocket[] = [];
  for (let at = 0; at < 12; at++) sockets.push(await attack(fleet, { target, bundle, name: "many" }));
  await Promise.all(sockets.slice(0, -1).map((socket) => closed(socket)));
  await until(() => transfer.stats.peers === 1);
  sockets.at(-1)?.destroy();
  await harmless(t, fleet, { target, bundle });
});

test.serial("a peer whose interest comes in one flight with its handshake is unchoked like any other", async (t) => {
  const fleet = await createFleet(t);
  const bundle = await fleet.bundle(64 * 1024, 64 * 1024);
  const target = await fleet.open("agent", "source");
  await target.swarm.add(adding(bundle.torrent, bundle.file));
  const identity = await fleet.identity("agent", "swift");
  const { infoHash } = bundle.torrent;
  const socket = await rawConnect(target.address, { identity, infoHash, caPem: fleet.ca.certificatePem });
  t.teardown(() => socket.destroy());
  let heard: Buffer = Buffer.alloc(0);
  socket.on("data", (chunk: Buffer) => (heard = Buffer.concat([heard, chunk])));
  socket.write(Buffer.concat([handshakeBytes(infoHash), messageBytes(15), INTERESTED]));
  const told = (id: number): boolean => messagesIn(heard.subarray(68)).some((message) => message.readUInt8(4) === id);
  await until(() => told(1));
  socket.write(messageBytes(6, 0, 0, 16_384));
  await until(() => told(7));
  t.false(told(0), "it was choked again");
});

test.serial("P07 P17 a peer that claims every piece and sends others than asked, or says no to each, holds nobody up", async (t) => {
  const fleet = await createFleet(t);
  const bundle = await fleet.bundle(4 * MIB, 256 * 1024);
  const target = await fleet.open("agent", "web1");
  const transfer = await target.swarm.add(adding(bundle.torrent, fleet.path("web1")));
  const liar = await attack(fleet, { target, bundle, name: "liar" });
  const refuser = await attack(fleet, { target, bundle, name: "refuser" });
  for (const socket of [liar, refuser]) socket.write(Buffer.concat([HAVE_ALL, UNCHOKE]));
  // Each request: the liar sends another block than that; the refuser rejects it.
  liar.on("data", () => liar.write(block(0, 0, 16_384)));
  refuser.on("data", (chunk: Buffer) => {
    for (let at = chunk.indexOf(REQUEST); at >= 0 && at + 17 <= chunk.length; at = chunk.indexOf(REQUEST, at + 17)) {
      const reject = Buffer.from(chunk.subarray(at, at + 17));
      reject.writeUInt8(16, 4);
      refuser.write(reject);
    }
  });
  t.teardown(() => [liar, refuser].forEach((socket) => socket.destroy()));
  const seed = await fleet.open("coordinator", "main");
  await seed.swarm.add(adding(bundle.torrent, bundle.file));
  await target.swarm.addPeers(bundle.torrent.infoHash, [seed.address]);
  await transfer.waitForAll();
  await sameBytes(t, fleet.path("web1"), bundle.bytes);
});

/** Length and type of a request. */
const REQUEST = Buffer.from([0, 0, 0, 13, 6]);
