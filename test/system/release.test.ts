import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "ava";
import { APP, ENVIRONMENT, noise, startFleet, writeTree } from "./_fleet.ts";

test("a release crosses a fleet, then an overlay, then a rollback that fetches nothing; the directory it was made from may be gone", async (t) => {
  const fleet = await startFleet(t, { hosts: { ams1: "ams", ams2: "ams", fra1: "fra" } });
  const big = noise(1, 3_000_000);
  const first = await writeTree(join(fleet.directory, "v1"), {
    "bin/app.js": "one\n",
    "lib/big.bin": big,
    "日本語 'quoted'.txt": "",
    "public/old.css": "a{}",
  });
  await fleet.release(first, "release/1");
  await rm(first, { recursive: true });
  const deployed = await fleet.deploy("release/1");
  t.is(deployed.code, 0, deployed.stdout + deployed.stderr);
  const base = await fleet.rollout();
  t.true(base.hosts.every(({ state, route }) => state === "active" && route === "base"));

  const changed = new Uint8Array(big);
  changed[1_000_000] = 1;
  const second = await writeTree(join(fleet.directory, "v2"), {
    "bin/app.js": "two\n",
    "lib/moved.bin": changed,
    "日本語 'quoted'.txt": "",
    "public/new.css": "a{}",
  });
  await fleet.release(second, "release/2");
  t.is((await fleet.deploy("release/2")).code, 0);
  const overlay = await fleet.rollout();
  t.true(overlay.hosts.every(({ route, bytesFromHosts, bytesFromSeed }) => route === "overlay" && bytesFromHosts + bytesFromSeed < 20_000));
  for (const host of fleet.hosts) {
    t.is(await fleet.treeDigest(host), overlay.tree);
    t.is(await fleet.read(host, "bin/app.js"), "two\n");
  }

  t.is((await fleet.rollback()).code, 0);
  const back = await fleet.rollout();
  t.true(back.hosts.every(({ route, bytesFromHosts, bytesFromSeed }) => route === "none" && bytesFromHosts + bytesFromSeed === 0));
  for (const host of fleet.hosts) {
    t.is(await fleet.treeDigest(host), base.tree);
    t.regex((await fleet.current(host)) ?? "", /^revisions\/[^/]+$/);
  }
  const { events } = await fleet.ask<{ events: readonly { principal: string; kind: string }[] }>([
    "log",
    "--app",
    APP,
    "--environment",
    ENVIRONMENT,
  ]);
  t.is(events.filter(({ kind, principal }) => kind === "rollout-requested" && principal === "operator:alice").length, 3);
  t.true(events.some(({ principal }) => principal === "agent:ams1"));
});

test("only files that the coordinator lacks are uploaded", async (t) => {
  const fleet = await startFleet(t, { hosts: {} });
  const tree = await writeTree(join(fleet.directory, "v1"), { a: "same", b: "first" });
  t.regex(await fleet.release(tree, "release/1"), /uploaded 2 files/);
  await writeFile(join(tree, "b"), "second");
  t.regex(await fleet.release(tree, "release/2"), /uploaded 1 file/);
  t.regex(await fleet.release(tree, "release/2"), /release\/2/, "the same again is the same release");
  await writeFile(join(tree, "b"), "third");
  const taken = await fleet.try(["release", "create", tree, "--app", APP, "--tag", "release/2"]);
  t.is(taken.code, 1);
  t.regex(taken.stderr, /release\/2/);
});

test("a release that too few pinned keys have signed is refused by the host, whatever the coordinator thinks of it", async (t) => {
  const twoOfTwo = "ed25519:11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
  const fleet = await startFleet(t, {
    hosts: { ams1: "ams", ams2: "ams" },
    agent: (host, yaml) => {
      if (host !== "ams2") return;
      yaml.apps[APP].pinnedKeys.push(twoOfTwo);
      yaml.apps[APP].threshold = 2;
    },
  });
  await fleet.release(await writeTree(join(fleet.directory, "v1"), { a: "a" }), "release/1");
  const deployed = await fleet.deploy("release/1");
  t.is(deployed.code, 3, deployed.stdout + deployed.stderr);
  const rollout = await fleet.rollout();
  t.is(rollout.state, "failed");
  const refused = rollout.hosts.find(({ host }) => host === "ams2");
  t.regex(refused?.failure?.code ?? "", /^E_(KEY|SIG)$/);
  for (const host of fleet.hosts) t.is(await fleet.current(host), null);
});

test("no key that signs or makes identities is in the coordinator's directory", async (t) => {
  const fleet = await startFleet(t, { hosts: {} });
  const secrets = await Promise.all(
    ["ca", "keys"].map(async (name) => {
      const directory = join(fleet.directory, "fleet", name);
      const files = (await readdir(directory, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
      return Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), "utf8")));
    }),
  );
  const privateKeys = secrets.flat().filter((text) => text.includes("PRIVATE KEY"));
  t.true(privateKeys.length >= 2, "there is a CA key and a signing key");
  const inCoordinator = (await readdir(fleet.coordinatorDir, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  for (const file of inCoordinator) {
    const bytes = await readFile(join(file.parentPath, file.name), "latin1");
    for (const key of privateKeys) t.false(bytes.includes(key.trim()), file.name);
  }
});
