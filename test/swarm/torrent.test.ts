import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import bencode, { type Bencoded } from "bencode";
import fc from "fast-check";
import parseTorrent from "parse-torrent";
import { blake3Bytes } from "../../runtime/blake3.ts";
import { ShoalError } from "../../runtime/errors.ts";
import { createFleetCa } from "../../runtime/certificates.ts";
import { parseInfoHash } from "../../runtime/ids.ts";
import { METAINFO_BYTES_MAX, PIECES_MAX } from "../../swarm/limits.ts";
import { checkTorrent, choosePieceLength, createTorrent, parseMetainfo, pieceBytes, withoutCa } from "../../swarm/torrent.ts";

const KIB = 1024;
const ca = await createFleetCa({ name: "test fleet", days: 2 });
const caPem = ca.certificatePem;
const directory = await mkdtemp(join(tmpdir(), "shoal-torrent-test-"));
const otherCa = await createFleetCa({ name: "other fleet", days: 2 });

const file = join(directory, "bundle");
const content = Buffer.from(Array.from({ length: 100_000 }, (_, index) => (index * 7) % 251));
await writeFile(file, content);
const torrent = await createTorrent({ file, name: "web-1.tar.zst", caPem, pieceLengthBytes: 16 * KIB });

// ava wants every declaration after the last top-level await.
test.after.always(() => rm(directory, { recursive: true, force: true }));

type Info = { [key: string]: Bencoded };
const rootOf = (metainfo: Uint8Array): { info: Info } => bencode.decode(metainfo) as unknown as { info: Info };

/** The good metainfo with some of its info changed; undefined removes. */
const changed = (changes: { readonly [key: string]: unknown }): Uint8Array =>
  bencode.encode({ info: { ...rootOf(torrent.metainfo).info, ...changes } });

test("the same bytes, name and CA give the same torrent, and other ones another", async (t) => {
  const again = await createTorrent({
    file,
    name: "web-1.tar.zst",
    caPem: `# a comment\r\n${caPem.replaceAll("\n", "\r\n")}\n\n`,
    pieceLengthBytes: 16 * KIB,
  });
  t.deepEqual(again, torrent);
  const other = await createTorrent({ file, name: "web-2.tar.zst", caPem, pieceLengthBytes: 16 * KIB });
  t.not(other.infoHash, torrent.infoHash);
  t.deepEqual(other.pieceDigests, torrent.pieceDigests);
});

test("a torrent reads back as what it was made of, also by parse-torrent", async (t) => {
  const metainfo = parseMetainfo(torrent.metainfo, { caPem });
  t.like(metainfo, {
    infoHash: torrent.infoHash,
    name: "web-1.tar.zst",
    sizeBytes: 100_000,
    pieceLengthBytes: 16 * KIB,
    pieceCount: 7,
    stripped: [],
  });
  t.deepEqual(metainfo.clean, torrent.metainfo);
  for (let index = 0; index < 7; index++) {
    const piece = content.subarray(index * 16 * KIB, (index + 1) * 16 * KIB);
    t.is(pieceBytes(index, metainfo), piece.length);
    t.deepEqual(Buffer.from(torrent.pieceDigests.subarray(index * 32, index * 32 + 32)), Buffer.from(blake3Bytes(piece)));
  }
  const stock = (await parseTorrent(torrent.metainfo)) as { infoHash: string; private: boolean; length: number; announce: unknown[] };
  t.like(stock, { infoHash: torrent.infoHash, private: true, length: 100_000 });
  t.deepEqual(stock.announce, []);
});

test("piece lengths are powers of two that give a few hundred pieces, and never too many", (t) => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 40 }), (size) => {
      const length = choosePieceLength(size);
      const count = Math.ceil(size / length);
      return Number.isInteger(Math.log2(length)) && count <= PIECES_MAX && (length >= 4096 * KIB || length === 16 * KIB || count > 127);
    }),
  );
  t.is(choosePieceLength(100_000), 16 * KIB);
  t.is(choosePieceLength(256 * KIB * KIB), 1024 * KIB);
  t.is(choosePieceLength(4 * 1024 * KIB * KIB), 2048 * KIB, "a piece of a large bundle goes on soon, too");
  t.is(choosePieceLength(16 * 1024 * KIB * KIB), 4 * 1024 * KIB);
  t.is(choosePieceLength(2 ** 40), 16 * 1024 * KIB);
});

const refused = test.macro({
  exec: (t, metainfo: Uint8Array) => {
    const error = t.throws(() => parseMetainfo(metainfo, { caPem }), { instanceOf: ShoalError, code: "E_TORRENT" });
    t.false(/[\u0000-\u001f]/.test(error?.message ?? ""));
  },
  title: (given) => `refused: ${given}`,
});

