import test from "ava";
import bencode from "bencode";
import fc from "fast-check";
import { ShoalError } from "../../../runtime/errors.ts";
import { FrameReader, MESSAGE } from "../../../swarm/engine/frames.ts";
import { BLOCK_BYTES_MAX, MESSAGE_PATIENCE_MS } from "../../../swarm/limits.ts";
import { extendedMessage as extended, handshakeBytes, messageBytes } from "../fleet.ts";
import { parseInfoHash } from "../../../runtime/ids.ts";

const infoHash = parseInfoHash("ab".repeat(20));
const shape = { pieceCount: 10, pieceLengthBytes: 256 * 1024, sizeBytes: 9 * 256 * 1024 + 1000 };
const opening = handshakeBytes(infoHash);

interface Reading {
  readonly reader: FrameReader;
  readonly messages: readonly Buffer[];
  clock: number;
}

function reading(): Reading {
  const messages: Buffer[] = [];
  const state = { clock: 0 };
  const reader = new FrameReader(
    { shape, infoHash },
    {
      now: () => state.clock,
      emit: (message) => messages.push(Buffer.from(message)),
      block: (index, offset, length) => {
        const message = block(index, offset, length);
        message.fill(0, 13);
        return { write: (part, at) => void part.copy(message, 13 + at), end: () => void messages.push(message) };
      },
      rejected: (index, offset, length) => messages.push(messageBytes(MESSAGE.reject, index, offset, length)),
    },
  );
  return Object.assign(state, { reader, messages });
}

function block(index: number, offset: number, length: number): Buffer {
  const message = Buffer.alloc(13 + length, 0x61);
  message.writeUInt32BE(9 + length, 0);
  message.writeUInt8(MESSAGE.piece, 4);
  message.writeUInt32BE(index, 5);
  message.writeUInt32BE(offset, 9);
  return message;
}

const bitfield = (...bytes: number[]): Buffer => Buffer.from([0, 0, 0, 1 + bytes.length, MESSAGE.bitfield, ...bytes]);
const lone = (id: number): Buffer => messageBytes(id);

const passed = [
  bitfield(0xff, 0xc0),
  lone(MESSAGE.unchoke),
  lone(MESSAGE.interested),
  messageBytes(MESSAGE.have, 9),
  messageBytes(MESSAGE.request, 9, 0, 1000),
  messageBytes(MESSAGE.cancel, 0, 0, BLOCK_BYTES_MAX),
  block(0, 128 * 1024, BLOCK_BYTES_MAX),
  block(9, 0, 1000),
  messageBytes(MESSAGE.reject, 3, 16_384, 16_384),
  messageBytes(MESSAGE.allowedFast, 1),
  lone(MESSAGE.choke),
];
const swallowed = [
  Buffer.alloc(4),
  messageBytes(MESSAGE.suggest, 5),
  Buffer.from([0, 0, 0, 3, MESSAGE.port, 0x1a, 0xe1]),
  Buffer.from([0, 0, 0, 2, 99, 1]),
  extended(1, Buffer.from("d8:msg_typei0e5:piecei0ee")),
];

test("a lawful stream comes out as whole messages, however it is cut", (t) => {
  const stream = Buffer.concat([opening, ...passed.flatMap((message, at) => [message, swallowed[at % swallowed.length] ?? message])]);
  fc.assert(
    fc.property(fc.array(fc.nat(stream.length), { maxLength: 60 }), (cuts) => {
      const { reader, messages } = reading();
      let from = 0;
      for (const to of [...cuts.toSorted((a, b) => a - b), stream.length]) {
        reader.push(Buffer.from(stream.subarray(from, to)));
        from = to;
      }
      return Buffer.concat(messages).equals(Buffer.concat([opening, ...passed])) && messages.length === passed.length + 1;
    }),
    { numRuns: 200 },
  );
  t.pass();
});

test("an extension handshake is passed on as two numbers and where the peer is, whatever else it has", (t) => {
  const { reader, messages } = reading();
  const used = { reqq: 250, shoal_block: 131_072, shoal_dc: "ams" };
  const offered = { m: { ut_metadata: 3, ut_pex: 1 }, metadata_size: 1_000_000_000, ...used, v: "client 1" };
  reader.push(Buffer.concat([opening, extended(0, bencode.encode(offered))]));
  t.deepEqual(
    { ...(bencode.decode(messages[1]?.subarray(6) ?? "") as object) },
    { ...(bencode.decode(bencode.encode({ m: {}, ...used })) as object) },
  );
});

const dropped = test.macro({
  exec: (t, first: Buffer, second?: Buffer) => {
    const { reader } = reading();
    reader.push(opening);
    if (second !== undefined) reader.push(first);
    t.throws(() => reader.push(second ?? first), { instanceOf: ShoalError, code: "E_PEER" });
  },
  title: (given) => `dropped: ${given}`,
});

