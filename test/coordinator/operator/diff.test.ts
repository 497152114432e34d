/** What looks at releases and keeps nothing: DiffReleases, and CreateRelease as a dry run. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { parseListing } from "../../../release/listing.ts";
import type * as wire from "../../../proto/operator-types.ts";
import { blake3 } from "../../../runtime/blake3.ts";
import { missingOf, noise, publish, signedTree, type Tree } from "../publish.ts";
import { type OperatorClient, startTestCoordinator, type TestCoordinator } from "../start.ts";

const FIRST = { "bin/app": noise(200_000, "app"), "README.md": "first" };
const SECOND = { ...FIRST, "README.md": "second", "more.bin": noise(20_000, "more") };

test("a diff has both listings and the size of the overlay that is kept; one that is not is packed to see, and not kept", async (t) => {
  const c = await startTestCoordinator(t);
  const operator = await c.operator();
  const keys = [c.fleet.signingKey];
  const first = await publish(operator, FIRST, { tag: "release/1", keys });
  const second = await publish(operator, SECOND, { tag: "release/2", keys });
  const before = stored(c);
  const kept = await diff(operator, { from: "release/1", to: "release/2" });
  t.deepEqual([kept.from.tree, kept.to.tree] as string[], [first.tree, second.tree]);
  t.deepEqual(kept.overlay, { sizeBytes: second.bundles[0]?.sizeBytes ?? -1, kept: true });
  const back = await diff(operator, { from: "release/2", to: "release/1" });
  t.false(back.overlay.kept);
  t.true(back.overlay.sizeBytes > 0 && back.overlay.sizeBytes < 2_000, `${back.overlay.sizeBytes}`);
  const again = await diff(operator, { from: "release/1", to: "release/2", effort: "fast" });
  t.false(again.overlay.kept, "an effort that is named is packed with");
  t.deepEqual(stored(c), before);
});

test("releases that are not there, and an effort that is none, are refused", async (t) => {
  const c = await startTestCoordinator(t);
  const operator = await c.operator();
  await publish(operator, FIRST, { tag: "release/1", keys: [c.fleet.signingKey] });
  const twice = { from: "release/1", to: "release/1" };
  await t.throwsAsync(diff(operator, { ...twice, to: "release/9" }), { code: "E_NOT_FOUND", message: /no release release\/9,/ });
  await t.throwsAsync(diff(operator, { ...twice, effort: "__proto__" }), { code: "E_MESSAGE", message: /^effort: / });
  await t.throwsAsync(diff(operator, { ...twice, app: "../x" }), { code: "E_MESSAGE" });
});

test("a dry run says what would be packed, byte for byte as it is packed then, and stores nothing", async (t) => {
  const c = await startTestCoordinator(t);
  const operator = await c.operator();
  const keys = [c.fleet.signingKey];
  const before = stored(c);
  const base = await dryRun(operator, FIRST, { tag: "release/1", keys });
  t.true(base.newBase);
  t.deepEqual(stored(c), before);
  t.is(
    (
      await missingOf(
        operator,
        Object.values(FIRST).map((content) => blake3(Buffer.from(content))),
      )
    ).length,
    2,
    "no file is the app's",
  );
  const first = await publish(operator, FIRST, { tag: "release/1", keys });
  t.deepEqual(base.bundles, first.bundles);
  const overlay = await dryRun(operator, SECOND, { tag: "release/2", keys });
  t.like(overlay, { exists: false, newBase: false });
  const second = await publish(operator, SECOND, { tag: "release/2", keys });
  t.deepEqual(overlay.bundles, second.bundles);
  t.deepEqual(await dryRun(operator, SECOND, { tag: "release/2", keys }), { exists: true, newBase: false, bundles: [] });
  const { releases } = await operator.listReleases({ app: "web", limit: 0 });
  t.is(releases.length, 2);
});

test("a dry run refuses what creating would refuse, contents that are not what they are called, and leaves nothing then", async (t) => {
  const c = await startTestCoordinator(t);
  const operator = await c.operator();
  const keys = [c.fleet.signingKey];
  const before = stored(c);
  await t.throwsAsync(dryRun(operator, FIRST, { tag: "release/1", keys, send: {} }), { code: "E_NOT_PREPARED" });
  const wrong = { ...FIRST, "README.md": "FIRST" };
  await t.throwsAsync(dryRun(operator, FIRST, { tag: "release/1", keys, send: wrong }), { code: "E_NOT_PREPARED" });
  await t.throwsAsync(dryRun(operator, FIRST, { tag: "release/1", keys, send: FIRST, spoil: true }), { code: "E_DIGEST" });
  await t.throwsAsync(dryRun(operator, FIRST, { tag: "release/1", keys, twice: true }), { code: "E_MESSAGE", message: /comes twice/ });
  t.deepEqual(stored(c), before);
});

/** Files of the data directory's stores. */
function stored({ dataDir }: TestCoordinator): string[] {
  return ["files", "uploads", "bundles", "listings", "packing"].flatMap((folder) =>
    readdirSync(join(dataDir, folder), { recursive: true }).map((name) => join(folder, String(name))),
  );
}

async function diff(operator: OperatorClient, change: Partial<wire.DiffReleasesRequest>) {
  const parts: { from: Uint8Array[]; to: Uint8Array[] } = { from: [], to: [] };
  let found: wire.DiffReleasesEvent["overlay"] = null;
  for await (const event of operator.diffReleases({ app: "web", from: "", to: "", effort: "", ...change })) {
    if (event.fromListing !== null) parts.from.push(event.fromListing);
    if (event.toListing !== null) parts.to.push(event.toListing);
    found = event.overlay ?? found;
  }
  if (found === null) throw new Error("no answer");
  return { from: parseListing(Buffer.concat(parts.from)), to: parseListing(Buffer.concat(parts.to)), overlay: found };
}

interface DryRun {
  readonly tag: string;
  readonly keys: Parameters<typeof signedTree>[1]["keys"];
  /** Contents to send: those of the tree. */
  readonly send?: Tree;
  readonly spoil?: boolean;
  readonly twice?: boolean;
}

async function dryRun(operator: OperatorClient, tree: Tree, { tag, keys, send = tree, spoil, twice }: DryRun): Promise<wire.ReleasePlan> {
  const { envelope, listing } = signedTree(tree, { tag, keys });
  const call = operator.createRelease();
  const nothing = { start: null, listing: null, file: null, data: null };
  const say = (part: Partial<wire.CreateReleaseRequest>): Promise<void> => call.send({ ...nothing, ...part }).catch(() => undefined);
  await say({ start: { envelope, newBase: false, effort: "fast", dryRun: true } });
  const contents = Object.values(send).map((content) => Buffer.from(content));
  const missing = await missingOf(
    operator,
    contents.map((content) => blake3(content)),
  );
  for (const content of twice === true ? [...contents, ...contents] : contents) {
    const digest = blake3(content);
    if (!missing.includes(digest)) continue;
    await say({ file: { app: "web", digest: Buffer.from(digest, "hex"), sizeBytes: content.length } });
    const data = Buffer.from(content);
    if (spoil === true) data[0] = (data[0] ?? 0) ^ 1;
    for (let at = 0; at < data.length; at += 150_000) await say({ data: data.subarray(at, at + 150_000) });
  }
  await say({ listing });
  call.end();
  for await (const { plan } of call.responses) if (plan !== null) return plan;
  throw new Error("no plan");
}
