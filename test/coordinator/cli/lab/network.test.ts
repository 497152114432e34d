import test from "ava";
import { type NetworkOptions, networkSteps } from "../../../../coordinator/cli/lab/network.ts";
import { namespacesOf, planLab } from "../../../../coordinator/cli/lab/plan.ts";

const PLAN = planLab({ id: "abc123", net: 77, datacenters: 2, hostsEach: 2 });
const LINKS: NetworkOptions = { wanBps: 100e6, lanBps: 1e9, rttMs: 0, delay: false };

function linesOf(options: NetworkOptions, tool: "ip" | "tc"): readonly string[] {
  return networkSteps(PLAN, options).flatMap((step) => (step.tool === tool ? step.lines.map((line) => `${step.namespace}: ${line}`) : []));
}

test("every name of a lab carries its id, and every address is one machine's", (t) => {
  const names = namespacesOf(PLAN);
  t.is(new Set(names).size, 1 + 4 + 2 + 1);
  for (const name of names) t.regex(name, /^shoal-abc123-/);
  const addresses = [PLAN.coordinator, ...PLAN.hosts].map(({ address }) => address);
  t.deepEqual(addresses, ["10.77.1.1", "10.77.1.11", "10.77.1.12", "10.77.2.11", "10.77.2.12"]);
});

test("each site's one uplink is shaped at both ends, and so is each machine's link", (t) => {
  const shaped = linesOf(LINKS, "tc");
  const at = (bps: number): readonly string[] =>
    shaped.filter((line) => line.includes(`tbf rate ${bps}bit `)).map((line) => line.replace(/ root .*/, ""));
  t.deepEqual(at(100e6), [
    "shoal-abc123-dc1: qdisc add dev up0",
    "shoal-abc123-core: qdisc add dev dc1",
    "shoal-abc123-dc2: qdisc add dev up0",
    "shoal-abc123-core: qdisc add dev dc2",
  ]);
  t.is(at(1e9).length, 2 * 5);
});

test("only the operator's link is in the machine's own namespace, and leads to the coordinator alone", (t) => {
  t.deepEqual(
    linesOf(LINKS, "ip").filter((line) => line.startsWith("null: ")),
    [
      "null: link add shoalabc123 type veth peer name op0 netns shoal-abc123-dc1",
      "null: address add 10.77.0.1 peer 10.77.1.1/32 dev shoalabc123",
      "null: link set shoalabc123 up",
    ],
  );
});

test("a round trip is put on four ends of uplinks where the kernel can delay, and on none where it can't", (t) => {
  const delayed = linesOf({ ...LINKS, rttMs: 40, delay: true }, "tc").filter((line) => line.includes("netem"));
  t.is(delayed.length, 4);
  for (const line of delayed) t.regex(line, /netem delay 10ms /);
  t.deepEqual(
    linesOf({ ...LINKS, rttMs: 40 }, "tc").filter((line) => line.includes("netem")),
    [],
  );
});
