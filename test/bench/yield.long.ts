/** The host's own traffic beside a download, over an uplink of 100 Mbit/s, as the bench measures it: about a minute for each side. Needs root on Linux. */
import { randomFillSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { whyNoNamespaces, withLab } from "../../bench/swarm/lab/lab.ts";
import { contest, CONTEST_SHAPE, type Contest } from "../../bench/swarm/lab/contest.ts";
import { pairOurs } from "../../bench/swarm/lab/ours.ts";
import type { BackOffMode } from "../../swarm/swarm.ts";

const SIZE_BYTES = 256 * 1024 * 1024;

const objection = await whyNoNamespaces();
const maybe = objection === null ? test.serial : test.serial.skip;
if (objection !== null) test(`a link of the host's own traffic: skipped, for ${objection}`, (t) => t.pass());

maybe(
  "a flow of the host's own has clearly more of a link beside a download that backs off, which speeds up when it ends, and ends",
  async (t) => {
    t.timeout(600_000);
    const scratch = mkdtempSync(join(tmpdir(), "shoal-yield-"));
    t.teardown(() => rmSync(scratch, { recursive: true }));
    const bundle = { file: join(scratch, "bundle"), sizeBytes: SIZE_BYTES };
    writeFileSync(bundle.file, randomFillSync(Buffer.allocUnsafe(SIZE_BYTES)));
    const side = (backOff: BackOffMode): Promise<Contest> =>
      withLab(scratch, CONTEST_SHAPE, (lab) => contest(lab, { bundle, start: (to, what) => pairOurs(to, what, { backOff }) }));
    const [polite, rude] = [await side("network"), await side("off")];
    t.log({ polite, rude });
    t.deepEqual(rude.told, []);
    const [first, last] = [polite.told[0], polite.told.at(-1)];
    t.like(first, { resource: "network", device: "eth0", direction: "download" });
    t.is(typeof first?.["capBytesPerS"], "number");
    t.is(last?.["capBytesPerS"], null);
    t.true(polite.flowShare > 1.3 * rude.flowShare, `${polite.flowShare} of the link with back-off, ${rude.flowShare} without`);
    t.true(polite.restShare > 0.5, `afterwards the download took ${polite.restShare} of the link`);
  },
);
