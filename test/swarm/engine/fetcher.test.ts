import test from "ava";
import fc from "fast-check";
import type { BlockAnswer } from "../../../swarm/engine/lane.ts";
import { BLOCK_BYTES, STALLED_PEER_MS, STUCK_PEER_MS, TICK_MS } from "../../../swarm/limits.ts";
import { PRESETS } from "../../../swarm/presets.ts";
import { NO_SHARES } from "../../../swarm/tracker/hand-out.ts";
import { type FakePeer, type World, world } from "./_fetch-world.ts";

test("whatever the shape and the peers, every piece is fetched, and no byte twice", async (t) => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 40_000 }),
      async (pieces, peers, last) => {
        const scene = world(pieces, 65_536, last);
        const all = Array.from({ length: peers }, (_, at) =>
          scene.peer(`agent:${at}`, { blockBytes: at % 2 === 0 ? BLOCK_BYTES : 8 * BLOCK_BYTES }),
        );
        await scene.settle(all);
        return scene.have.count === pieces && scene.payload.bytes === scene.content.length;
      },
    ),
    { numRuns: 60 },
  );
  t.pass();
});

test("pieces that only one peer has are fetched from it, though others are asked first for what all have", async (t) => {
  const scene = world(12, 65_536);
  const rare = scene.peer("agent:rare", { has: (index) => index === 7 });
  const common = scene.peer("agent:common", { has: (index) => index !== 7 });
  await scene.settle([rare, common]);
  t.is(scene.have.count, 12);
});

test("a lone liar is banned at its first piece, with every piece of it dropped", async (t) => {
  const scene = world(4, 65_536);
  const liar = scene.peer("agent:liar", { lies: true });
  await scene.settle([liar]);
  t.deepEqual(scene.banned, ["agent:liar"]);
  t.is(scene.have.count, 0);
  await scene.settle([scene.peer("agent:honest")]);
  t.is(scene.have.count, 4);
  t.true(scene.payload.wastedBytes > 0);
  t.is(scene.payload.bytes - scene.payload.wastedBytes, scene.content.length, "what was not wasted is the content, once");
});

test("where a piece came from several peers, exactly the liars are banned, in the end", async (t) => {
  for (let round = 0; round < 30; round++) {
    // More blocks than one peer is asked for at once.
    const scene = world(1, 1_048_576);
    // Whoever joined first fetches the piece again alone: by turns the liar, and an honest one.
    const names = round % 2 === 0 ? ["agent:liar", "agent:a", "agent:b"] : ["agent:a", "agent:b", "agent:liar"];
    await scene.settle(names.map((name) => scene.peer(name, { lies: name === "agent:liar" })));
    t.is(scene.have.count, 1);
    t.deepEqual(scene.banned, ["agent:liar"]);
    t.is(scene.payload.bytes - scene.payload.wastedBytes, scene.content.length);
  }
});

test("blocks that a peer sits on are asked of another one after the end-game time", async (t) => {
  const scene = world(2, 65_536);
  const slow = scene.peer("agent:slow");
  scene.fetcher.update(slow);
  t.true(slow.answers.length > 0);
  const fast = scene.peer("agent:fast");
  await scene.settle([fast]);
  t.true(scene.have.count < 2);
  for (let tick = 0; tick < 20; tick++) {
    scene.clock += PRESETS.loopback.endGameMs;
    scene.fetcher.tick();
    await scene.settle([fast]);
  }
  t.is(scene.have.count, 2);
  t.is(slow.answers.length, 0, "the needless requests were cancelled");
});

test("P17 a peer that owes blocks and sends none is given up after the stall time", (t) => {
  const scene = world(2, 65_536);
  const slow = scene.peer("agent:slow");
  scene.fetcher.update(slow);
  scene.clock = STALLED_PEER_MS - 1;
  scene.fetcher.tick();
  t.deepEqual(scene.stalled, []);
  t.is(slow.answers.length, 1, "by then it is asked for one block only");
  scene.clock = 2 * STALLED_PEER_MS;
  scene.fetcher.tick();
  t.deepEqual(scene.stalled, ["agent:slow"]);
});

test("what a peer was asked for is asked of others when it leaves or refuses", async (t) => {
  const scene = world(3, 65_536);
  const leaving = scene.peer("agent:leaving");
  scene.fetcher.update(leaving);
  scene.fetcher.remove(leaving);
  const refusing = scene.peer("agent:refusing");
  scene.fetcher.update(refusing);
  for (const answer of refusing.answers.splice(0)) answer.done(null);
  refusing.choked = true;
  await scene.settle([scene.peer("agent:good")]);
  t.is(scene.have.count, 3);
});

test("what is served at home comes from nowhere else, not even to an ingress", async (t) => {
  const scene = world(40, 65_536);
  const outside = [scene.peer("agent:abroad", { isOutside: true }), scene.peer("coordinator:seed", { isSeed: true, isOutside: true })];
  const home = scene.peer("agent:home");
  for (const peer of outside) scene.fetcher.update(peer);
  await scene.settle([home]);
  t.is(scene.have.count, 40);
  t.true(outside.every(({ answers }) => answers.length === 0));
});

