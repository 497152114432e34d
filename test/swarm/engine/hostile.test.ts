/** P16: what liars can do to a download that also has honest peers. */
import test from "ava";
import fc from "fast-check";
import { BLOCK_BYTES } from "../../../swarm/limits.ts";
import { type FakePeer, world } from "./_fetch-world.ts";

const PIECE = 32 * BLOCK_BYTES;
/** What issue 4 allows. */
const BAD_PIECES_MAX = 3;

const LIES: Readonly<Record<string, FakePeer["lies"]>> = {
  "in every block": () => true,
  "in the last block of a piece only": (_index, offset) => offset >= PIECE - 8 * BLOCK_BYTES,
  "in every second piece": (index) => index % 2 === 1,
  "now and then": (index, offset) => (index * 7 + offset / BLOCK_BYTES) % 5 === 0,
};

for (const [how, lies] of Object.entries(LIES)) {
  test(`liars that lie ${how} are all banned, nobody else is, and no more than ${BAD_PIECES_MAX} pieces are spoilt by each`, async (t) => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          pieces: fc.integer({ min: 1, max: 24 }),
          honest: fc.integer({ min: 1, max: 4 }),
          liars: fc.integer({ min: 1, max: 3 }),
        }),
        fc.constantFrom(1, 8),
        async ({ pieces, honest, liars }, blocks) => {
          const scene = world(pieces, PIECE);
          const join = (name: string, liar: boolean): FakePeer =>
            scene.peer(name, { blockBytes: blocks * BLOCK_BYTES, ...(liar ? { lies } : {}) });
          const peers = Array.from({ length: honest + liars }, (_, at) =>
            join(at < liars ? `agent:liar${at}` : `agent:honest${at}`, at < liars),
          );
          await scene.settle(peers);
          t.is(scene.have.count, pieces);
          t.true(
            scene.banned.every((peer) => peer.startsWith("agent:liar")),
            `banned: ${scene.banned.join(" ")}`,
          );
          for (const [peer, spoilt] of scene.spoilt) {
            if (!peer.startsWith("agent:liar")) continue;
            t.true(scene.banned.includes(peer), `${peer} is not banned`);
            t.true(spoilt.size <= BAD_PIECES_MAX, `${peer} spoilt ${spoilt.size}`);
          }
        },
      ),
      { numRuns: 25 },
    );
  });
}
