import { join } from "node:path";
import test from "ava";
import type { Rollout } from "../../proto/operator-types.ts";
import { noise, startFleet, writeTree } from "./_fleet.ts";

test("a tracker that nobody reaches stops nobody: peers come through the session", async (t) => {
  // The announce URL names advertiseHost, where nothing listens on that port.
  const fleet = await startFleet(t, {
    hosts: { ams1: "ams", ams2: "ams", fra1: "fra", fra2: "fra" },
    coordinator: (yaml) => (yaml.listen.tracker = "127.0.0.2:0"),
  });
  await fleet.release(await writeTree(join(fleet.directory, "v1"), { a: noise(5, 24_000_000) }), "release/1");
  const deployed = await fleet.deploy("release/1", "--timeout", "60s");
  t.is(deployed.code, 0, deployed.stdout + deployed.stderr + (await fleet.logs()));
  const { hosts, accounts } = await fleet.rollout();
  const fromHosts = hosts.reduce((sum, host) => sum + host.bytesFromHosts, 0);
  t.true(fromHosts > 24_000_000, `hosts fetched from each other, ${fromHosts} bytes`);
  const links = accounts?.links ?? [];
  const unknown = links.filter(({ from, fromDatacenter }) => from === "hosts" && fromDatacenter === "");
  t.is(
    unknown.reduce((sum, link) => sum + link.payloadBytes, 0),
    0,
    "and it is known from which datacenter each byte came",
  );
  t.true((accounts?.allMs ?? 0) > 0);
});

test("the coordinator may die in the middle: two hosts that together have everything finish from each other", async (t) => {
  const sizeBytes = 16_000_000;
  const fleet = await startFleet(t, {
    // One ingress each: the seed shows every piece to one of the two.
    hosts: { ams1: "ams", fra1: "fra" },
    coordinator: (yaml) => {
      yaml.listen.tracker = "127.0.0.2:0";
      // Slow enough that the two begin together.
      yaml.swarm.limits = { ...yaml.swarm.limits, upload: "3MiB" };
    },
    // The hosts are slower still to each other: when the seed has given everything away once, each lacks what the other has.
    agent: (_, yaml) => (yaml.swarm.limits = { ...yaml.swarm.limits, upload: "1MiB" }),
  });
  await fleet.release(await writeTree(join(fleet.directory, "v1"), { a: noise(6, sizeBytes) }), "release/1");
  t.is((await fleet.deploy("release/1", "--detach")).code, 0);
  const fromSeed = ({ hosts }: Rollout): number => hosts.reduce((sum, { progress }) => sum + (progress?.bytesFromSeed ?? 0), 0);
  const then = await fleet.watchUntil((rollout) => fromSeed(rollout) >= sizeBytes || rollout.hosts.some(({ state }) => state === "ready"));
  t.true(
    then.hosts.every(({ state }) => state === "preparing"),
    `none had everything when the coordinator died: ${JSON.stringify(then.hosts)}`,
  );
  await fleet.kill("coordinator");
  await fleet.until(async () => (await Promise.all(fleet.hosts.map((host) => fleet.revisions(host)))).every(({ length }) => length === 1));
  await fleet.startCoordinator();
  const { state } = await fleet.watchUntil((rollout) => rollout.endedUnixMs > 0);
  t.is(state, "succeeded", "and it finds them ready when it is back");
});
