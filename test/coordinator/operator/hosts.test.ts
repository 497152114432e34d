import test from "ava";
import type { Hello } from "../../../proto/messages.ts";
import type * as wire from "../../../proto/operator-types.ts";
import { startTestCoordinator } from "../start.ts";

const HOST: wire.AddHostRequest = { host: "web1", environment: "production", apps: ["web"], labels: { dc: "ams", rack: "r1" } };

test("a host is registered once; the same again changes nothing, other apps and labels replace, another environment is refused", async (t) => {
  const c = await startTestCoordinator(t, { change: ({ apps }) => void (apps["api"] = { ...apps["web"]! }) });
  const operator = await c.operator();
  const added = await operator.addHost(HOST);
  t.deepEqual([added.host, added.apps, added.labels, added.connected, added.heardUnixMs], ["web1", ["web"], HOST.labels, false, 0]);
  await operator.addHost(HOST);
  const changed = await operator.addHost({ ...HOST, apps: ["web", "api"], labels: { dc: "fra" } });
  t.deepEqual([changed.apps, changed.labels], [["api", "web"], { dc: "fra" }]);
  await t.throwsAsync(operator.addHost({ ...HOST, environment: "staging" }), { code: "E_EXISTS", message: /registered in production/ });
  const { events } = await operator.listEvents({ app: "", environment: "", afterVersion: 0, limit: 0 });
  t.deepEqual(
    events.map(({ kind, principal }) => [kind, principal]),
    [
      ["host-registered", "operator:alice"],
      ["host-registered", "operator:alice"],
    ],
  );
  t.false(JSON.stringify(events).includes("passkey"));
  await c.restart();
  t.deepEqual((await (await c.operator()).listHosts({ environment: "" })).hosts, [changed]);
});

test("a host whose apps change dials again and is greeted anew", async (t) => {
  const c = await startTestCoordinator(t, { change: ({ apps }) => void (apps["api"] = { ...apps["web"]! }) });
  const operator = await c.operator();
  await operator.addHost(HOST);
  const agent = await c.agent("web1");
  const welcome = await agent.join();
  await operator.addHost({ ...HOST, apps: ["api", "web"] });
  t.is(((await agent.over) as { code?: string }).code, "E_UNAVAILABLE");
  t.deepEqual((await (await c.agent("web1")).join()).swarm, welcome.swarm, "the passkey stays");
});

const refused: readonly (readonly [string, Partial<wire.AddHostRequest>, string])[] = [
  ["M23: a host id that is a path", { host: "../web1" }, "E_MESSAGE"],
  ["M23: an empty host id", { host: "" }, "E_MESSAGE"],
  ["M14: a host id that is a property of every object", { host: "constructor" }, "E_MESSAGE"],
  ["G09: an app that is not configured", { apps: ["nobody"] }, "E_NOT_FOUND"],
  ["no app at all", { apps: [] }, "E_MESSAGE"],
  [
    "M14: a label named __proto__",
    { labels: JSON.parse('{"__proto__x": "a", "constructor": "b"}') as Record<string, string> },
    "E_MESSAGE",
  ],
  ["a label with a control character", { labels: { dc: "ams\u0000" } }, "E_MESSAGE"],
  ["too many labels", { labels: Object.fromEntries(Array.from({ length: 65 }, (_, n) => [`l${n}`, "v"])) }, "E_MESSAGE"],
];

for (const [what, change, code] of refused) {
  test(`${what} is refused with ${code}`, async (t) => {
    const c = await startTestCoordinator(t);
    const operator = await c.operator();
    await t.throwsAsync(operator.addHost({ ...HOST, ...change }), { code });
    t.deepEqual((await operator.listHosts({ environment: "" })).hosts, []);
  });
}

test("what a host's slots are is shown as it says, with drift, also after it is gone", async (t) => {
  const c = await startTestCoordinator(t);
  await c.addHost("web1");
  const foreign = { slot: "current", content: { kind: "foreign", detail: "a directory" }, release: null, tree: null, drift: true };
  const agent = await c.agent("web1");
  await agent.hello({ lanes: [{ ...agent.lane(), slots: [foreign] }] as unknown as Hello["lanes"] });
  await agent.next("welcome");
  const operator = await c.operator();
  for (;;) {
    const { hosts } = await operator.listHosts({ environment: "production" });
    if (hosts[0]!.slots.length === 0) continue;
    t.deepEqual(
      hosts[0]!.slots.map(({ slot, detail, drift, tag }) => ({ slot, detail, drift, tag })),
      [{ slot: "current", detail: "a directory", drift: true, tag: "" }],
    );
    break;
  }
  await c.restart();
  const [host] = (await (await c.operator()).listHosts({ environment: "" })).hosts;
  t.deepEqual([host?.connected, host?.slots[0]?.detail], [false, "a directory"]);
});