test("P01 a negative string in an extension handshake", dropped, extended(0, Buffer.from("l-3:e")));
test("P02 an extension handshake nested 4,000 deep", dropped, extended(0, Buffer.from("l".repeat(4_000) + "e".repeat(4_000))));
test("P04 an extension handshake that is a number", dropped, extended(0, Buffer.from("i5e")));
test("P05 a message of 4 GiB", dropped, Buffer.from([0xff, 0xff, 0xff, 0xff, MESSAGE.piece]));
test("P05 a block over the cap", dropped, block(0, 0, BLOCK_BYTES_MAX + 1).subarray(0, 13));
test("P05 an extension message over the cap", dropped, extended(0, new Uint8Array(100_000)).subarray(0, 6));
test("P05 an unknown message over the cap", dropped, Buffer.from([0, 1, 0, 0, 99]));
test("P07 a bitfield that is too short", dropped, bitfield(0xff));
test("P07 a bitfield that is too long", dropped, bitfield(0xff, 0xc0, 0));
test("P07 spare bits in a bitfield", dropped, bitfield(0xff, 0xe0));
test("P07 a second bitfield", dropped, bitfield(0xff, 0xc0), bitfield(0xff, 0xc0));
test("P07 a bitfield after have-all", dropped, lone(MESSAGE.haveAll), bitfield(0xff, 0xc0));
test("P10 a metadata size of -1 in no dictionary", dropped, extended(0, Buffer.from("le")));
test("a have of a piece that does not exist", dropped, messageBytes(MESSAGE.have, 10));
test("a have of the wrong length", dropped, Buffer.from([0, 0, 0, 4, MESSAGE.have, 0, 0, 0]));
test("a request beyond the last piece", dropped, messageBytes(MESSAGE.request, 9, 0, 1001));
test("a request of nothing", dropped, messageBytes(MESSAGE.request, 0, 0, 0));
test("a request over 128 KiB", dropped, messageBytes(MESSAGE.request, 0, 0, BLOCK_BYTES_MAX + 1));
test("a request whose offset and length wrap", dropped, messageBytes(MESSAGE.request, 0, 0xffff_ffff, 2));
test("a block outside its piece", dropped, block(0, 256 * 1024 - 1, 2));
test("a choke with a body", dropped, Buffer.from([0, 0, 0, 2, MESSAGE.choke, 0]));

test("P06 a handshake that is not BitTorrent's, or of another torrent, ends the peer at its last byte", (t) => {
  for (const bad of [Buffer.alloc(68, 0x41), handshakeBytes(parseInfoHash("cd".repeat(20)))]) {
    const { reader, messages } = reading();
    t.throws(() => reader.push(bad), { code: "E_PEER" });
    t.is(messages.length, 0);
  }
});

test("P05 a message that drips ends the peer, a slow but steady one does not", (t) => {
  const drip = reading();
  drip.reader.push(Buffer.concat([opening, block(0, 0, 100_000).subarray(0, 50)]));
  drip.clock = MESSAGE_PATIENCE_MS - 1;
  drip.reader.checkPace();
  drip.clock = MESSAGE_PATIENCE_MS + 1;
  t.throws(() => drip.reader.checkPace(), { code: "E_PEER" });
  const steady = reading();
  steady.reader.push(Buffer.concat([opening, block(0, 0, 100_000).subarray(0, 50_000)]));
  steady.clock = MESSAGE_PATIENCE_MS + 1;
  t.notThrows(() => steady.reader.checkPace());
});

test("P09 a flood of messages ends the peer; the same number paid for by blocks does not", (t) => {
  const flood = reading();
  flood.reader.push(opening);
  const many = Buffer.concat(Array.from({ length: 1_000 }, () => lone(MESSAGE.interested)));
  t.throws(
    () => {
      for (let round = 0; round < 10; round++) flood.reader.push(many);
    },
    { code: "E_PEER" },
  );
  const paid = reading();
  paid.reader.push(opening);
  for (let round = 0; round < 10_000; round++) {
    paid.reader.push(messageBytes(MESSAGE.request, 0, 0, 16_384));
    paid.reader.refund();
  }
  t.pass();
});

test("no stream, however malformed, does anything but come out checked or end with E_PEER", (t) => {
  const piece = fc.oneof(
    fc.constantFrom(...passed, ...swallowed),
    fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
    fc
      .tuple(fc.integer({ min: 0, max: 40 }), fc.uint8Array({ maxLength: 20 }))
      .map(([length, body]) => Buffer.concat([Buffer.from([0, 0, 0, length]), body])),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const { reader, messages } = reading();
      try {
        reader.push(opening);
        for (const bytes of pieces) reader.push(Buffer.from(bytes));
      } catch (error) {
        return error instanceof ShoalError && error.code === "E_PEER";
      }
      return messages.slice(1).every((message) => message.readUInt32BE(0) === message.length - 4);
    }),
    { numRuns: 2_000 },
  );
  t.pass();
});
