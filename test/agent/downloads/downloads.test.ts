import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import type { ExecutionContext } from "ava";
import { Downloads, type DownloadsDeps, type TransferNews } from "../../../agent/downloads/downloads.ts";
import { startMeter } from "../../../agent/downloads/meter.ts";
import { bundleFile } from "../../../agent/downloads/records.ts";
import { ANNOUNCE_MS } from "../../../agent/shell-limits.ts";
import type { HostId } from "../../../runtime/ids.ts";
import type { Failure } from "../../../runtime/errors.ts";
import { ShoalError } from "../../../runtime/errors.ts";
import { identityOf, temporaryFolder } from "../fleet.ts";
import { WEB } from "../lanes.ts";
import { localSwarm } from "../local-swarm.ts";
import type { LocalSwarm } from "../local-swarm.ts";
import { makeBase, makeRelease } from "../releases.ts";
import type { TestBundle, TestRelease } from "../releases.ts";

const NEVER = new AbortController().signal;

test("bytes are read as they arrive, and the complete bundle is seeded on, also after a restart", async (t) => {
  const { folder, swarm, downloads, release, bundle } = await setUp(t);
  const download = await downloads.acquire(WEB, bundle.description, release);
  const source = download.source(NEVER);
  const reading = source.read(0, 10);
  swarm.offer(bundle);
  t.deepEqual(Buffer.from(await reading), readFileSync(bundle.file).subarray(0, 10));
  await source.close();
  await downloads.release(bundle.description.digest, "abandoned");
  t.is(swarm.joined.length, 1, "seeding");
  await downloads.stop();
  t.is(swarm.joined.length, 0);
  const again = await startDownloads(t, folder, swarm);
  t.is(swarm.joined.length, 1, "seeded again");
  await again.retain({ [WEB]: [release.release.tree] });
  t.is(swarm.joined.length, 1);
  await again.retain({ [WEB]: [] });
  t.is(swarm.joined.length, 0);
  t.deepEqual(readdirSync(join(folder, "downloads")), []);
});

test("an incomplete bundle rests after its use, and goes on from its file", async (t) => {
  const { folder, swarm, downloads, release, bundle } = await setUp(t);
  await downloads.acquire(WEB, bundle.description, release);
  await downloads.release(bundle.description.digest, "abandoned");
  t.is(swarm.joined.length, 0);
  t.true(existsSync(bundleFile(join(folder, "downloads"), bundle.description.digest)));
  const again = await startDownloads(t, folder, swarm);
  t.is(swarm.joined.length, 0, "nobody needs it yet");
  await again.acquire(WEB, bundle.description, release);
  t.is(swarm.joined.length, 1);
  t.is(swarm.added[0]?.file, swarm.added[1]?.file);
});

test("a bundle of which a tree was made before all its bytes were there is fetched to its end", async (t) => {
  const { folder, swarm, downloads, release, bundle } = await setUp(t);
  await downloads.acquire(WEB, bundle.description, release);
  await downloads.release(bundle.description.digest, "used");
  t.is(swarm.joined.length, 1);
  swarm.offer(bundle);
  const record = join(folder, "downloads", `${bundle.description.digest}.json`);
  await downloads.retain({ [WEB]: [release.release.tree] });
  await downloads.retain({ [WEB]: [release.release.tree] });
  t.regex(readFileSync(record, "utf8"), /"complete":true/);
  t.is(swarm.joined.length, 1);
});

test("two prepares share one transfer, and the first to end does not end it for the other", async (t) => {
  const { swarm, downloads, release, bundle } = await setUp(t);
  const first = await downloads.acquire(WEB, bundle.description, release);
  const second = await downloads.acquire(WEB, bundle.description, release);
  t.is(first, second);
  await downloads.release(bundle.description.digest, "abandoned");
  t.is(swarm.joined.length, 1);
  await downloads.release(bundle.description.digest, "abandoned");
  t.is(swarm.joined.length, 0);
});

