/** Sizes and numbers of runs that are too long for every test run. */
import { createHash, randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import test from "ava";
import bencode, { BencodeError } from "bencode";
import fc from "fast-check";
import { adding, createFleet, makeTorrent } from "./fleet.ts";

const MIB = 1024 * 1024;
const LIMIT_MIB = 256;

async function writeRandom(path: string, sizeBytes: number): Promise<void> {
  const file = await open(path, "w");
  for (let left = sizeBytes; left > 0; left -= 4 * MIB) await file.write(randomBytes(Math.min(left, 4 * MIB)));
  await file.close();
}

async function sha256(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

for (const size of [2 ** 31 - 1, 2 ** 31 + 1, 2 ** 32 + 1]) {
  test.serial(`a bundle of ${size} bytes arrives to the last byte, below ${LIMIT_MIB} MiB on both sides`, async (t) => {
    const fleet = await createFleet(t);
    const file = fleet.path("bundle");
    await writeRandom(file, size);
    const torrent = await makeTorrent(file, fleet.ca);
    const seed = await fleet.open("coordinator", "main", { memoryLimitMib: LIMIT_MIB });
    await seed.swarm.add(adding(torrent, file));
    const host = await fleet.open("agent", "web1", { memoryLimitMib: LIMIT_MIB });
    const start = performance.now();
    const transfer = await host.swarm.add(adding(torrent, fleet.path("web1"), { peers: [seed.address] }));
    await transfer.waitForAll();
    t.log(`${Math.round(size / MIB / ((performance.now() - start) / 1000))} MiB/s`);
    t.is((await stat(fleet.path("web1"))).size, size);
    t.is(await sha256(fleet.path("web1")), await sha256(file));
    for (const { name, swarm, events } of [seed, host]) {
      const mib = Math.round((await swarm.memoryBytes()) / MIB);
      t.log(`${name}: ${mib} MiB resident`);
      t.true(mib < LIMIT_MIB);
      t.deepEqual(
        events.filter(({ kind }) => kind === "engine-restarted"),
        [],
      );
    }
  });
}

test.serial("a million malformed inputs are refused as bencode or are canonical", (t) => {
  const alphabet = fc.constantFrom(..."ilde0123456789:-a\u00ff".split(""));
  fc.assert(
    fc.property(fc.array(alphabet, { maxLength: 32 }), (characters) => {
      const input = Buffer.from(characters.join(""), "latin1");
      try {
        return Buffer.from(bencode.encode(bencode.decode(input))).equals(input);
      } catch (error) {
        return error instanceof BencodeError;
      }
    }),
    { numRuns: 1_000_000 },
  );
  t.pass();
});