test("P12 a length of -5", refused, changed({ length: -5 }));
test("P12 a length of 0", refused, changed({ length: 0 }));
test("P12 a piece length of -16384", refused, changed({ "piece length": -16_384 }));
test("P12 a piece length of 2^40", refused, changed({ "piece length": 2 ** 40 }));
test("P12 a piece length of 0", refused, changed({ "piece length": 0 }));
test("P12 a piece length that is no power of two", refused, changed({ "piece length": 20_000 }));
test("P12 fewer pieces than the length needs", refused, changed({ length: 200_000 }));
test("P12 more pieces than the length needs", refused, changed({ length: 10_000 }));
test("P12 a hash of 19 bytes", refused, changed({ pieces: new Uint8Array(7 * 20 - 1) }));
test("P12 more pieces than the cap", refused, changed({ length: 2 ** 40, pieces: new Uint8Array(20) }));
test("P15 private=0", refused, changed({ private: 0 }));
test("P15 private missing", refused, changed({ private: undefined }));
test("without the CA it is the torrent of the CA that the host has", (t) => {
  const sent = withoutCa(torrent.metainfo);
  t.true(torrent.metainfo.length - sent.length > caPem.length / 2);
  t.deepEqual(checkTorrent({ ...torrent, metainfo: sent }, caPem), parseMetainfo(torrent.metainfo, { caPem }));
  t.throws(() => checkTorrent({ ...torrent, metainfo: sent }, otherCa.certificatePem), { code: "E_TORRENT" });
});
test("another CA in it", refused, changed({ "ssl-cert": otherCa.certificatePem }));
test("several files", refused, changed({ length: undefined, files: [{ length: 100_000, path: ["a"] }] }));
test("an unknown key in info", refused, changed({ source: "x" }));
test("a name that climbs", refused, changed({ name: "../x" }));
test("a name that is two dots", refused, changed({ name: ".." }));
test("a name with a slash", refused, changed({ name: "a/b" }));
test("a name with a control character", refused, changed({ name: "a\u001bb" }));
test("an empty name", refused, changed({ name: "" }));
test("a name of 256 bytes", refused, changed({ name: "n".repeat(256) }));
test("a name that is not UTF-8", refused, changed({ name: new Uint8Array([0xff, 0xfe]) }));
test("a length that is text", refused, changed({ length: "100000" }));
test("no info", refused, bencode.encode({ announce: "https://x" }));
test("a list", refused, bencode.encode([1]));
test("not bencoded", refused, Buffer.from("l-3:e"));
test("bytes after the dictionary", refused, Buffer.concat([torrent.metainfo, Buffer.from("e")]));
test("more bytes than the cap", refused, new Uint8Array(METAINFO_BYTES_MAX + 1));

test("P14 trackers, web seeds and nodes beside info are left out and named", (t) => {
  const { info } = rootOf(torrent.metainfo);
  const extras = { announce: "http://169.254.169.254/", "url-list": ["http://127.0.0.1:22/"], nodes: [["router", 6881]], comment: "x" };
  const metainfo = parseMetainfo(bencode.encode({ ...extras, info }), { caPem });
  t.deepEqual(metainfo.stripped.toSorted(), ["announce", "comment", "nodes", "url-list"]);
  t.deepEqual(metainfo.clean, torrent.metainfo);
  t.is(metainfo.infoHash, torrent.infoHash);
});

test("P15 a metainfo of another torrent than announced, or digests that don't fit it, are refused", (t) => {
  t.is(checkTorrent(torrent, caPem).infoHash, torrent.infoHash);
  t.throws(() => checkTorrent({ ...torrent, infoHash: parseInfoHash("0".repeat(40)) }, caPem), { code: "E_TORRENT" });
  t.throws(() => checkTorrent({ ...torrent, pieceDigests: torrent.pieceDigests.subarray(1) }, caPem), { code: "E_TORRENT" });
  t.throws(() => checkTorrent(torrent, "no certificate"), { code: "E_CONFIG" });
});

test("a torrent is not made of an empty file, a bad name or a bad piece length", async (t) => {
  const empty = join(directory, "empty");
  await writeFile(empty, "");
  await t.throwsAsync(createTorrent({ file: empty, name: "x", caPem }), { code: "E_TORRENT" });
  await t.throwsAsync(createTorrent({ file, name: "a/b", caPem }), { code: "E_TORRENT" });
  await t.throwsAsync(createTorrent({ file, name: "x", caPem, pieceLengthBytes: 1000 }), { code: "E_TORRENT" });
  await t.throwsAsync(createTorrent({ file: join(directory, "none"), name: "x", caPem }), { code: "ENOENT" });
});

test("any damage to a metainfo is refused or changes the info hash", (t) => {
  fc.assert(
    fc.property(fc.nat(torrent.metainfo.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
      const damaged = torrent.metainfo.slice();
      damaged[at] = (damaged[at] ?? 0) ^ flip;
      try {
        return parseMetainfo(damaged, { caPem }).infoHash !== torrent.infoHash;
      } catch (error) {
        return error instanceof ShoalError && error.code === "E_TORRENT";
      }
    }),
    { numRuns: 500 },
  );
  t.pass();
});
