import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "ava";
import { APP, ENVIRONMENT, noise, startFleet, writeTree } from "./_fleet.ts";

test("a coordinator that is killed in the middle of a rollout continues it when it is back", async (t) => {
  const fleet = await startFleet(t, { hosts: { ams1: "ams", ams2: "ams", fra1: "fra" } });
  await fleet.release(await writeTree(join(fleet.directory, "v1"), { a: noise(2, 6_000_000) }), "release/1");
  await fleet.kill("fra1");
  t.is((await fleet.deploy("release/1", "--detach")).code, 0);
  await fleet.watchUntil(({ hosts }) => hosts.filter(({ state }) => state === "ready").length === 2);
  await fleet.kill("coordinator");
  await fleet.startAgent("fra1");
  await fleet.startCoordinator();
  const rollout = await fleet.watchUntil(({ state }) => state !== "preparing" && state !== "activating");
  t.is(rollout.state, "succeeded");
  const { events } = await fleet.ask<{ events: readonly { kind: string }[] }>(["log", "--app", APP, "--environment", ENVIRONMENT]);
  t.is(events.filter(({ kind }) => kind === "rollout-requested").length, 1);
  for (const host of fleet.hosts) t.is(await fleet.treeDigest(host), rollout.tree);
});

test("the seed and the tracker may be gone when some hosts have the bundle: the others get it from them", async (t) => {
  const fleet = await startFleet(t, { hosts: { ams1: "ams", ams2: "ams", ams3: "ams", ams4: "ams" } });
  await fleet.release(await writeTree(join(fleet.directory, "v1"), { a: noise(3, 24_000_000) }), "release/1");
  for (const host of ["ams3", "ams4"]) fleet.signal(host, "SIGSTOP");
  t.is((await fleet.deploy("release/1", "--detach")).code, 0);
  await fleet.watchUntil(({ hosts }) => hosts.filter(({ state }) => state === "ready").length === 2);
  await fleet.kill("coordinator");
  for (const host of ["ams3", "ams4"]) fleet.signal(host, "SIGCONT");
  await fleet.startCoordinator();
  const rollout = await fleet.watchUntil(({ state }) => state !== "preparing" && state !== "activating");
  t.is(rollout.state, "succeeded");
});

test("what is no symlink in the slot's place stays as it is; the other hosts are told apart by exit code 4", async (t) => {
  const fleet = await startFleet(t, { hosts: { ams1: "ams", ams2: "ams", ams3: "ams" } });
  await fleet.release(await writeTree(join(fleet.directory, "v1"), { a: "a" }), "release/1");
  await mkdir(join(fleet.appRoot("ams2"), "current"), { recursive: true });
  await writeFile(join(fleet.appRoot("ams2"), "current", "precious"), "kept");
  await writeFile(join(fleet.appRoot("ams3"), "current"), "kept too");
  const deployed = await fleet.deploy("release/1");
  t.is(deployed.code, 4, deployed.stdout + deployed.stderr);
  const rollout = await fleet.rollout();
  const failures = Object.fromEntries(rollout.hosts.map(({ host, state, failure }) => [host, [state, failure?.code]]));
  // By the policy of few hosts it is one by one, the first failure stops, and ams1 has nothing to go back to.
  t.deepEqual(failures, { ams1: ["active", "E_NOT_FOUND"], ams2: ["failed", "E_SLOT"], ams3: ["cancelled", undefined] });
  t.is(await fleet.read("ams2", "precious"), "kept");
  await rm(join(fleet.appRoot("ams2"), "current"), { recursive: true });
  await rm(join(fleet.appRoot("ams3"), "current"));
  t.is((await fleet.deploy("release/1")).code, 0, "and the next deploy mends it");
});

test("a coordinator restored from a backup stops its old rollout, hears what hosts have seen, and deploys again", async (t) => {
  const fleet = await startFleet(t, { hosts: { ams1: "ams", ams2: "ams" } });
  await fleet.release(await writeTree(join(fleet.directory, "v1"), { a: "one" }), "release/1");
  t.is((await fleet.deploy("release/1")).code, 0);
  await fleet.kill("coordinator", "SIGTERM");
  const backup = join(fleet.directory, "backup");
  await fleet.backup(backup);
  await fleet.startCoordinator();
  await fleet.release(await writeTree(join(fleet.directory, "v2"), { a: "two" }), "release/2");
  t.is((await fleet.deploy("release/2")).code, 0);
  await fleet.kill("coordinator");
  await fleet.restore(backup);
  await fleet.startCoordinator();
  await fleet.release(await writeTree(join(fleet.directory, "v3"), { a: "three" }), "release/3");
  let deployed = await fleet.deploy("release/3");
  // A host that dials after the request tells only then what it has seen: each may fail one rollout so.
  for (let times = 0; times < fleet.hosts.length && deployed.code !== 0; times++) {
    t.is(deployed.code, 3);
    t.regex(deployed.stdout, /E_RESTORED/);
    deployed = await fleet.deploy("release/3");
  }
  t.is(deployed.code, 0, deployed.stdout + deployed.stderr + (await fleet.logs()));
  for (const host of fleet.hosts) t.is(await fleet.read(host, "a"), "three");
});

