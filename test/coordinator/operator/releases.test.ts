import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import type * as wire from "../../../proto/operator-types.ts";
import { generateSigningKey } from "../../../release/signature.ts";
import { blake3, hashFile } from "../../../runtime/blake3.ts";
import { create, missingOf, noise, publish, signedTree, uploadTree } from "../publish.ts";
import { type OperatorClient, startTestCoordinator, type TestCoordinator } from "../start.ts";

const FIRST = { "bin/app": noise(200_000, "app"), "README.md": "first", "logo.svg": noise(60_000, "logo") };

test("a release is packed as a base, the next as an overlay, and both are seeded", async (t) => {
  const { c, operator } = await open(t);
  const keys = [c.fleet.signingKey];
  const first = await publish(operator, FIRST, { tag: "release/1", keys });
  t.deepEqual([first.files, first.tag, first.app, first.principal], [3, "release/1", "web", "operator:alice"]);
  t.deepEqual(
    first.bundles.map(({ kind, fromTree }) => [kind, fromTree]),
    [["base", ""]],
  );
  const second = await publish(operator, { ...FIRST, "README.md": "second" }, { tag: "release/2", keys });
  t.deepEqual(
    second.bundles.map(({ kind, fromTree }) => [kind, fromTree]),
    [["overlay", first.tree]],
  );
  t.true(second.bundles[0]!.sizeBytes < first.bundles[0]!.sizeBytes / 50);
  for (const { digest, infoHash } of [...first.bundles, ...second.bundles]) {
    t.is(await hashFile(join(c.dataDir, "bundles", `${digest}.tar.zst`)), digest as never);
    t.deepEqual(c.swarm.added.get(infoHash as never)?.admission, { hosts: [] });
  }
  await c.addHost("web1");
  await c.addHost("api1", { apps: ["api"] });
  await until(() => [...c.swarm.added.values()].every(({ admission }) => admission.hosts?.join() === "web1"));
  const { releases } = await operator.listReleases({ app: "web", limit: 0 });
  t.deepEqual(
    releases.map(({ tag }) => tag),
    ["release/2", "release/1"],
  );
});

test("the same directory packed on another coordinator gives the same bytes and the same torrent", async (t) => {
  const { c, operator } = await open(t);
  const other = await startTestCoordinator(t);
  const one = await publish(operator, FIRST, { tag: "release/1", keys: [c.fleet.signingKey] });
  const two = await publish(await other.operator(), FIRST, { tag: "release/1", keys: [other.fleet.signingKey] });
  t.is(one.bundles[0]!.digest, two.bundles[0]!.digest);
});

test("an overlay that outgrows a quarter of its base starts a new lineage with a base of its own", async (t) => {
  const { c, operator } = await open(t);
  const keys = [c.fleet.signingKey];
  await publish(operator, FIRST, { tag: "release/1", keys });
  const third = await publish(operator, { ...FIRST, "big.bin": noise(100_000, "big") }, { tag: "release/2", keys });
  t.deepEqual(third.bundles.map(({ kind }) => kind).sort(), ["base", "overlay"], "the overlay bridges from the old base");
  const next = await publish(operator, { ...FIRST, "big.bin": noise(100_000, "big"), "README.md": "3" }, { tag: "release/3", keys });
  t.deepEqual(
    next.bundles.map(({ fromTree }) => fromTree),
    [third.tree],
  );
});

test("a new base is made when it is asked for, with an overlay for hosts that hold the release before", async (t) => {
  const { c, operator } = await open(t);
  const keys = [c.fleet.signingKey];
  await publish(operator, FIRST, { tag: "release/1", keys });
  const second = await publish(operator, { ...FIRST, "README.md": "second" }, { tag: "release/2", keys, newBase: true });
  t.deepEqual(second.bundles.map(({ kind }) => kind).toSorted(), ["base", "overlay"]);
});