for (const [how, behave] of [
  ["chokes", (liar: FakePeer) => void (liar.choked = true)],
  ["sends nothing", () => undefined],
  ["drips", (liar: FakePeer, scene: World) => void scene.answer(liar)],
] as const) {
  test(`P17 who says to have everything and ${how} keeps an ingress from fetching for moments only`, async (t) => {
    const scene = world(40, 65_536);
    const liar = scene.peer("agent:liar");
    const outside = scene.peer("agent:abroad", { isOutside: true });
    behave(liar, scene);
    scene.fetcher.update(liar);
    for (let tick = 0; tick < 6; tick++) {
      scene.clock += TICK_MS;
      behave(liar, scene);
      scene.fetcher.tick();
    }
    t.true(outside.answers.length > 0);
    await scene.settle([outside]);
    t.true(scene.have.count >= 40 - 16 - 6, `${scene.have.count}: all but what the liar was asked for`);
  });
}

test("blocks that two peers never send hold up nobody: they are asked of a third within seconds", async (t) => {
  const scene = world(1, 65_536);
  const silent = ["agent:silent", "agent:other"].map((name) => scene.peer(name));
  for (const peer of silent) {
    scene.fetcher.update(peer);
    scene.clock += PRESETS.loopback.endGameMs + 1;
  }
  t.deepEqual(
    silent.map(({ answers }) => answers.length),
    [4, 4],
  );
  const good = scene.peer("agent:good");
  await scene.settle([good]);
  t.is(scene.have.count, 0);
  scene.clock += STUCK_PEER_MS;
  scene.fetcher.tick();
  await scene.settle([good]);
  t.is(scene.have.count, 1);
});

test("a wrong piece is not left to one who sends nothing: it comes from another within seconds", async (t) => {
  const scene = world(1, 65_536);
  await scene.settle([scene.peer("agent:liar", { lies: true })]);
  const silent = scene.peer("agent:silent");
  scene.fetcher.update(silent);
  const good = scene.peer("agent:good");
  scene.fetcher.update(good);
  t.deepEqual([silent.answers.length, good.answers.length], [4, 0], "it is fetched from one alone");
  scene.clock = STUCK_PEER_MS + 1;
  scene.fetcher.tick();
  await scene.settle([good]);
  t.is(scene.have.count, 1);
});

test("a slow peer alone is asked on, one block at a time, and for no byte twice but what it was let off", async (t) => {
  const scene = world(3, 65_536);
  const slow = scene.peer("agent:slow");
  scene.fetcher.update(slow);
  for (let tick = 0; scene.have.count < 3 && tick < 400; tick++) {
    scene.clock += TICK_MS;
    // Each block takes three seconds from when it is asked for: the first one from when the others were let off.
    if (tick > 8 && tick % 12 === 8) scene.answer(slow);
    scene.fetcher.tick();
    await Promise.resolve();
    if (tick >= 8) t.true(slow.answers.length <= 1);
  }
  t.is(scene.have.count, 3);
  t.is(scene.payload.bytes, scene.content.length);
});

test("who was stuck is asked for more again once it sends in time", (t) => {
  const scene = world(40, 65_536);
  const peer = scene.peer("agent:a");
  scene.fetcher.update(peer);
  scene.clock = STUCK_PEER_MS + 1;
  scene.fetcher.tick();
  t.is(peer.answers.length, 1);
  scene.clock += TICK_MS;
  scene.answer(peer);
  t.true(peer.answers.length > 4);
});

test("who is no ingress fetches nothing from outside while something comes, whoever else drips at home", async (t) => {
  const scene = world(40, 65_536);
  scene.fetcher.allow(NO_SHARES);
  const dripping = scene.peer("agent:dripping");
  const outside = scene.peer("agent:abroad", { isOutside: true });
  scene.fetcher.update(dripping);
  for (let tick = 0; tick < 40; tick++) {
    scene.clock += TICK_MS;
    scene.answer(dripping);
    scene.fetcher.tick();
  }
  t.is(outside.answers.length, 0);
  scene.clock += PRESETS.loopback.revealGraceMs + 1;
  scene.fetcher.tick();
  t.true(outside.answers.length > 0, "nothing comes at all");
});

test("a wanted range is asked before anything else", (t) => {
  const scene = world(30, 65_536);
  scene.fetcher.want([[20, 21]]);
  const peer = scene.peer("agent:a");
  scene.fetcher.update(peer);
  t.deepEqual([...new Set(peer.answers.slice(0, 8).map(({ index }) => index))], [20, 21]);
});

test("a source that refuses inside the call does not make the fetcher spin", (t) => {
  const scene = world(3, 65_536);
  const peer = scene.peer("agent:closing");
  let asked = 0;
  Object.assign(peer, { request: (_i: number, _o: number, _l: number, { done }: BlockAnswer) => (asked++, done(null)) });
  scene.fetcher.update(peer);
  t.is(asked, 1);
});
