import { appendFile, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "ava";
import type { Rollout, VerifiedRevision } from "../../proto/operator-types.ts";
import { noise, startFleet, writeTree } from "./_fleet.ts";

test("a file damaged on one host is found and named; repair fetches only what is damaged, and that host alone is touched", async (t) => {
  const fleet = await startFleet(t, { hosts: { ams1: "ams", ams2: "ams" } });
  const tree = await writeTree(join(fleet.directory, "v1"), {
    "lib/a.bin": noise(1, 20_000_000),
    "lib/b.bin": noise(2, 20_000_000),
    "lib/c.bin": noise(3, 20_000_000),
    "app.js": "one\n",
  });
  await fleet.release(tree, "release/1");
  t.is((await fleet.deploy("release/1")).code, 0);
  t.is((await fleet.try(["verify", "ams1"])).code, 0);

  // The bundle would be on the host, whole: then nothing is to be fetched.
  await fleet.kill("ams1", "SIGTERM");
  await rm(join(fleet.agentDir("ams1"), "state/downloads"), { recursive: true });
  const [before, other] = [await fleet.current("ams1"), await fleet.current("ams2")];
  const damaged = join(fleet.agentDir("ams1"), "srv/web", before ?? "", "lib/b.bin");
  await appendFile(damaged, "x");
  await fleet.startAgent("ams1");
  let found = await fleet.try(["verify", "ams1", "--json"]);
  // Until it has dialled.
  while (found.code === 1) found = await fleet.try(["verify", "ams1", "--json"]);
  t.is(found.code, 8, found.stdout);
  const { revisions } = JSON.parse(found.stdout) as { revisions: readonly VerifiedRevision[] };
  t.deepEqual(
    revisions.map(({ slots, findings }) => [slots, findings]),
    [[["current"], [{ path: "lib/b.bin", problem: "changed" }]]],
  );
  t.is((await fleet.try(["verify", "ams2"])).code, 0);

  const repaired = await fleet.try(["repair", "ams1", "--json"]);
  t.is(repaired.code, 0, repaired.stdout + repaired.stderr);
  const [rollout] = (JSON.parse(repaired.stdout) as { rollouts: readonly Rollout[] }).rollouts;
  t.deepEqual(
    rollout?.hosts.map(({ host, state }) => [host, state]),
    [["ams1", "active"]],
  );
  const fetched = (rollout?.hosts[0]?.bytesFromSeed ?? 0) + (rollout?.hosts[0]?.bytesFromHosts ?? 0);
  t.log(`${fetched} of 60 MB fetched`);
  t.true(fetched > 15_000_000 && fetched < 45_000_000, `${fetched}`);
  t.not(await fleet.current("ams1"), before);
  t.is(await fleet.current("ams2"), other);
  t.is((await fleet.try(["verify", "ams1", "--full", "--app", "web"])).code, 0, "the damaged revision is gone, too");
  t.is(await fleet.read("ams1", "app.js"), "one\n");
  t.regex((await fleet.try(["repair", "ams1"])).stdout, /nothing on ams1 is damaged/);
});

test("a rollback to a revision that was damaged meanwhile makes it anew instead of activating it", async (t) => {
  const fleet = await startFleet(t, { hosts: { ams1: "ams" } });
  const tree = await writeTree(join(fleet.directory, "v1"), { "app.js": "one\n", "big.bin": noise(1, 300_000) });
  await fleet.release(tree, "release/1");
  t.is((await fleet.deploy("release/1")).code, 0);
  const first = await fleet.current("ams1");
  await writeFile(join(tree, "app.js"), "two\n");
  await fleet.release(tree, "release/2");
  t.is((await fleet.deploy("release/2")).code, 0);
  await writeFile(join(fleet.agentDir("ams1"), "srv/web", first ?? "", "app.js"), "ONE\n");
  const back = await fleet.rollback();
  t.is(back.code, 0, back.stdout + back.stderr);
  t.not(await fleet.current("ams1"), first);
  t.is(await fleet.read("ams1", "app.js"), "one\n");
  t.is(await readFile(join(fleet.agentDir("ams1"), "srv/web/current/app.js"), "utf8"), "one\n");
});
