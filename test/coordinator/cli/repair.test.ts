import test from "ava";
import type { DeployRequest, VerifiedRevision } from "../../../proto/operator-types.ts";
import { aHost, aKnownHost, aRollout, initFleet, serveScripted } from "./scripted.ts";
import { answers, shoal } from "./shoal.ts";

const REVISION: VerifiedRevision = {
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
const FINDINGS = [{ path: "lib/a.js", problem: "changed" }];

test("what a damaged slot names is deployed again to that host only; what is in no slot is told; where nothing is damaged, nothing is done", async (t) => {
  const fleet = await initFleet(t);
  const asked: DeployRequest[] = [];
  let revisions: readonly VerifiedRevision[] = [REVISION];
  const ended = aRollout({ state: "succeeded", endedUnixMs: 1, hosts: [aHost({ host: "web1", state: "active" })] });
  const named = { app: "web", slot: "current", release: "a".repeat(64), tree: "b".repeat(64), revision: "r1", drift: false, detail: "" };
  const slots = [{ ...named, tag: "release/1", why: "" }];
  await serveScripted(t, fleet, {
    verifyHost: async () => ({ revisions }),
    listHosts: async () => ({ hosts: [aKnownHost({ host: "web0" }), aKnownHost({ host: "web1", environment: "production", slots })] }),
    deploy: async (request) => (asked.push(request), ended),
    watch: async (_, send) => send({ rollout: ended, hosts: null }),
  });
  const whole = await shoal(["repair", "web1"], { env: fleet.env });
  t.deepEqual([whole.code, whole.stdout, asked.length], [0, "nothing on web1 is damaged\n", 0]);
  revisions = [
    { ...REVISION, findings: FINDINGS },
    { ...REVISION, revision: "r0", tag: "release/0", slots: [], findings: FINDINGS },
  ];
  const repaired = await shoal(["repair", "web1"], { env: fleet.env });
  t.is(repaired.code, 0, repaired.stderr);
  t.regex(repaired.stderr, /^ {2}changed {2}lib\/a\.js$/m);
  t.regex(repaired.stdout, /^web r0 release\/0: in no slot; it is made anew when it is deployed again$/m);
  const { requestId: _, ...request } = asked[0] as DeployRequest;
  const what = { app: "web", environment: "production", slot: "current", tag: "release/1", hosts: ["web1"] };
  t.deepEqual(request, { ...what, note: "repair of web1", policy: "", policyFile: "", repair: false });
  const json = answers(await shoal(["repair", "web1", "--json"], { env: fleet.env }));
  t.like(json[0], { host: "web1", damaged: [{ revision: "r1" }, { revision: "r0" }], rollouts: [{ state: "succeeded" }] });
});
