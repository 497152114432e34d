/** Who goes first, and how fast: priorities and caps of a running engine. */
import test from "ava";
import { adding, createFleet, sameBytes, until } from "./fleet.ts";

const MIB = 1024 * 1024;

test.serial(
  "a transfer of low priority waits while one of normal priority gets on, and goes on after it or when it is raised",
  async (t) => {
    const fleet = await createFleet(t);
    const [first, second, third] = [await fleet.bundle(24 * MIB), await fleet.bundle(24 * MIB), await fleet.bundle(MIB)];
    const seed = await fleet.open("coordinator", "main");
    for (const { file, torrent } of [first, second, third]) await seed.swarm.add(adding(torrent, file));
    const host = await fleet.open("agent", "web1");
    const low = await host.swarm.add(adding(first.torrent, fleet.path("low"), { priority: "low" }));
    const normal = await host.swarm.add(adding(second.torrent, fleet.path("normal")));
    await host.swarm.addPeers(first.torrent.infoHash, [seed.address]);
    await until(() => low.stats.peers === 1);
    t.is(low.stats.bytesFromSeed, 0);
    await host.swarm.addPeers(second.torrent.infoHash, [seed.address]);
    await normal.waitForAll();
    t.true(low.stats.verifiedBytes < 12 * MIB, `${low.stats.verifiedBytes} bytes had come before`);
    const raised = await host.swarm.add(adding(third.torrent, fleet.path("raised"), { peers: [seed.address], priority: "low" }));
    await raised.setPriority("normal");
    await Promise.all([low.waitForAll(), raised.waitForAll()]);
    await sameBytes(t, fleet.path("low"), first.bytes);
  },
);

test.serial("caps on what a process takes and sends hold, within a burst", async (t) => {
  const fleet = await createFleet(t);
  const { file, bytes, torrent } = await fleet.bundle(4 * MIB, 256 * 1024);
  const none = { uploadBytesPerS: null, downloadBytesPerS: null };
  const [sender, taker] = [
    { ...none, uploadBytesPerS: 2 * MIB, outside: none, times: [] },
    { ...none, downloadBytesPerS: 2 * MIB, outside: none, times: [] },
  ];
  for (const [name, seedLimits, hostLimits] of [
    ["up", sender, undefined],
    ["down", undefined, taker],
  ] as const) {
    const seed = await fleet.open("agent", `source-${name}`, seedLimits === undefined ? {} : { limits: seedLimits });
    await seed.swarm.add(adding(torrent, file));
    const host = await fleet.open("agent", `web-${name}`, hostLimits === undefined ? {} : { limits: hostLimits });
    const begun = performance.now();
    const transfer = await host.swarm.add(adding(torrent, fleet.path(name), { peers: [seed.address] }));
    await transfer.waitForAll();
    // A run of 1 MiB may go at once, and the last one.
    t.true(performance.now() - begun > 900, `${name}: ${performance.now() - begun} ms`);
    await sameBytes(t, fleet.path(name), bytes);
  }
});
