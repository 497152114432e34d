import { statSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { hashFile } from "../../runtime/blake3.ts";
import type { BundleFiles } from "../../coordinator/bundles.ts";
import type { HostDirectory } from "../../coordinator/hosts.ts";
import { createSeeding } from "../../coordinator/seeding.ts";
import type { BundleRecord } from "../../coordinator/store/releases.ts";
import type { Digest, HostId, InfoHash } from "../../runtime/ids.ts";
import { openSwarm } from "../../swarm/process.ts";
import type { AddOptions } from "../../swarm/swarm.ts";
import { memorySwarm } from "./memory-swarm.ts";
import { noise, publish } from "./publish.ts";
import { startTestCoordinator } from "./start.ts";

test("a host of the app finds the seed through its own announce URL and fetches the bundle; a host of another app gets nothing", async (t) => {
  const c = await startTestCoordinator(t, { realSwarm: true, change: ({ apps }) => void (apps["api"] = { ...apps["web"]! }) });
  const operator = await c.operator();
  const tree = { "data.bin": noise(3_000_000, "data") };
  await publish(operator, tree, { tag: "release/1", keys: [c.fleet.signingKey] });
  await c.addHost("web1");
  await c.addHost("api1", { apps: ["api"] });
  const [web, api] = [await c.agent("web1"), await c.agent("api1", { app: "api" })];
  const accesses = { web1: (await web.join()).swarm, api1: (await api.join()).swarm };
  await operator.deploy({
    app: "web",
    environment: "production",
    tag: "release/1",
    slot: "",
    requestId: "r1",
    note: "",
    repair: false,
    hosts: [],
    policy: "",
    policyFile: "",
  });
  const prepare = await web.nextIntent("prepare");
  const [route] = prepare.kind === "prepare" ? prepare.routes : [];
  const download = async (host: "web1" | "api1") => {
    const swarm = await openSwarm({
      identity: await c.fleet.identity("agent", host),
      listen: { host: "127.0.0.1", port: 0 },
      advertiseHost: "127.0.0.1",
      preset: "loopback",
      memoryLimitMib: 256,
    });
    t.teardown(() => swarm.stop());
    const options: AddOptions = {
      torrent: route!.torrent,
      file: join(c.folder, `${host}.bundle`),
      announceUrl: accesses[host].announceUrl,
      admission: { hosts: null },
      peers: [`127.0.0.1:${c.coordinator.ports.swarm}`],
    };
    return swarm.add(options);
  };
  const stranger = await download("api1");
  const transfer = await download("web1");
  await transfer.waitForAll(AbortSignal.timeout(20_000));
  t.is(await hashFile(join(c.folder, "web1.bundle")), route!.digest as string as Digest);
  t.is(transfer.stats.bytesFromSeed, route!.sizeBytes);
  t.is(stranger.stats.verifiedBytes, 0);
  t.true(
    c.log.some((line) => line.includes("peer-refused")),
    "the stranger dialled the seed directly, and was refused",
  );

  // Assigned now: the same process, the same torrent.
  await c.addHost("api1", { apps: ["api", "web"] });
  await stranger.waitForAll(AbortSignal.timeout(20_000));
  t.is(await hashFile(join(c.folder, "api1.bundle")), route!.digest as string as Digest);
});

test("the tracker is told: hosts of the app may take part, no other host, and nobody in an unknown torrent", async (t) => {
  const web1 = { host: "web1", apps: ["web"] };
  const hosts = {
    get: (host: string) => (host === "web1" ? web1 : host === "api1" ? { apps: ["api"] } : null),
    withApp: () => [web1],
  } as never as HostDirectory;
  const swarm = memorySwarm();
  const engine = await swarm.open({} as never);
  const bundleFiles = { bundlePath: () => new URL(import.meta.url).pathname } as never as BundleFiles;
  const torrent = { infoHash: "a".repeat(40) };
  const bundle = {
    app: "web",
    bundle: { digest: "d", sizeBytes: statSync(new URL(import.meta.url)).size },
    torrent,
  } as never as BundleRecord;
  const seeding = createSeeding({
    swarm: engine,
    releases: {} as never,
    bundleFiles,
    hosts,
    warn: (message, error) => t.fail(`${message} ${String(error)}`),
  });
  const allowed = (host: string, infoHash = torrent.infoHash): boolean => seeding.allowed(host as HostId, infoHash as InfoHash);
  t.false(allowed("web1"), "nobody knows of it yet");
  await seeding.seed(bundle);
  t.deepEqual([allowed("web1"), allowed("api1"), allowed("stranger"), allowed("web1", "b".repeat(40))], [true, false, false, false]);
  t.true(seeding.isSeeded(torrent.infoHash as InfoHash));
  t.deepEqual(swarm.added.get(torrent.infoHash as InfoHash)?.admission.hosts, ["web1" as HostId]);
});
