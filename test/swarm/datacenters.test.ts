/** Tracker and engines together: three datacenters of two hosts, as a rollout uses them. */
import { randomBytes } from "node:crypto";
import test, { type ExecutionContext } from "ava";
import { type HostId, parseHostId } from "../../runtime/ids.ts";
import { enginePid } from "../../swarm/process.ts";
import type { Transfer } from "../../swarm/swarm.ts";
import { type Tracker, openTracker } from "../../swarm/tracker/server.ts";
import { type Bundle, type Fleet, LOOPBACK, type Member, adding, createFleet, sameBytes, until } from "./fleet.ts";

const HOSTS = ["eqiad1", "eqiad2", "codfw1", "codfw2", "ulsfo1", "ulsfo2"] as const;
const MIB = 1024 * 1024;

/** Assigned to no app. */
const STRANGER = "stranger";

interface Scene {
  readonly fleet: Fleet;
  readonly seed: Member;
  readonly members: readonly Member[];
  readonly tracker: Tracker;
  announceUrl(host: string): string;
}

async function scene(t: ExecutionContext, names: readonly string[] = HOSTS): Promise<Scene> {
  const fleet = await createFleet(t);
  const seed = await fleet.open("coordinator", "main");
  const members = await Promise.all(names.map((name) => fleet.open("agent", name)));
  const passkeys = new Map([...HOSTS, STRANGER].map((host) => [randomBytes(16).toString("hex"), parseHostId(host)]));
  const lookup = (passkey: string): { host: HostId; datacenter: string; address: null } | null => {
    const host = passkeys.get(passkey);
    return host === undefined ? null : { host, datacenter: host.slice(0, 5), address: null };
  };
  const tracker = await openTracker(
    { identity: await fleet.identity("coordinator", "main"), listen: LOOPBACK, preset: "loopback" },
    { lookup, allowed: (host) => host !== STRANGER, seeds: () => [seed.address], now: () => performance.now() },
  );
  t.teardown(() => tracker.stop());
  const announceUrl = (host: string): string =>
    tracker.announceUrl("127.0.0.1", [...passkeys].find(([, name]) => name === host)?.[0] ?? "");
  return { fleet, seed, members, tracker, announceUrl };
}

async function join({ fleet, announceUrl }: Scene, { name, swarm }: Member, bundle: Bundle): Promise<Transfer> {
  return swarm.add(adding(bundle.torrent, fleet.path(`${name}-${bundle.torrent.infoHash}`), { announceUrl: announceUrl(name) }));
}

test.serial("six hosts in three datacenters get at least half of a bundle from each other, large, small or of one piece", async (t) => {
  const world = await scene(t);
  for (const size of [12 * MIB, 120_000, 5_000]) {
    const bundle = await world.fleet.bundle(size);
    const seeding = await world.seed.swarm.add(adding(bundle.torrent, bundle.file));
    const transfers = await Promise.all(world.members.map((member) => join(world, member, bundle)));
    await Promise.all(transfers.map((transfer) => transfer.waitForAll()));
    for (const { name } of world.members) await sameBytes(t, world.fleet.path(`${name}-${bundle.torrent.infoHash}`), bundle.bytes);
    const fromHosts = transfers.reduce((sum, { stats }) => sum + stats.bytesFromHosts, 0);
    const fromSeed = transfers.reduce((sum, { stats }) => sum + stats.bytesFromSeed, 0);
    t.true(fromHosts >= fromSeed, `${fromHosts} of ${fromHosts + fromSeed} bytes of a ${size}-byte bundle came from hosts`);
    t.is(fromHosts + fromSeed >= 6 * size, true);
    await Promise.all([seeding.remove(), ...transfers.map((transfer) => transfer.remove())]);
    await until(() => world.tracker.torrents === 0);
  }
});

test.serial("the seed may go when the hosts have the bundle between them, and an ingress may die", async (t) => {
  const world = await scene(t);
  const bundle = await world.fleet.bundle(4 * MIB, 64 * 1024);
  await world.seed.swarm.add(adding(bundle.torrent, bundle.file));
  const [first, second, ...rest] = world.members;
  const early = await Promise.all([join(world, first!, bundle), join(world, rest[0]!, bundle)]);
  await Promise.all(early.map((transfer) => transfer.waitForAll()));
  await world.seed.swarm.stop();
  process.kill(enginePid(rest[0]!.swarm) ?? 0, "SIGSTOP");
  const frozen = enginePid(rest[0]!.swarm) ?? 0;
  try {
    const late = await Promise.all([second!, ...rest.slice(1)].map((member) => join(world, member, bundle)));
    await Promise.all(late.map((transfer) => transfer.waitForAll()));
    for (const { stats } of late) t.is(stats.bytesFromSeed, 0);
  } finally {
    process.kill(frozen, "SIGCONT");
  }
  await sameBytes(t, world.fleet.path(`${rest.at(-1)?.name}-${bundle.torrent.infoHash}`), bundle.bytes);
});

test.serial("a host asks the tracker about a peer, and refuses one whose app the torrent is not", async (t) => {
  const world = await scene(t, ["eqiad1", "eqiad2", STRANGER]);
  const [holder, friend, stranger] = world.members;
  const bundle = await world.fleet.bundle(200_000);
  await holder!.swarm.add(adding(bundle.torrent, bundle.file, { announceUrl: world.announceUrl("eqiad1") }));
  const peers = [holder!.address];
  const refused = await stranger!.swarm.add(adding(bundle.torrent, world.fleet.path("stranger"), { peers }));
  const event = await holder!.event(({ kind }) => kind === "peer-refused");
  t.like(event, { address: "agent:stranger", reason: "not admitted to this torrent" });
  const admitted = await friend!.swarm.add(adding(bundle.torrent, world.fleet.path("friend"), { peers }));
  await admitted.waitForAll();
  t.is(refused.stats.bytesFromHosts, 0);
});
