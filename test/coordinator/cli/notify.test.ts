/** `shoal notify`: what it prints and how it ends. */
import test from "ava";
import type { NotifyTarget } from "../../../proto/operator-types.ts";
import { initFleet, serveScripted } from "./scripted.ts";
import { answers, shoal } from "./shoal.ts";

const TARGET: NotifyTarget = {
  ...{
    name: "ops",
    format: "slack",
    host: "hooks.slack.com",
    signed: false,
    severity: "warning",
    environments: ["production"],
    apps: [],
    kinds: [],
  },
  ...{ waiting: 3, delivered: 7, dropped: 0, deliveredUnixMs: 1_800_000_000_000, failing: "ops answers 503" },
};

test("notify list says who is told, of what, and why something waits", async (t) => {
  const fleet = await initFleet(t);
  await serveScripted(t, fleet, { listNotifyTargets: async () => ({ targets: [TARGET] }) });
  const listed = await shoal(["notify", "list"], { env: fleet.env });
  t.is(listed.code, 0);
  t.regex(listed.stdout, /ops +slack +hooks\.slack\.com +production; warning up +3 +7 .* 0 +ops answers 503/);
  t.deepEqual(answers(await shoal(["notify", "list", "--json"], { env: fleet.env })), [{ targets: [TARGET] }]);
});

test("notify test says whether the message was taken; where not it is an error with the reason", async (t) => {
  const fleet = await initFleet(t);
  const asked: string[] = [];
  await serveScripted(t, fleet, {
    testNotify: async ({ name }) => {
      asked.push(name);
      if (name === "ops") return { delivered: true, status: 200, why: "", durationMs: 12 };
      return { delivered: false, status: 0, why: "log answers 404", durationMs: 3 };
    },
  });
  const taken = await shoal(["notify", "test", "ops"], { env: fleet.env });
  t.deepEqual([taken.code, taken.stdout], [0, "ops took the test message (200, 12 ms)\n"]);
  const not = await shoal(["notify", "test", "log"], { env: fleet.env });
  t.is(not.code, 1);
  t.regex(not.stderr, /error E_UNAVAILABLE: log answers 404\n.*hint: look at notify\.log/);
  t.deepEqual(asked, ["ops", "log"]);
});