test("with another tracker the transfer is begun anew, and who waits notices nothing but time", async (t) => {
  const { swarm, downloads, release, bundle } = await setUp(t);
  downloads.setAccess({ announceUrl: "https://127.0.0.1:1/one/announce", datacenter: "" });
  const download = await downloads.acquire(WEB, bundle.description, release);
  const waiting = download.waitForAll(NEVER);
  await new Promise<void>((resolve) => {
    swarm.onWait = () => swarm.added.length === 2 && resolve();
    downloads.setAccess({ announceUrl: "https://127.0.0.1:1/two/announce", datacenter: "" });
  });
  downloads.setAccess({ announceUrl: "https://127.0.0.1:1/two/announce", datacenter: "" });
  swarm.offer(bundle);
  await waiting;
  t.deepEqual(
    swarm.added.map(({ announceUrl }) => announceUrl),
    ["https://127.0.0.1:1/one/announce", "https://127.0.0.1:1/two/announce"],
  );
  t.is(download.traffic.bytesFromSeed, bundle.description.sizeBytes);
});

test("a swarm that can't be joined is told to who waits for bytes; to the log where nobody does", async (t) => {
  const { swarm, downloads, release, bundle, troubles } = await setUp(t);
  swarm.failNext = new ShoalError("E_SWARM", "the engine is gone");
  const download = await downloads.acquire(WEB, bundle.description, release);
  const error = await t.throwsAsync(download.waitForAll(NEVER), { instanceOf: ShoalError });
  t.is(error.code, "E_SWARM");
  await downloads.release(bundle.description.digest, "abandoned");
  t.deepEqual(
    troubles.map(({ code }) => code),
    ["E_SWARM"],
  );
});

test("records that are broken, of another name or too new, and files without one are deleted at start", async (t) => {
  const { folder, swarm, downloads, release, bundle } = await setUp(t);
  await downloads.acquire(WEB, bundle.description, release);
  swarm.offer(bundle);
  await downloads.release(bundle.description.digest, "abandoned");
  await downloads.stop();
  const directory = join(folder, "downloads");
  const record = join(directory, `${bundle.description.digest}.json`);
  const whole = readFileSync(record, "utf8");
  writeFileSync(join(directory, `${"0".repeat(64)}.json`), whole);
  writeFileSync(join(directory, `${"1".repeat(64)}.bundle`), "junk");
  await startDownloads(t, folder, swarm);
  t.deepEqual(readdirSync(directory).toSorted(), [`${bundle.description.digest}.bundle`, `${bundle.description.digest}.json`]);
  for (const broken of [whole.slice(0, 50), whole.replace('"version":1', '"version":2'), "null", whole.replace(/[0-9a-f]{40}/, "xyz")]) {
    writeFileSync(record, broken);
    const there = new Downloads({ folder: directory, caPem: "" }, { swarm, ...NOBODY, unixMs: () => 0, onTrouble: () => undefined });
    await there.start();
    t.deepEqual(readdirSync(directory), []);
  }
});

const NOBODY = { clockMs: () => 0, announce: () => undefined };

test("the coordinator hears of a transfer when it joins, is complete, leaves, and of all of them after a welcome", async (t) => {
  const { downloads, release, bundle, swarm, announced } = await setUp(t);
  const { digest, sizeBytes, torrent } = bundle.description;
  await downloads.acquire(WEB, bundle.description, release);
  await settled();
  t.deepEqual(announced.splice(0), [{ infoHash: torrent.infoHash, leftBytes: sizeBytes, stopped: false }]);
  swarm.offer(bundle);
  t.deepEqual(announced.splice(0), [{ infoHash: torrent.infoHash, leftBytes: 0, stopped: false }]);
  downloads.introduce();
  t.is(announced.splice(0).length, 1);
  await downloads.release(digest, "used");
  await downloads.retain({});
  t.deepEqual(announced, [{ infoHash: torrent.infoHash, leftBytes: 0, stopped: true }]);
});

test("peers are asked for again while there are none or the tracker fails, and no more once the bundle is whole", async (t) => {
  const { downloads, release, bundle, swarm, announced, clock } = await setUp(t);
  await downloads.acquire(WEB, bundle.description, release);
  await settled();
  announced.length = 0;
  downloads.tick();
  t.is(announced.length, 1, "nobody is there to fetch from");
  downloads.tick();
  t.is(announced.length, 1, "not more often than the coordinator says");
  clock.ms += ANNOUNCE_MS;
  downloads.tick();
  t.is(announced.length, 2);
  const { infoHash } = bundle.description.torrent;
  downloads.meet({ infoHash, addresses: [], hosts: [], shares: null, intervalMs: 3 * ANNOUNCE_MS });
  clock.ms += ANNOUNCE_MS;
  downloads.tick();
  clock.ms += ANNOUNCE_MS;
  downloads.tick();
  t.is(announced.length, 3, "as slowly as the coordinator says");
  swarm.offer(bundle);
  announced.length = 0;
  clock.ms += ANNOUNCE_MS;
  downloads.trackerFailed();
  downloads.tick();
  t.deepEqual(announced, []);
});

