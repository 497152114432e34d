/** `shoal preseed` against a coordinator that answers by script. */
import test from "ava";
import type { Preseed, PreseedRequest } from "../../../proto/operator-types.ts";
import { answers, shoal } from "./shoal.ts";
import { aPreseed, aPreseedHost, initFleet, serveScripted } from "./scripted.ts";

const ASKED = ["preseed", "release/2", "--app", "web", "--to", "production"];

test("what is asked for is what the coordinator hears; the answer is the preseed as it stands", async (t) => {
  const fleet = await initFleet(t);
  const heard: PreseedRequest[] = [];
  await serveScripted(t, fleet, {
    preseed: async (request) => {
      heard.push(request);
      return aPreseed();
    },
  });
  const asked = await shoal([...ASKED, "--dc", "ams", "--share", "50", "--note", "after the merge", "--json"], { env: fleet.env });
  t.is(asked.code, 0);
  t.deepEqual(answers(asked), [{ preseed: aPreseed() }]);
  const request = {
    app: "web",
    environment: "production",
    tag: "release/2",
    datacenter: "ams",
    sharePercent: 50,
    stop: false,
    note: "after the merge",
  };
  t.deepEqual(heard, [request]);
  t.is((await shoal([...ASKED, "--stop"], { env: fleet.env })).code, 0);
  t.like(heard[1], { stop: true, sharePercent: 0, datacenter: "" });
  t.is((await shoal([...ASKED, "--share", "101"], { env: fleet.env })).code, 2);
  t.is((await shoal(["preseed", "release/2", "--app", "web"], { env: fleet.env })).code, 2);
});

const waits: readonly (readonly [title: string, last: Partial<Preseed>, code: number])[] = [
  ["every connected host has it: 0", { hosts: [aPreseedHost({ state: "done" }), aPreseedHost({ state: "waiting", connected: false })] }, 0],
  ["a host can't have it: 3", { hosts: [aPreseedHost({ state: "done" }), aPreseedHost({ state: "failed" })] }, 3],
  ["it is not over by --timeout: 5", { hosts: [aPreseedHost()] }, 5],
];
for (const [title, last, code] of waits) {
  test(`--wait ends when ${title}`, async (t) => {
    const fleet = await initFleet(t);
    await serveScripted(t, fleet, { preseed: async () => aPreseed(), listPreseeds: async () => ({ preseeds: [aPreseed(last)] }) });
    const waited = await shoal([...ASKED, "--wait", "--timeout", "2s", "--json"], { env: fleet.env });
    t.is(waited.code, code, waited.stdout + waited.stderr);
    t.deepEqual(answers(waited), [{ preseed: aPreseed(last) }]);
  });
}
