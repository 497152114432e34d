/** Preseeds of one host, over a swarm whose bytes come when the test lets them. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { Preseeds } from "../../agent/preseeds.ts";
import type { PreseedReport } from "../../proto/messages.ts";
import { verifyEnvelope } from "../../release/signature.ts";
import { toFailure } from "../../runtime/errors.ts";
import type { ReleaseId } from "../../runtime/ids.ts";
import { Inbox } from "./fleet.ts";
import { WEB } from "./lanes.ts";
import { KEY, makeBase, makeRelease } from "./releases.ts";
import { openRig } from "./rig.ts";

test("a bundle is fetched at low priority, told of as it comes, and is there for the prepare", async (t) => {
  const { rig, preseeds, reports, order, bundle, release } = await setUp(t);
  preseeds.take(order());
  t.like(await reports.next(({ totalBytes }) => totalBytes > 0), { done: false, failure: null, totalBytes: bundle.description.sizeBytes });
  t.is(rig.swarm.added[0]?.priority, "low");
  rig.swarm.offer(bundle);
  const done = await reports.next((report) => report.done);
  t.like(done, { doneBytes: bundle.description.sizeBytes, bytesFromSeed: bundle.description.sizeBytes, release: release.id, app: WEB });
  await rig.downloads.retain({});
  t.is(bundles(rig.downloads.folder).length, 1, "kept although no revision of it is here");
});

test("what is not in the set any more is given up and goes from disk, finished or not", async (t) => {
  for (const finished of [true, false]) {
    const { rig, preseeds, reports, order, bundle } = await setUp(t);
    await rig.downloads.retain({});
    preseeds.take(order());
    await reports.next(({ totalBytes }) => totalBytes > 0);
    if (finished) {
      rig.swarm.offer(bundle);
      await reports.next((report) => report.done);
    }
    preseeds.take({ app: WEB, releases: [], begin: null });
    await preseeds.stop();
    t.deepEqual(bundles(rig.downloads.folder), [], finished ? "finished" : "not finished");
    t.deepEqual(rig.swarm.joined, []);
  }
});

test("who isn't signed for, another release's envelope, and a release that no bundle leads to are told as failed", async (t) => {
  const { preseeds, reports, order } = await setUp(t);
  preseeds.take(order({ envelope: new Uint8Array([1, 2, 3]) }));
  t.truthy((await reports.next(({ failure }) => failure !== null)).failure);
  const other = "f".repeat(64) as ReleaseId;
  preseeds.take({ ...order({ release: other }), releases: [other] });
  t.is((await reports.next(({ release }) => release === other)).failure?.code, "E_SCOPE");
  preseeds.take(order({ routes: [] }));
  t.is((await reports.next(({ failure }) => failure?.code === "E_BASE")).failure?.code, "E_BASE");
});

test("the same order again goes on where it was and is told of anew", async (t) => {
  const { rig, preseeds, reports, order, bundle } = await setUp(t);
  preseeds.take(order());
  await reports.next(({ totalBytes }) => totalBytes > 0);
  rig.swarm.offer(bundle);
  await reports.next((report) => report.done);
  const from = reports.seen.length;
  preseeds.take(order());
  t.like(await reports.next((report) => report.done, from), { bytesFromSeed: 0 });
});

async function setUp(t: ExecutionContext) {
  const rig = await openRig(t);
  const release = await makeRelease({ folder: join(rig.folder, "from"), files: { "a.txt": "a".repeat(60_000) } });
  const bundle = await makeBase(release, { out: join(rig.folder, "bundle"), caPem: rig.caPem });
  const { downloads } = rig;
  const reports = new Inbox<PreseedReport>();
  const preseeds = new Preseeds({
    downloads,
    verifyEnvelope(app, envelope) {
      try {
        return verifyEnvelope({ envelope, app, nowUnixMs: Date.now(), pins: { keys: [KEY.publicKey], threshold: 1 } });
      } catch (error) {
        return toFailure(error);
      }
    },
    has: () => false,
    usable: (_app, routes) => routes,
    send: (report) => reports.push(report),
    clock: rig.context.clock,
  });
  t.teardown(() => preseeds.stop());
  const order = (change: object = {}) => ({
    app: WEB,
    releases: [release.id],
    begin: { release: release.id, envelope: release.envelope, routes: [bundle.description], untilUnixMs: 1e15, ...change },
  });
  return { rig, release, bundle, reports, preseeds, order };
}

function bundles(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => name.endsWith(".bundle"));
}