test("who is named in the session is told to the swarm at once, and to each later transfer of that bundle", async (t) => {
  const { downloads, release, bundle, swarm } = await setUp(t);
  await downloads.acquire(WEB, bundle.description, release);
  const { infoHash } = bundle.description.torrent;
  const hosts = [{ host: "ams1" as HostId, datacenter: "ams" }];
  downloads.meet({ infoHash, addresses: ["10.0.0.1:7001"], hosts, shares: 5, intervalMs: null });
  downloads.meet({ infoHash: "0".repeat(40) as typeof infoHash, addresses: ["10.0.0.9:1"], hosts: [], shares: null, intervalMs: null });
  await settled();
  t.deepEqual(swarm.known, [
    { infoHash, told: hosts },
    { infoHash, told: ["10.0.0.1:7001"] },
  ]);
  downloads.setAccess({ announceUrl: "https://127.0.0.1:1/another/announce", datacenter: "ams" });
  await settled();
  t.like(swarm.added.at(-1), { peers: ["10.0.0.1:7001"], vouched: hosts, place: { datacenter: "", shares: 5 } });
});

test("a preseed is raised by the prepare that needs it, which counts only what it fetches itself", async (t) => {
  const { downloads, release, bundle, swarm } = await setUp(t);
  const preseed = { release: release.id, untilUnixMs: 10 };
  await downloads.acquire(WEB, bundle.description, { ...release, preseed });
  swarm.offer(bundle);
  await settled();
  t.is(downloads.trafficOf(bundle.description.digest).bytesFromSeed, bundle.description.sizeBytes);
  const before = downloads.trafficOf(bundle.description.digest);
  const download = await downloads.acquire(WEB, bundle.description, release);
  const meter = startMeter(download, { clock: { clockMs: () => 7 }, before });
  t.deepEqual(meter.read(), { bytesFromSeed: 0, bytesFromHosts: 0, links: [], firstPieceMs: 0 });
  t.deepEqual(swarm.raised, [bundle.description.torrent.infoHash]);
});

/** Joins and orders are some promises deep. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}

interface SetUp {
  readonly folder: string;
  readonly swarm: LocalSwarm;
  readonly downloads: Downloads;
  readonly release: TestRelease;
  readonly bundle: TestBundle;
  readonly troubles: Failure[];
  readonly announced: TransferNews[];
  readonly clock: { ms: number };
}

async function setUp(t: ExecutionContext): Promise<SetUp> {
  const folder = temporaryFolder(t);
  const { caPem } = await identityOf("agent", "web1");
  const release = await makeRelease({ folder: join(folder, "tree"), files: { "a.txt": "a".repeat(50_000) } });
  const bundle = await makeBase(release, { out: join(folder, "bundle"), caPem });
  const swarm = localSwarm();
  const troubles: Failure[] = [];
  const announced: TransferNews[] = [];
  const clock = { ms: 0 };
  const heard = { clockMs: () => clock.ms, announce: (news: TransferNews) => void announced.push(news) };
  const downloads = await startDownloads(t, folder, swarm, troubles, heard);
  return { folder, swarm, release, bundle, troubles, announced, clock, downloads };
}

async function startDownloads(
  t: ExecutionContext,
  folder: string,
  swarm: LocalSwarm,
  troubles: Failure[] = [],
  heard: Pick<DownloadsDeps, "clockMs" | "announce"> = NOBODY,
): Promise<Downloads> {
  const { caPem } = await identityOf("agent", "web1");
  const options = { folder: join(folder, "downloads"), caPem };
  const downloads = new Downloads(options, { swarm, ...heard, unixMs: () => 1, onTrouble: (_, failure) => troubles.push(failure) });
  await downloads.start();
  t.teardown(() => downloads.stop());
  return downloads;
}
