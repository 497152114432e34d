import { readdir } from "node:fs/promises";
import { join } from "node:path";
import test from "ava";
import type { Preseed } from "../../proto/operator-types.ts";
import { APP, ENVIRONMENT, noise, startFleet, writeTree, type Fleet } from "./_fleet.ts";

const preseed = (fleet: Fleet, tag: string, ...more: readonly string[]) =>
  fleet.try(["preseed", tag, "--app", APP, "--to", ENVIRONMENT, "--json", ...more]);
const bundles = async (fleet: Fleet, host: string): Promise<number> =>
  (await readdir(join(fleet.agentDir(host), "state/downloads")).catch(() => [])).filter((name) => name.endsWith(".bundle")).length;

test("what was preseeded is not fetched again by the deploy, also after both sides were restarted", async (t) => {
  const fleet = await startFleet(t, { hosts: { ams1: "ams", ams2: "ams", fra1: "fra" } });
  await fleet.release(await writeTree(join(fleet.directory, "v1"), { a: noise(7, 12_000_000) }), "release/1");
  const first = await preseed(fleet, "release/1", "--wait", "--timeout", "60s");
  t.is(first.code, 0, first.stdout + first.stderr + (await fleet.logs()));
  const answer = (JSON.parse(first.stdout) as { preseed: Preseed }).preseed;
  t.deepEqual(
    answer.hosts.map(({ state, doneBytes, totalBytes }) => [state, doneBytes === totalBytes && totalBytes > 12_000_000]),
    answer.hosts.map(() => ["done", true]),
  );
  for (const host of fleet.hosts) t.is(await fleet.current(host), null, "nothing was switched");
  const again = await preseed(fleet, "release/1");
  t.is(again.code, 0);
  await fleet.kill("coordinator");
  await fleet.kill("ams2");
  await fleet.startCoordinator();
  await fleet.startAgent("ams2");
  const waited = await preseed(fleet, "release/1", "--wait", "--timeout", "60s");
  t.is(waited.code, 0, waited.stdout + waited.stderr);
  const { events } = await fleet.ask<{ events: readonly { kind: string }[] }>(["log", "--app", APP, "--environment", ENVIRONMENT]);
  t.is(events.filter(({ kind }) => kind === "preseed-requested").length, 1, "asked for three times, one line in the log");
  const deployed = await fleet.deploy("release/1");
  t.is(deployed.code, 0, deployed.stdout + deployed.stderr);
  const rollout = await fleet.rollout();
  t.deepEqual(
    rollout.hosts.map(({ host, bytesFromSeed, bytesFromHosts }) => [host, bytesFromSeed + bytesFromHosts]),
    fleet.hosts.map((host) => [host, 0]),
  );
  const { preseeds } = await fleet.ask<{ preseeds: readonly Preseed[] }>(["status", "--app", APP, "--environment", ENVIRONMENT]);
  t.deepEqual(preseeds, [], "it is over once it is deployed");
});

test("a preseed goes to the datacenter or the share that was asked for, and is gone from disk after --stop", async (t) => {
  const fleet = await startFleet(t, { hosts: { ams1: "ams", ams2: "ams", fra1: "fra", fra2: "fra" } });
  await fleet.release(await writeTree(join(fleet.directory, "v1"), { a: noise(8, 2_000_000) }), "release/1");
  const home = await preseed(fleet, "release/1", "--dc", "fra", "--share", "50", "--wait", "--timeout", "60s");
  t.is(home.code, 0, home.stdout + home.stderr);
  const [chosen] = (JSON.parse(home.stdout) as { preseed: Preseed }).preseed.hosts;
  t.is(chosen?.datacenter, "fra");
  t.deepEqual(
    await Promise.all(fleet.hosts.map(async (host) => [host, await bundles(fleet, host)])),
    fleet.hosts.map((host) => [host, host === chosen?.host ? 1 : 0]),
  );
  t.is((await preseed(fleet, "release/1", "--stop")).code, 0);
  t.is((await preseed(fleet, "release/1", "--stop")).code, 0, "again changes nothing");
  await fleet.until(async () => (await bundles(fleet, chosen?.host ?? "")) === 0);
  t.is((await preseed(fleet, "release/1", "--dc", "nowhere")).code, 1);
  t.is((await preseed(fleet, "release/2")).code, 1);
});