test("from the third release on there are two overlays: from the base and from the release before", async (t) => {
  const { c, operator } = await open(t);
  const keys = [c.fleet.signingKey];
  const second = { ...FIRST, "new.bin": noise(40_000, "new") };
  const one = await publish(operator, FIRST, { tag: "release/1", keys });
  const two = await publish(operator, second, { tag: "release/2", keys });
  const three = await publish(operator, { ...second, "README.md": "third" }, { tag: "release/3", keys });
  const sizes = new Map(three.bundles.map(({ fromTree, sizeBytes }) => [fromTree, sizeBytes]));
  t.deepEqual([...sizes.keys()].toSorted(), [one.tree, two.tree].toSorted());
  t.true(sizes.get(two.tree)! < 5_000 && sizes.get(one.tree)! > 40_000, JSON.stringify([...sizes]));
});

test("the same content under another tag needs no further bundle, and a tree that comes back none either", async (t) => {
  const { c, operator } = await open(t);
  const keys = [c.fleet.signingKey];
  const first = await publish(operator, FIRST, { tag: "release/1", keys });
  const again = await publish(operator, FIRST, { tag: "release/1-again", keys });
  t.not(again.release, first.release);
  t.deepEqual(again.bundles, first.bundles);
  await publish(operator, { ...FIRST, "README.md": "second" }, { tag: "release/2", keys });
  t.is(readdirSync(join(c.dataDir, "bundles")).length, 2);
});

test("a tag with the same tree is the release that is there; with another it is E_EXISTS", async (t) => {
  const { c, operator } = await open(t);
  const keys = [c.fleet.signingKey];
  const first = await publish(operator, FIRST, { tag: "release/1", keys });
  const again = await publish(operator, FIRST, { tag: "release/1", keys, change: { created: "2026-01-01T00:00:00Z" } });
  t.is(again.release, first.release);
  await t.throwsAsync(publish(operator, { ...FIRST, more: "x" }, { tag: "release/1", keys }), { code: "E_EXISTS", message: /release\/1/ });
  t.is((await operator.listReleases({ app: "", limit: 0 })).releases.length, 1);
});

