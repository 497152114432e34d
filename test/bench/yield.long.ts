/** The host's own traffic beside a download, over an uplink of 100 Mbit/s, as the bench measures it: about a minute. Needs root on Linux. */
import { randomFillSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { whyNoNamespaces, withLab } from "../../bench/swarm/lab/lab.ts";
import { contest, CONTEST_SHAPE } from "../../bench/swarm/lab/contest.ts";
import { pairOurs } from "../../bench/swarm/lab/ours.ts";

const SIZE_BYTES = 256 * 1024 * 1024;

const objection = await whyNoNamespaces();
const maybe = objection === null ? test.serial : test.serial.skip;
if (objection !== null) test(`a link of the host's own traffic: skipped, for ${objection}`, (t) => t.pass());

// No comparison with a run without back-off: what TCP then gives the flow is anything from 0.1 to 0.7 of the link, from run to run. The bench tells it.
maybe("a flow of the host's own has the link beside a download that backs off, goes on, and speeds up when the flow ends", async (t) => {
  t.timeout(600_000);
  const scratch = mkdtempSync(join(tmpdir(), "shoal-yield-"));
  t.teardown(() => rmSync(scratch, { recursive: true }));
  const bundle = { file: join(scratch, "bundle"), sizeBytes: SIZE_BYTES };
  writeFileSync(bundle.file, randomFillSync(Buffer.allocUnsafe(SIZE_BYTES)));
  const { flowShare, downloadShare, restShare, told } = await withLab(scratch, CONTEST_SHAPE, (lab) =>
    contest(lab, { bundle, start: (to, what) => pairOurs(to, what, { backOff: "network" }) }),
  );
  t.log({ flowShare, downloadShare, restShare }, ...told);
  const [first, last] = [told[0], told.at(-1)];
  t.like(first, { resource: "network", device: "eth0", direction: "download" });
  t.is(typeof first?.["capBytesPerS"], "number");
  t.is(last?.["capBytesPerS"], null);
  t.true(flowShare > 0.5, `the flow had ${flowShare} of the link`);
  t.true(downloadShare < 0.5, `the download had ${downloadShare}`);
  t.true(restShare > 1.3 * downloadShare && restShare > 0.5, `afterwards the download had ${restShare}`);
});
