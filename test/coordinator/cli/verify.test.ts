import test from "ava";
import type { VerifiedRevision } from "../../../proto/operator-types.ts";
import { initFleet, serveScripted } from "./scripted.ts";
import { answers, shoal } from "./shoal.ts";

const WHOLE: VerifiedRevision = {
  app: "web",
  revision: "r1",
  release: "a".repeat(64),
  tag: "release/1",
  tree: "b".repeat(64),
  slots: ["current"],
  linkMode: "hardlink",
  entries: 3,
  findings: [],
  truncated: false,
  failure: null,
};
const DAMAGED: VerifiedRevision = {
  ...WHOLE,
  revision: "r2",
  slots: [],
  findings: [
    { path: "lib/a\u001b.js", problem: "changed" },
    { path: "", problem: "mode" },
  ],
};
const UNREADABLE: VerifiedRevision = {
  ...WHOLE,
  ...{ revision: "r3", release: "", tag: "", tree: "", slots: [], linkMode: "" },
  failure: { code: "E_DIGEST", message: "its listing is not of its tree", hint: "", retryable: true },
};

test("whole revisions end with 0; a file that is not as it was committed is named, and the exit code is 8", async (t) => {
  const fleet = await initFleet(t);
  const asked: unknown[] = [];
  const revisions: VerifiedRevision[] = [WHOLE];
  await serveScripted(t, fleet, { verifyHost: async (request) => (asked.push(request), { revisions }) });
  const whole = await shoal(["verify", "web1"], { env: fleet.env });
  t.deepEqual([whole.code, whole.stdout], [0, "web r1 (current) release/1: whole, 3 entries, tree bbbbbbbbbbbb, hardlink\n"]);
  revisions.push(DAMAGED, UNREADABLE);
  const damaged = await shoal(["verify", "web1", "--app", "web", "--full"], { env: fleet.env });
  t.is(damaged.code, 8);
  t.deepEqual(damaged.stdout.split("\n").slice(1), [
    "web r2 release/1: DAMAGED, 2 of 3 entries",
    "  changed  lib/a\\u001b.js",
    "  mode     .",
    "web r3 unknown release: DAMAGED: its listing is not of its tree",
    "",
  ]);
  const json = await shoal(["verify", "web1", "--json"], { env: fleet.env });
  t.deepEqual([json.code, answers(json)], [8, [{ host: "web1", revisions }]]);
  t.deepEqual(asked, [
    { host: "web1", app: "", full: false },
    { host: "web1", app: "web", full: true },
    { host: "web1", app: "", full: false },
  ]);
});