test("two makers of one tag at once: one release, the other is told", async (t) => {
  const { c, operator } = await open(t);
  const keys = [c.fleet.signingKey];
  const results = await Promise.allSettled(
    ["a", "b"].map((text) => publish(operator, { ...FIRST, "README.md": text }, { tag: "release/1", keys })),
  );
  t.deepEqual(results.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
  t.is((results.find(({ status }) => status === "rejected") as PromiseRejectedResult).reason.code, "E_EXISTS");
});

test("M01–M03, M06: unsigned, signed by nobody pinned, for an unknown app, or from the future is refused before anything is stored", async (t) => {
  const { c, operator } = await open(t);
  const keys = [c.fleet.signingKey];
  const { envelope, listing } = signedTree(FIRST, { tag: "release/1", keys });
  const stranger = signedTree(FIRST, { tag: "release/1", keys: [generateSigningKey()] });
  const unknownApp = signedTree(FIRST, { tag: "release/1", keys, app: "nobody" });
  const future = signedTree(FIRST, { tag: "release/1", keys, change: { created: "2999-01-01T00:00:00Z" } });
  const broken = Buffer.from(
    Buffer.from(envelope)
      .toString()
      .replace(/"sig":"../, '"sig":"AA'),
  );
  for (const [bytes, code] of [
    [Buffer.alloc(0), "E_SIG"],
    [stranger.envelope, "E_KEY"],
    [broken, "E_SIG"],
    [unknownApp.envelope, "E_NOT_FOUND"],
    [future.envelope, "E_TIME"],
    [Buffer.from("{}"), "E_FORMAT"],
  ] as const) {
    await t.throwsAsync(create(operator, { envelope: bytes, listing }), { code });
  }
  t.deepEqual(readdirSync(join(c.dataDir, "listings")), []);
});

test("a listing that is not the signed one, cut short, or too long is refused", async (t) => {
  const { c, operator } = await open(t);
  const keys = [c.fleet.signingKey];
  const { envelope, listing } = signedTree(FIRST, { tag: "release/1", keys });
  await uploadTree(operator, FIRST);
  const other = Buffer.from(listing);
  other[40]! ^= 1;
  await t.throwsAsync(create(operator, { envelope, listing: other }), { code: "E_DIGEST" });
  await t.throwsAsync(create(operator, { envelope, listing: listing.subarray(0, -1) }), { code: "E_TRUNC" });
  await t.throwsAsync(create(operator, { envelope, listing: Buffer.concat([listing, Buffer.from("x")]) }), { code: "E_LIMIT" });
  const lying = signedTree(FIRST, { tag: "release/1", keys, change: { entries: 99 } });
  await t.throwsAsync(create(operator, lying), { code: "E_FORMAT", message: /99 entries/ });
});

test("a release whose files were not uploaded for its own app is refused, even where another app has them", async (t) => {
  const { c, operator } = await open(t);
  const keys = [c.fleet.signingKey];
  await uploadTree(operator, FIRST, "api");
  await t.throwsAsync(publish(operator, FIRST, { tag: "release/1", keys, upload: false }), { code: "E_NOT_PREPARED" });
  t.is(
    (
      await missingOf(
        operator,
        Object.values(FIRST).map((content) => blake3(Buffer.from(content))),
      )
    ).length,
    3,
  );
  await t.throwsAsync(missingOf(operator, [], "nobody"), { code: "E_NOT_FOUND" });
});

test("a content that rotted in the store stops the packing and registers nothing", async (t) => {
  const { c, operator } = await open(t);
  const { writeFileSync } = await import("node:fs");
  await uploadTree(operator, FIRST);
  const digest = blake3(FIRST["logo.svg"]);
  writeFileSync(join(c.dataDir, "files", digest.slice(0, 2), digest.slice(2)), noise(60_000, "rot"));
  await t.throwsAsync(publish(operator, FIRST, { tag: "release/1", keys: [c.fleet.signingKey], upload: false }), { code: "E_DIGEST" });
  t.deepEqual([readdirSync(join(c.dataDir, "bundles")), readdirSync(join(c.dataDir, "packing"))], [[], []]);
  t.deepEqual((await operator.listReleases({ app: "", limit: 0 })).releases, []);
});

test("a maker that goes away in the middle leaves nothing registered and no work behind", async (t) => {
  const { c, operator } = await open(t);
  const tree = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`f${n}`, noise(500_000, `f${n}`)]));
  await uploadTree(operator, tree);
  const { envelope, listing } = signedTree(tree, { tag: "release/1", keys: [c.fleet.signingKey] });
  const gone = new AbortController();
  await t.throwsAsync(create(operator, { envelope, listing, signal: gone.signal, onProgress: () => gone.abort() }), {
    code: "E_CANCELLED",
  });
  const next = await publish(operator, FIRST, { tag: "release/2", keys: [c.fleet.signingKey] });
  t.deepEqual(
    (await operator.listReleases({ app: "", limit: 0 })).releases.map(({ tag }) => tag),
    ["release/2"],
  );
  t.deepEqual(readdirSync(join(c.dataDir, "packing")), []);
  t.deepEqual(readdirSync(join(c.dataDir, "bundles")), [`${next.bundles[0]!.digest}.tar.zst`]);
});

test("after a restart the current bundles are seeded again, files that no row names are swept, and all is as it was", async (t) => {
  const { c, operator } = await open(t);
  const { writeFileSync } = await import("node:fs");
  const keys = [c.fleet.signingKey];
  await publish(operator, FIRST, { tag: "release/1", keys });
  const second = await publish(operator, { ...FIRST, "README.md": "second" }, { tag: "release/2", keys });
  writeFileSync(join(c.dataDir, "bundles", `${"0".repeat(64)}.tar.zst`), "left by a crash");
  const before = (await operator.listReleases({ app: "", limit: 0 })).releases;
  await c.restart();
  const again = await c.operator();
  t.deepEqual((await again.listReleases({ app: "", limit: 0 })).releases, before);
  t.is(readdirSync(join(c.dataDir, "bundles")).length, 2);
  await until(() => c.swarm.added.size === 2);
  t.true(c.swarm.added.has(second.bundles[0]!.infoHash as never));
});

test("a bundle whose file is gone is reported and not seeded, and does not keep the coordinator from starting", async (t) => {
  const { c, operator } = await open(t);
  const { bundles } = await publish(operator, FIRST, { tag: "release/1", keys: [c.fleet.signingKey] });
  rmSync(join(c.dataDir, "bundles", `${bundles[0]!.digest}.tar.zst`));
  await c.restart();
  t.is((await (await c.operator()).listReleases({ app: "", limit: 0 })).releases.length, 1);
  await until(() => c.log.some((line) => line.includes("is gone")));
  t.is(c.swarm.added.size, 0);
});

