/** What every engine behind the swarm's interface must do. Run by process.test.ts; another engine is given as another `open`. */
import { randomBytes } from "node:crypto";
import { connect } from "node:net";
import { readFile, writeFile } from "node:fs/promises";
import test from "ava";
import {
  adding,
  bytesOf,
  closed,
  createFleet,
  digestsOf,
  extendedMessage,
  handshakeBytes,
  hosts,
  issueIdentity,
  makeTorrent,
  messageBytes,
  messagesIn,
  type OpenSwarm,
  rawConnect,
  sameBytes,
  until,
} from "./fleet.ts";
import { createFleetCa } from "../../runtime/certificates.ts";
import { UNAUTHENTICATED_PER_ADDRESS_MAX } from "../../swarm/limits.ts";
import { ShoalError } from "../../runtime/errors.ts";

const MIB = 1024 * 1024;

export function testSwarm(label: string, open: OpenSwarm): void {
  const title = (text: string): string => `${label}: ${text}`;

  test.serial(title("a host fetches a bundle from a coordinator's seed, and the bytes are counted as the seed's"), async (t) => {
    const fleet = await createFleet(t, open);
    const { file, bytes, torrent } = await fleet.bundle(32 * MIB + 12_345);
    const seed = await fleet.open("coordinator", "main");
    const seeding = await seed.swarm.add(adding(torrent, file));
    const host = await fleet.open("agent", "web1");
    const seen: number[] = [];
    const transfer = await host.swarm.add(adding(torrent, fleet.path("web1"), { peers: [seed.address] }));
    transfer.onChange((stats) => seen.push(stats.verifiedBytes));
    await transfer.waitForAll();
    await sameBytes(t, fleet.path("web1"), bytes);
    t.like(transfer.stats, { sizeBytes: bytes.length, verifiedBytes: bytes.length, bytesFromSeed: bytes.length, bytesFromHosts: 0 });
    t.deepEqual(
      seen,
      seen.toSorted((a, b) => a - b),
      "progress never falls",
    );
    t.is(seeding.stats.verifiedBytes, bytes.length);
    t.true((await host.swarm.memoryBytes()) < 256 * MIB);
  });

  test.serial(title("hosts that start together get most of a bundle from each other, however few its pieces are"), async (t) => {
    const fleet = await createFleet(t, open);
    const seed = await fleet.open("coordinator", "main");
    const members = await Promise.all(["web1", "web2", "web3", "web4"].map((name) => fleet.open("agent", name)));
    for (const { file, bytes, torrent } of [await fleet.bundle(24 * MIB), await fleet.bundle(50_000)]) {
      const seeding = await seed.swarm.add(adding(torrent, file));
      const peers = [seed.address, ...members.map(({ address }) => address)];
      const path = (name: string): string => fleet.path(`${name}-${bytes.length}`);
      const transfers = await Promise.all(members.map(({ name, swarm }) => swarm.add(adding(torrent, path(name), { peers }))));
      await Promise.all(transfers.map((transfer) => transfer.waitForAll()));
      for (const { name } of members) await sameBytes(t, path(name), bytes);
      const fromHosts = transfers.reduce((sum, { stats }) => sum + stats.bytesFromHosts, 0);
      t.true(fromHosts >= 2 * bytes.length, `${fromHosts} of ${4 * bytes.length} bytes came from hosts`);
      await until(() => seeding.stats.peers === 0);
    }
  });

  test.serial(title("nobody without a certificate of the fleet gets past the TLS handshake"), async (t) => {
    const fleet = await createFleet(t, open);
    const { file, torrent } = await fleet.bundle(64 * 1024);
    const seed = await fleet.open("coordinator", "main");
    await seed.swarm.add(adding(torrent, file));
    const caPem = fleet.ca.certificatePem;
    const stranger = await issueIdentity(await createFleetCa({ name: "other fleet", days: 2 }), "agent", "web1");
    const friend = await fleet.identity("agent", "web1");
    const operator = await fleet.identity("operator", "alice");
    const { infoHash } = torrent;
    const attempts = {
      "without a certificate": { identity: null, infoHash, caPem },
      "with another fleet's": { identity: stranger, infoHash, caPem },
      "of an operator": { identity: operator, infoHash, caPem },
      "for an unknown torrent": { identity: friend, infoHash: "00".repeat(20), caPem },
      "for no torrent": { identity: friend, infoHash: null, caPem },
    };
    for (const [who, attempt] of Object.entries(attempts)) {
      let heard = 0;
      try {
        // TLS 1.3 clients finish before the server has seen their certificate; then it closes without a byte.
        const socket = await rawConnect(seed.address, attempt);
        socket.on("data", (chunk) => (heard += chunk.length));
        socket.on("error", () => {});
        socket.write(handshakeBytes(infoHash));
        await closed(socket);
      } catch (error) {
        t.truthy(error);
      }
      t.is(heard, 0, `a peer ${who} got bytes`);
    }
    await t.throwsAsync(rawConnect(seed.address, attempts["for an unknown torrent"]), undefined, "it ends inside the handshake");
    const socket = await rawConnect(seed.address, { identity: friend, infoHash, caPem });
    t.teardown(() => socket.destroy());
    socket.write(handshakeBytes(infoHash));
    t.is((await bytesOf(socket, 68)).toString("hex", 28, 48), infoHash, "the harmless twin is answered");
  });

  test.serial(title("P10 P11 no metadata and no peer exchange is offered, and asking for them gets nothing"), async (t) => {
    const fleet = await createFleet(t, open);
    const { file, torrent } = await fleet.bundle(64 * 1024);
    const seed = await fleet.open("agent", "source");
    await seed.swarm.add(adding(torrent, file));
    const identity = await fleet.identity("agent", "web1");
    const socket = await rawConnect(seed.address, { identity, infoHash: torrent.infoHash, caPem: fleet.ca.certificatePem });
    t.teardown(() => socket.destroy());
    const question = Buffer.from("d8:msg_typei0e5:piecei0ee");
    const offer = Buffer.from("d1:md11:ut_metadatai1e6:ut_pexi2eee");
    socket.write(Buffer.concat([handshakeBytes(torrent.infoHash), extendedMessage(0, offer), extendedMessage(1, question)]));
    socket.write(Buffer.concat([messageBytes(2), messageBytes(6, 0, 0, 16_384)]));
    // Everything up to the block that was asked for last.
    const heard = await bytesOf(socket, 68 + 16_384 + 13);
    const extended = messagesIn(heard.subarray(68)).filter((message) => message.readUInt8(4) === 20);
    t.deepEqual(
      extended.map((message) => message.readUInt8(5)),
      [0],
    );
    const handshake = extended[0]?.toString("latin1") ?? "";
    for (const word of ["ut_metadata", "ut_pex", "metadata_size", "lt_donthave"]) t.false(handshake.includes(word), word);
  });

  test.serial(title("a host of the fleet that a torrent does not admit is refused until it is, by both sides"), async (t) => {
    const fleet = await createFleet(t, open);
    const { file, bytes, torrent } = await fleet.bundle(64 * 1024);
    const seed = await fleet.open("coordinator", "main");
    const seeding = await seed.swarm.add(adding(torrent, file, { admission: { hosts: hosts("web1") } }));
    const [web1, web2] = [await fleet.open("agent", "web1"), await fleet.open("agent", "web2")];
    const refused = await web2.swarm.add(adding(torrent, fleet.path("web2"), { peers: [seed.address] }));
    const event = await seed.event(({ kind }) => kind === "peer-refused");
    t.deepEqual(event, { kind: "peer-refused", address: "agent:web2", reason: "not admitted to this torrent" });
    const admitted = await web1.swarm.add(adding(torrent, fleet.path("web1"), { peers: [seed.address, web2.address] }));
    await admitted.waitForAll();
    t.is(refused.stats.verifiedBytes, 0);
    t.is(refused.stats.bytesFromSeed + refused.stats.bytesFromHosts, 0);
    await seeding.admit({ hosts: hosts("web1", "web2") });
    await refused.waitForAll();
    await sameBytes(t, fleet.path("web2"), bytes);
  });

  test.serial(title("a piece with the right SHA-1 and the wrong BLAKE3 is not believed, and who sent it is banned"), async (t) => {
    const fleet = await createFleet(t, open);
    const { file, bytes, torrent } = await fleet.bundle(8 * MIB, 64 * 1024);
    const forged = Buffer.from(bytes);
    for (let at = 0; at < forged.length; at += 64 * 1024) forged.writeUInt8(forged.readUInt8(at) ^ 1, at);
    await writeFile(fleet.path("forged"), forged);
    // The metainfo is the forger's: every forged piece passes SHA-1.
    const { metainfo, infoHash } = await makeTorrent(fleet.path("forged"), fleet.ca, 64 * 1024);
    const right = { infoHash, metainfo, pieceDigests: torrent.pieceDigests };
    const liar = await fleet.open("agent", "liar");
    await liar.swarm.add(adding({ ...right, pieceDigests: digestsOf(forged, 64 * 1024) }, fleet.path("forged")));
    const seed = await fleet.open("coordinator", "main");
    await seed.swarm.add(adding(right, file));
    const host = await fleet.open("agent", "web1");
    const transfer = await host.swarm.add(adding(right, fleet.path("web1"), { peers: [liar.address] }));
    const banned = await host.event(({ kind }) => kind === "peer-banned");
    t.like(banned, { kind: "peer-banned", infoHash, peer: "agent:liar" });
    t.is(transfer.stats.verifiedBytes, 0, "nothing of the liar's was taken");
    const again = await rawConnect(host.address, {
      identity: await fleet.identity("agent", "liar"),
      infoHash,
      caPem: fleet.ca.certificatePem,
    });
    await closed(again);
    await host.event((event) => event.kind === "peer-refused" && event.reason === "it sent a wrong piece");
    await host.swarm.addPeers(infoHash, [seed.address]);
    await transfer.waitForAll();
    await sameBytes(t, fleet.path("web1"), bytes);
    t.true(transfer.stats.bytesFromHosts <= 3 * MIB, "the liar was heard once");
  });

  test.serial(title("a wrong piece from several senders costs only the liar"), async (t) => {
    const fleet = await createFleet(t, open);
    // One piece: its blocks are shared out among all peers.
    const { file, bytes, torrent } = await fleet.bundle(8 * MIB, 8 * MIB);
    const forged = Buffer.from(bytes).fill(7);
    await writeFile(fleet.path("forged"), forged);
    const right = torrent;
    const liar = await fleet.open("agent", "liar");
    await liar.swarm.add(adding({ ...right, pieceDigests: digestsOf(forged, 8 * MIB) }, fleet.path("forged")));
    const honest = await fleet.open("agent", "honest");
    await honest.swarm.add(adding(right, file));
    const host = await fleet.open("agent", "web1");
    const transfer = await host.swarm.add(adding(right, fleet.path("web1"), { peers: [liar.address, honest.address] }));
    await transfer.waitForAll();
    await sameBytes(t, fleet.path("web1"), bytes);
    const banned = host.events.flatMap((event) => (event.kind === "peer-banned" ? [event.peer] : []));
    t.true(
      banned.every((peer) => peer === "agent:liar"),
      `banned: ${banned.join(", ")}`,
    );
  });

  test.serial(title("a range that somebody waits for comes before the rest, and a wait can be given up"), async (t) => {
    const fleet = await createFleet(t, open);
    const { file, bytes, torrent } = await fleet.bundle(48 * MIB, 256 * 1024);
    const seed = await fleet.open("agent", "source");
    await seed.swarm.add(adding(torrent, file));
    const host = await fleet.open("agent", "web1");
    const transfer = await host.swarm.add(adding(torrent, fleet.path("web1")));
    const given = new AbortController();
    const forsaken = transfer.waitForRange(0, 1, given.signal);
    given.abort(new Error("given up"));
    await t.throwsAsync(forsaken, { message: "given up" });
    const range = transfer.waitForRange(40 * MIB, 2 * MIB);
    let doneAt = Infinity;
    transfer.onChange(({ verifiedBytes }) => (doneAt = Math.min(doneAt, verifiedBytes)));
    await host.swarm.addPeers(torrent.infoHash, [seed.address]);
    await range;
    const verifiedThen = transfer.stats.verifiedBytes;
    const onDisk = (await readFile(fleet.path("web1"))).subarray(40 * MIB, 42 * MIB);
    t.true(onDisk.equals(bytes.subarray(40 * MIB, 42 * MIB)));
    t.true(verifiedThen < 24 * MIB, `${verifiedThen} bytes had come before the range`);
    await transfer.waitForAll();
    await transfer.waitForRange(0, bytes.length);
    await transfer.whenVerified(0, bytes.length);
    await t.throwsAsync(transfer.waitForRange(bytes.length, 1), { code: "E_LIMIT" });
    await t.throwsAsync(transfer.whenVerified(bytes.length, 1), { code: "E_LIMIT" });
    await transfer.waitForRange(bytes.length, 0);
  });

  test.serial(title("a second transfer resumes from the verified pieces of the first, and not from damaged ones"), async (t) => {
    const fleet = await createFleet(t, open);
    const { file, bytes, torrent } = await fleet.bundle(16 * MIB, 256 * 1024);
    const partial = Buffer.from(bytes);
    partial.fill(0, 0, 8 * MIB);
    partial.writeUInt8(partial.readUInt8(12 * MIB) ^ 1, 12 * MIB);
    await writeFile(fleet.path("web1"), partial.subarray(0, 15 * MIB + 100));
    const seed = await fleet.open("coordinator", "main");
    await seed.swarm.add(adding(torrent, file));
    const host = await fleet.open("agent", "web1");
    const transfer = await host.swarm.add(adding(torrent, fleet.path("web1"), { peers: [seed.address] }));
    await transfer.waitForAll();
    await sameBytes(t, fleet.path("web1"), bytes);
    t.is(transfer.stats.bytesFromSeed, 9 * MIB + 256 * 1024);
  });

  test.serial(title("a peer that claims everything and sends nothing holds nobody up"), async (t) => {
    const fleet = await createFleet(t, open);
    const { file, bytes, torrent } = await fleet.bundle(4 * MIB, 64 * 1024);
    const host = await fleet.open("agent", "web1");
    const transfer = await host.swarm.add(adding(torrent, fleet.path("web1")));
    const lazy = await rawConnect(host.address, {
      identity: await fleet.identity("agent", "lazy"),
      infoHash: torrent.infoHash,
      caPem: fleet.ca.certificatePem,
    });
    t.teardown(() => lazy.destroy());
    lazy.on("error", () => {});
    lazy.write(Buffer.concat([handshakeBytes(torrent.infoHash), messageBytes(14), messageBytes(1)]));
    await new Promise((resolve) => lazy.once("data", resolve));
    const seed = await fleet.open("coordinator", "main");
    await seed.swarm.add(adding(torrent, file));
    await host.swarm.addPeers(torrent.infoHash, [seed.address]);
    const start = performance.now();
    await transfer.waitForAll();
    t.true(performance.now() - start < 10_000);
    await sameBytes(t, fleet.path("web1"), bytes);
  });

  test.serial(title("a peer that breaks the wire's rules is dropped and named, and nobody else suffers"), async (t) => {
    const fleet = await createFleet(t, open);
    const { file, bytes, torrent } = await fleet.bundle(4 * MIB, 64 * 1024);
    const seed = await fleet.open("coordinator", "main");
    await seed.swarm.add(adding(torrent, file));
    const breaches: Record<string, Buffer> = {
      oversize: Buffer.from([0xff, 0xff, 0xff, 0xff, 20]),
      negative: messageBytes(4, 0xffffffff),
      bitfield: Buffer.from([0, 0, 0, 3, 5, 0xff, 0xff]),
      bencode: Buffer.concat([Buffer.from([0, 0, 0, 8, 20, 0]), Buffer.from("l-3:ee")]),
      request: messageBytes(6, 0, 0, 1024 * 1024),
    };
    for (const [name, breach] of Object.entries(breaches)) {
      const peer = await rawConnect(seed.address, {
        identity: await fleet.identity("agent", name),
        infoHash: torrent.infoHash,
        caPem: fleet.ca.certificatePem,
      });
      peer.write(Buffer.concat([handshakeBytes(torrent.infoHash), breach]));
      await closed(peer);
      const event = await seed.event((one) => one.kind === "peer-dropped" && one.peer === `agent:${name}`);
      t.is(event.kind, "peer-dropped");
    }
    const host = await fleet.open("agent", "web1");
    const transfer = await host.swarm.add(adding(torrent, fleet.path("web1"), { peers: [seed.address] }));
    await transfer.waitForAll();
    await sameBytes(t, fleet.path("web1"), bytes);
  });

  test.serial(title("P06 P09 P18 silent connections end at their deadline, and a flood of them at its caps"), async (t) => {
    const fleet = await createFleet(t, open);
    const { file, bytes, torrent } = await fleet.bundle(64 * 1024);
    const seed = await fleet.open("coordinator", "main");
    await seed.swarm.add(adding(torrent, file));
    const identity = await fleet.identity("agent", "silent");
    const silent = await rawConnect(seed.address, { identity, infoHash: torrent.infoHash, caPem: fleet.ca.certificatePem });
    const flood = Array.from({ length: 60 }, () => connect({ host: "127.0.0.1", port: seed.swarm.address.port }));
    const ended = flood.map((socket) => closed(socket));
    const start = performance.now();
    let [refused, late] = [0, 0];
    for (const end of ended) void end.then(() => (performance.now() - start < 2_500 ? refused++ : late++));
    await Promise.all([...ended, closed(silent)]);
    await Promise.resolve();
    t.deepEqual({ refused, late }, { refused: 60 - UNAUTHENTICATED_PER_ADDRESS_MAX, late: UNAUTHENTICATED_PER_ADDRESS_MAX });
    const dropped = await seed.event(({ kind }) => kind === "peer-dropped");
    t.like(dropped, { peer: "agent:silent", reason: "no BitTorrent handshake in time" });
    const host = await fleet.open("agent", "web1");
    const transfer = await host.swarm.add(adding(torrent, fleet.path("web1"), { peers: [seed.address] }));
    await transfer.waitForAll();
    await sameBytes(t, fleet.path("web1"), bytes);
  });

  test.serial(
    title("where only what is waited for is wanted, nothing else is fetched, be it from a seed that shows other pieces"),
    async (t) => {
      const fleet = await createFleet(t, open);
      const { file, bytes, torrent } = await fleet.bundle(48 * MIB);
      const seed = await fleet.open("coordinator", "main");
      await seed.swarm.add(adding(torrent, file));
      const host = await fleet.open("agent", "web1");
      const transfer = await host.swarm.add(adding(torrent, fleet.path("web1"), { peers: [seed.address], onlyWanted: true }));
      const ranges = [40 * MIB, 3 * MIB, 47 * MIB];
      for (const offset of ranges) await transfer.waitForRange(offset, 1000);
      t.true(transfer.stats.verifiedBytes <= ranges.length * torrent.pieceLengthBytes, `${transfer.stats.verifiedBytes} bytes`);
      t.is(transfer.stats.bytesFromSeed, transfer.stats.verifiedBytes);
      const fetched = await readFile(fleet.path("web1"));
      for (const offset of ranges) t.true(fetched.subarray(offset, offset + 1000).equals(bytes.subarray(offset, offset + 1000)));
    },
  );

  test.serial(title("what can't be transferred is refused with a code, and a removed transfer ends its waits"), async (t) => {
    const fleet = await createFleet(t, open);
    const { torrent } = await fleet.bundle(64 * 1024);
    const host = await fleet.open("agent", "web1");
    const wrong = { ...torrent, pieceDigests: randomBytes(31) };
    await t.throwsAsync(host.swarm.add(adding(wrong, fleet.path("a"))), { instanceOf: ShoalError, code: "E_TORRENT" });
    await t.throwsAsync(host.swarm.add(adding(torrent, fleet.path("no/such/directory"))), { code: "E_IO" });
    await t.throwsAsync(host.swarm.add(adding(torrent, fleet.path("b"), { peers: ["nonsense"] })), { code: "E_PEER" });
    const transfer = await host.swarm.add(adding(torrent, fleet.path("c")));
    await t.throwsAsync(host.swarm.add(adding(torrent, fleet.path("d"))), { code: "E_EXISTS" });
    await t.throwsAsync(host.swarm.addPeers(torrent.infoHash, ["nonsense"]), { code: "E_PEER" });
    const waiting = transfer.waitForAll();
    await Promise.all([t.throwsAsync(waiting, { code: "E_CANCELLED" }), transfer.remove()]);
    await (await host.swarm.add(adding(torrent, fleet.path("c")))).remove();
    await t.throwsAsync(host.swarm.addPeers(torrent.infoHash, []), { code: "E_NOT_FOUND" });
  });
}
