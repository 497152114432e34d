import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import test from "ava";
import { parseHostId, parseInfoHash } from "../../../runtime/ids.ts";
import { openTracker } from "../../../swarm/tracker/server.ts";
import { WEB_SEED, WebSeed } from "../../../swarm/web-seed/source.ts";
import { LOOPBACK, adding, createFleet, digestsOf, sameBytes } from "../fleet.ts";

const MIB = 1024 * 1024;
const PASSKEY = "passkey-of-web1-0001";
const torrent = { infoHash: parseInfoHash("aa".repeat(20)), pieceLengthBytes: MIB };

interface Asked {
  readonly offset: number;
  readonly length: number;
  readonly signal: AbortSignal;
  readonly answer: PromiseWithResolvers<Uint8Array>;
}

function rig(): { readonly seed: WebSeed; readonly asked: readonly Asked[]; clock: number } {
  const asked: Asked[] = [];
  const state = { clock: 0 };
  const seed = new WebSeed(
    { announceUrl: "https://tracker/x/announce", torrent, afterMs: 1_000 },
    {
      now: () => state.clock,
      onHeard: () => undefined,
      tracker: {
        range(_url, { offset, length }, signal) {
          const answer = Promise.withResolvers<Uint8Array>();
          signal.addEventListener("abort", () => answer.reject(new Error("aborted")));
          asked.push({ offset, length, signal, answer });
          return answer.promise;
        },
      },
    },
  );
  return Object.assign(state, { seed, asked });
}

test("it is asked only after a time without a piece from a peer, and rests again when one helps", (t) => {
  const world = rig();
  t.true(world.seed.chokesUs());
  world.clock = 1_000;
  t.false(world.seed.chokesUs());
  world.seed.brought(new Set([WEB_SEED]));
  t.false(world.seed.chokesUs(), "its own pieces don't count");
  world.seed.brought(new Set([WEB_SEED, "agent:web2"]));
  t.true(world.seed.chokesUs());
});

test("a request is a range of the bundle; one that fails is answered with nothing, and the next waits", async (t) => {
  const world = rig();
  world.clock = 5_000;
  const answers: (Uint8Array | null)[] = [];
  const ask = (index: number): Promise<void> =>
    new Promise((resolve) => world.seed.request(index, 16_384, 100, { done: (block) => (answers.push(block), resolve()) }));
  const first = ask(3);
  t.like(world.asked[0], { offset: 3 * MIB + 16_384, length: 100 });
  world.asked[0]!.answer.resolve(Buffer.alloc(100, 7));
  await first;
  t.deepEqual(answers, [Buffer.alloc(100, 7)]);
  const second = ask(4);
  world.asked[1]!.answer.reject(new Error("503"));
  await second;
  t.is(answers[1], null);
  t.true(world.seed.chokesUs());
  world.clock += 60_000;
  t.false(world.seed.chokesUs());
});

test("after a wrong piece it is stopped for good, with all that is under way", async (t) => {
  const world = rig();
  world.clock = 5_000;
  const answer = new Promise((resolve) => world.seed.request(0, 0, 100, { done: resolve }));
  world.seed.stop();
  t.is(await answer, null);
  t.true(world.asked[0]!.signal.aborted);
  world.clock = 1e9;
  t.true(world.seed.chokesUs());
  t.false(world.seed.has());
});

test("P16 P17 a host whose only peers lie or are silent gets the bundle from the coordinator's HTTPS server", async (t) => {
  const fleet = await createFleet(t);
  const bundle = await fleet.bundle(3 * MIB + 123, 256 * 1024);
  const tracker = await openTracker(
    { identity: await fleet.identity("coordinator", "main"), listen: LOOPBACK, preset: "loopback" },
    {
      lookup: (passkey) => (passkey === PASSKEY ? { host: parseHostId("web1"), datacenter: "eqiad", address: null } : null),
      allowed: () => true,
      seeds: () => [],
      bundle: () => ({ file: bundle.file, sizeBytes: bundle.bytes.length }),
      now: () => performance.now(),
    },
  );
  t.teardown(() => tracker.stop());
  const forged = randomBytes(bundle.bytes.length);
  await writeFile(fleet.path("forged"), forged);
  const liar = await fleet.open("agent", "liar");
  await liar.swarm.add(adding({ ...bundle.torrent, pieceDigests: digestsOf(forged, 256 * 1024) }, fleet.path("forged")));
  const host = await fleet.open("agent", "web1");
  const announceUrl = tracker.announceUrl("127.0.0.1", PASSKEY);
  const transfer = await host.swarm.add(adding(bundle.torrent, fleet.path("web1"), { announceUrl, peers: [liar.address] }));
  await transfer.waitForAll();
  await sameBytes(t, fleet.path("web1"), bundle.bytes);
  t.like(await host.event(({ kind }) => kind === "peer-banned"), { peer: "agent:liar" });
  t.is(transfer.stats.bytesFromSeed, bundle.bytes.length);
  t.true(transfer.stats.bytesFromHosts <= 3 * 256 * 1024 * 2, `${transfer.stats.bytesFromHosts} bytes were taken from the liar`);
});
