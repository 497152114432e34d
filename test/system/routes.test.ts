/** Routes on real hosts: the cheapest from what is there, told with its reason; and back to a base, unasked, where what is there is damaged. */
import { readdir, readFile, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "ava";
import { APP, ENVIRONMENT, noise, startFleet, writeTree } from "./_fleet.ts";

test("hosts take the overlay from the release before; one whose files rotted gets a base by itself, and says so", async (t) => {
  const fleet = await startFleet(t, { hosts: { ams1: "ams", ams2: "ams" } });
  const big = noise(1, 1_000_000);
  const changed = Uint8Array.from(big, (byte, at) => (at === 400_000 ? byte ^ 1 : byte));
  const trees = [
    { "app.bin": big, version: "1" },
    { "app.bin": changed, version: "2", "extra.bin": noise(2, 100_000) },
    { "app.bin": Uint8Array.from(changed, (byte, at) => (at === 800_000 ? byte ^ 1 : byte)), version: "3", "extra.bin": noise(2, 100_000) },
  ];
  const deployed: number[] = [];
  for (const [index, files] of trees.entries()) {
    await fleet.release(await writeTree(join(fleet.directory, `v${index + 1}`), files), `release/${index + 1}`);
    if (index === 2) await rot(join(fleet.appRoot("ams2"), "revisions"));
    deployed.push((await fleet.deploy(`release/${index + 1}`)).code ?? -1);
  }
  t.deepEqual(deployed, [0, 0, 0]);
  const { rollout, hosts } = await fleet.ask<Status>(["status", "--app", APP, "--environment", ENVIRONMENT]);
  const of = (name: string) => rollout.hosts.find(({ host }) => host === name);
  t.regex(of("ams1")?.why ?? "", /^overlay from [0-9a-f]{12}, \d+ B instead of base 1\.00 MB$/);
  t.is(of("ams2")?.route, "base");
  t.regex(of("ams2")?.why ?? "", /^base, 1\.10 MB: what was tried before failed \(E_BASE\)$/);
  t.true((of("ams1")?.bytesFromSeed ?? 0) < 10_000);
  t.is(hosts.find(({ host }) => host === "ams1")?.slots[0]?.why, of("ams1")?.why);
  for (const host of fleet.hosts) t.is(await fleet.treeDigest(host), rollout.tree);
});

interface Status {
  readonly rollout: {
    readonly tree: string;
    readonly hosts: readonly { readonly host: string; readonly route: string; readonly why: string; readonly bytesFromSeed: number }[];
  };
  readonly hosts: readonly { readonly host: string; readonly slots: readonly { readonly why: string }[] }[];
}

/** One byte of each `app.bin`, with size and times as they were. */
async function rot(revisions: string): Promise<void> {
  for (const revision of await readdir(revisions)) {
    const path = join(revisions, revision, "app.bin");
    const { atime, mtime } = await stat(path);
    const bytes = await readFile(path);
    bytes[500_000] = (bytes[500_000] as number) ^ 1;
    await writeFile(path, bytes);
    await utimes(path, atime, mtime);
  }
}