test("an abort while a host is away ends the rollout; what comes late is not activated", async (t) => {
  const fleet = await startFleet(t, { hosts: { ams1: "ams", ams2: "ams" } });
  await fleet.release(await writeTree(join(fleet.directory, "v1"), { a: "one" }), "release/1");
  await fleet.kill("ams2");
  t.is((await fleet.deploy("release/1", "--detach")).code, 0);
  await fleet.watchUntil(({ hosts }) => hosts.some(({ state }) => state === "ready"));
  t.is((await fleet.try(["abort", "--app", APP, "--environment", ENVIRONMENT])).code, 0);
  t.is((await fleet.rollout()).state, "aborted");
  await fleet.startAgent("ams2");
  await fleet.release(await writeTree(join(fleet.directory, "v2"), { a: "two" }), "release/2");
  t.is((await fleet.deploy("release/2")).code, 0);
  for (const host of fleet.hosts) t.is(await fleet.read(host, "a"), "two");
});

test("a second deploy while one is open is refused, by name", async (t) => {
  const fleet = await startFleet(t, { hosts: { ams1: "ams" } });
  await fleet.release(await writeTree(join(fleet.directory, "v1"), { a: "one" }), "release/1");
  await fleet.kill("ams1");
  t.is((await fleet.deploy("release/1", "--detach")).code, 0);
  const second = await fleet.deploy("release/1");
  t.is(second.code, 1);
  t.regex(second.stderr, /open rollout/);
});

test("a host that never comes is left out by name at the deadline: more than the policy bears, so the rollout pauses, and nothing is activated", async (t) => {
  const fleet = await startFleet(t, {
    hosts: { ams1: "ams", ams2: "ams" },
    coordinator: (yaml) => (yaml.rollout = { ...yaml.rollout, prepareTimeout: "3s" }),
  });
  await fleet.release(await writeTree(join(fleet.directory, "v1"), { a: "one" }), "release/1");
  await fleet.kill("ams2");
  t.is((await fleet.deploy("release/1", "--detach")).code, 0);
  const paused = await fleet.watchUntil(({ state }) => state === "paused");
  t.is(paused.hosts.find(({ host }) => host === "ams2")?.state, "excluded");
  t.regex(paused.pause?.reason?.message ?? "", /1 of 2 hosts were not ready in time: ams2/);
  t.is(await fleet.current("ams1"), null);
  const attached = await fleet.try(["attach", "--rollout", paused.rollout, "--timeout", "1s"]);
  t.is(attached.code, 5, attached.stdout + attached.stderr);
});

for (const point of ["unpack:some", "commit:after-rename", "swap:before-rename", "swap:after-rename"]) {
  test(`an agent that is killed at ${point} has an old or a new slot, and ends on the new release when it is back`, async (t) => {
    const fleet = await startFleet(t, { hosts: { ams1: "ams" } });
    await fleet.release(await writeTree(join(fleet.directory, "v1"), { a: "one" }), "release/1");
    t.is((await fleet.deploy("release/1")).code, 0);
    const old = await fleet.current("ams1");
    await fleet.kill("ams1");
    await fleet.startAgent("ams1", { SHOAL_FAULT: point });
    await fleet.release(await writeTree(join(fleet.directory, "v2"), { a: "two", b: noise(4, 500_000) }), "release/2");
    t.is((await fleet.deploy("release/2", "--detach")).code, 0);
    await fleet.ended("ams1");
    t.is(await fleet.read("ams1", "a"), point === "swap:after-rename" ? "two" : "one");
    t.is((await fleet.current("ams1")) === old, point !== "swap:after-rename");
    await fleet.startAgent("ams1");
    const rollout = await fleet.watchUntil(({ state }) => state !== "preparing" && state !== "activating");
    t.is(rollout.state, "succeeded", await fleet.logs());
    t.is(await fleet.treeDigest("ams1"), rollout.tree);
  });
}