test("who made a release, and when, stands in the fleet's audit log", async (t) => {
  const { c, operator } = await open(t);
  await publish(await c.operator("bob"), FIRST, { tag: "release/1", keys: [c.fleet.signingKey] });
  const { events } = await operator.listEvents({ app: "", environment: "", afterVersion: 0, limit: 0 });
  const made = events.find(({ kind }) => kind === "release-created");
  t.is(made?.principal, "operator:bob");
  t.is((JSON.parse(made?.body ?? "{}") as { tag: string }).tag, "release/1");
});

/** What has no event to wait for, turn by turn of the event loop. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise<void>((resolve) => setImmediate(resolve));
}

async function open(t: ExecutionContext): Promise<{ c: TestCoordinator; operator: OperatorClient }> {
  const c = await startTestCoordinator(t, { change: ({ apps }) => void (apps["api"] = { ...apps["web"]! }) });
  return { c, operator: await c.operator() };
}

test("beyond the newest, releases that nothing runs are taken away, can't be deployed, and can be made again", async (t) => {
  const c = await startTestCoordinator(t, { change: (example) => void (example["keepReleases"] = 2) });
  const operator = await c.operator();
  const keys = [c.fleet.signingKey];
  const treeOf = (n: number) => ({ ...FIRST, "README.md": `release ${n}` });
  const made: string[] = [];
  for (const n of [1, 2, 3, 4]) made.push((await publish(operator, treeOf(n), { tag: `release/${n}`, keys })).tree);
  // Packing waits for the clean-up after the release before: when this one is there, that is through.
  await publish(operator, treeOf(4), { tag: "release/4-again", keys });
  const tags = async () => (await operator.listReleases({ app: "web", limit: 0 })).releases.map(({ tag }) => tag).toSorted();
  t.false((await tags()).includes("release/2"));
  t.true((await tags()).includes("release/1"), "the base of the lineage");
  const listings = readdirSync(join(c.dataDir, "listings"));
  t.deepEqual([listings.includes(made[1]!), listings.includes(made[0]!), listings.includes(made[3]!)], [false, true, true]);
  await c.addHost("web1");
  const request = {
    app: "web",
    environment: "production",
    tag: "release/2",
    slot: "",
    requestId: "q1",
    note: "",
    repair: false,
    hosts: [],
    policy: "",
    policyFile: "",
  } as wire.DeployRequest;
  await t.throwsAsync(operator.deploy(request), { code: "E_NOT_FOUND", message: /content of web release\/2 was removed/ });
  const { events } = await operator.listEvents({ app: "", environment: "", afterVersion: 0, limit: 0 });
  t.is(events.find(({ kind }) => kind === "content-removed")?.principal, "coordinator:main");
  await c.restart();
  const later = await c.operator();
  const again = await publish(later, treeOf(2), { tag: "release/2", keys });
  t.is(again.tree, made[1]!);
  t.true(again.bundles.length > 0);
  t.is((await later.deploy(request)).state, "preparing");
});

test("a tree whose own shoal.yaml is wrong is refused by the coordinator too, and nothing is packed or registered", async (t) => {
  const { c, operator } = await open(t);
  const keys = [c.fleet.signingKey];
  const bad = { ...FIRST, "shoal.yaml": "version: 1\nhook: {}\n" };
  const error = await t.throwsAsync(publish(operator, bad, { tag: "release/1", keys }), { code: "E_CONFIG" });
  t.regex(error.message, /^shoal\.yaml: line 2, column 1: hook: unknown key; did you mean hooks\?$/);
  t.deepEqual(readdirSync(join(c.dataDir, "bundles")), []);
  t.deepEqual(readdirSync(join(c.dataDir, "listings")), []);
  t.deepEqual((await operator.listReleases({ app: "web", limit: 0 })).releases, []);
  const good = await publish(operator, { ...FIRST, "shoal.yaml": "version: 1\n" }, { tag: "release/1", keys });
  t.is(good.files, 4, "it is a file of the tree like any other");
});
