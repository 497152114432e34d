import test from "ava";
import { aHost, aKnownHost, aPreseed, aRelease, aRollout, initFleet, serveScripted } from "./scripted.ts";
import { answers, shoal } from "./shoal.ts";

const SLOT = {
  app: "web",
  slot: "current",
  release: "a".repeat(64),
  tag: "release/1",
  tree: "b".repeat(64),
  revision: "r1",
  drift: false,
  detail: "",
  why: "overlay from aaaa, 6.30 kB instead of base 3.20 MB",
};

test("hosts shows slots, drift and silence as they were told, and the same as JSON", async (t) => {
  const fleet = await initFleet(t);
  const hosts = [
    aKnownHost({ slots: [SLOT] }),
    aKnownHost({
      host: "web2",
      connected: false,
      heardUnixMs: 0,
      agentVersion: "",
      slots: [{ ...SLOT, tag: "", release: "", tree: "", drift: true, detail: "a directory" }],
    }),
    aKnownHost({ host: "web3", connected: false }),
  ];
  await serveScripted(t, fleet, { listHosts: async ({ environment }) => ({ hosts: environment === "production" ? hosts : [] }) });
  const text = await shoal(["hosts", "--environment", "production"], { env: fleet.env });
  t.is(text.code, 0);
  t.regex(text.stdout, /^web1 +production +ams +- +yes +2023-11-14 22:13:20Z +0\.1\.0 +web +current +release\/1 +b{12}$/m);
  t.regex(text.stdout, /^web2 +production +ams +- +no +- +- +web +current +a directory \(DRIFT\) +-$/m);
  t.regex(text.stdout, /^web3 .* web +- +- +-$/m);
  const json = await shoal(["hosts", "--environment", "production", "--json"], { env: fleet.env });
  t.deepEqual(answers(json), [{ hosts }]);
  t.deepEqual(answers(await shoal(["hosts", "--json"], { env: fleet.env })), [{ hosts: [] }]);
});

test("status has the newest rollout and only what concerns the app", async (t) => {
  const fleet = await initFleet(t);
  const accounts = {
    links: [{ from: "seed", fromDatacenter: "", toDatacenter: "ams", payloadBytes: 1_040_000, protocolBytes: 100, wastedBytes: 10_000 }],
    datacenters: [{ datacenter: "ams", hosts: 1, outsideBytes: 1_050_000, bundleBytes: 1_000_000, copiesPermille: 1_050 }],
    ...{ firstPieceMs: 12, halfMs: 1_500, allMs: 0 },
  };
  const rollout = aRollout({ state: "succeeded", hosts: [aHost({ state: "active" })], accounts });
  await serveScripted(t, fleet, {
    listRollouts: async ({ limit }) => ({ rollouts: limit === 1 ? [rollout] : [] }),
    listPreseeds: async () => ({ preseeds: [aPreseed({ tag: "release/2" }), aPreseed({ tag: "release/0", stopped: true })] }),
    listHosts: async () => ({
      hosts: [aKnownHost({ apps: ["web", "api"], slots: [SLOT, { ...SLOT, app: "api" }] }), aKnownHost({ host: "db1", apps: ["db"] })],
    }),
  });
  const args = ["status", "--app", "web", "--environment", "production"];
  const json = answers(await shoal([...args, "--json"], { env: fleet.env }));
  const hosts = [aKnownHost({ apps: ["web", "api"], slots: [SLOT] })];
  t.deepEqual(json, [{ app: "web", environment: "production", rollout, hosts, preseeds: [aPreseed({ tag: "release/2" })] }]);
  const text = await shoal(args, { env: fleet.env });
  t.regex(text.stdout, /^deploy of web release\/1 to production: succeeded/);
  t.notRegex(text.stdout, /db1/);
  t.regex(text.stdout, /^ams: 1\.05 copies of 1\.00 MB from outside \(1\.05 MB\); 1\.04 MB payload, 100 B protocol, 10\.0 kB wasted$/m);
  t.regex(text.stdout, /^first piece after 12 ms, half of the hosts ready after 1\.5 s$/m);
  t.regex(text.stdout, /^preseed of web release\/2 to production \(50 % of ams\): 1 fetching$/m);
});

test("an environment without a rollout has a status too", async (t) => {
  const fleet = await initFleet(t);
  await serveScripted(t, fleet, {
    listRollouts: async () => ({ rollouts: [] }),
    listHosts: async () => ({ hosts: [] }),
    listPreseeds: async () => ({ preseeds: [] }),
  });
  const args = ["status", "--app", "web", "--environment", "staging"];
  t.deepEqual(answers(await shoal([...args, "--json"], { env: fleet.env })), [
    { app: "web", environment: "staging", rollout: null, hosts: [], preseeds: [] },
  ]);
  t.regex((await shoal(args, { env: fleet.env })).stdout, /^no rollout yet$/m);
});

test("releases lists tag, tree, size and bundles", async (t) => {
  const fleet = await initFleet(t);
  const release = aRelease({ sourceRevision: "abc", sizeBytes: 22_900_000 });
  await serveScripted(t, fleet, { listReleases: async ({ app }) => ({ releases: app === "web" ? [release] : [] }) });
  const text = await shoal(["releases", "--app", "web"], { env: fleet.env });
  t.regex(text.stdout, /^release\/1 +a{12} +b{12} +2 +22\.9 MB +base 1\.00 kB +2026-11-20T12:00:00Z +operator:alice +abc$/m);
  t.deepEqual(answers(await shoal(["releases", "--app", "web", "--json"], { env: fleet.env })), [{ releases: [release] }]);
  t.is((await shoal(["releases", "--app", "api"], { env: fleet.env })).stdout, "no releases of api\n");
});

test("log tells who did what when; --json has each event whole", async (t) => {
  const fleet = await initFleet(t);
  const body = {
    kind: "rollout-requested",
    rollout: "r-1",
    note: "",
    release: { tag: "release/1" },
    hosts: ["web1"],
    repair: false,
    origin: "10.0.0.7",
  };
  const failure = { code: "E_CHECK", message: "check answers failed", retryable: false };
  const reverted = { kind: "host-answered", host: "web1", answer: { kind: "result", result: { outcome: "reverted", failure, steps: [] } } };
  const slot = { slot: "current", content: { kind: "revision", revision: "r1" }, release: null, drift: true };
  const changed = { kind: "slot-changed", host: "web1", slot };
  const events = [
    { version: 7, atUnixMs: 1_700_000_000_000, principal: "operator:alice", kind: "rollout-requested", body: JSON.stringify(body) },
    { version: 8, atUnixMs: 1_700_000_001_000, principal: "agent:web1", kind: "host-answered", body: "{broken" },
    { version: 9, atUnixMs: 1_700_000_002_000, principal: "agent:web1", kind: "host-answered", body: JSON.stringify(reverted) },
    { version: 10, atUnixMs: 1_700_000_003_000, principal: "agent:web1", kind: "slot-changed", body: JSON.stringify(changed) },
  ];
  const asked: unknown[] = [];
  await serveScripted(t, fleet, {
    listEvents: async (request) => {
      asked.push(request);
      return { events: events.filter(({ version }) => version > request.afterVersion) };
    },
  });
  const args = ["log", "--app", "web", "--environment", "production"];
  const text = await shoal(args, { env: fleet.env });
  t.regex(
    text.stdout,
    /^ +7 +2023-11-14 22:13:20Z +operator:alice +10\.0\.0\.7 +rollout-requested +rollout=r-1 release=release\/1 repair=false$/m,
  );
  t.regex(text.stdout, /host-answered +host=web1 answer=result reverted E_CHECK: check answers failed$/m);
  t.regex(text.stdout, /slot-changed +host=web1 slot=current revision r1 drift$/m);
  const json = await shoal([...args, "--after", "6", "--limit", "10", "--json"], { env: fleet.env });
  t.deepEqual(answers(json), [
    { events: [{ ...events[0], body }, events[1], { ...events[2], body: reverted }, { ...events[3], body: changed }] },
  ]);
  t.like(asked[2], { app: "web", environment: "production", afterVersion: 6, limit: 10 });
});

test("log shows the newest, or the first after a version, as many as asked, also of one principal, kind or host; without app and environment it is the fleet's", async (t) => {
  const fleet = await initFleet(t);
  const event = (version: number) => ({
    ...{ version, atUnixMs: 1_700_000_000_000, principal: version % 2 === 0 ? "operator:alice" : "agent:web1" },
    ...{ kind: version % 3 === 0 ? "pause-requested" : "host-answered", body: JSON.stringify({ host: `web${version}` }) },
  });
  const asked: [string, number][] = [];
  await serveScripted(t, fleet, {
    listEvents: async ({ app, afterVersion }) => {
      asked.push([app, afterVersion]);
      return { events: Array.from({ length: 10 }, (_, at) => event(afterVersion + 1 + at)).filter(({ version }) => version <= 25) };
    },
  });
  const versions = async (...args: readonly string[]): Promise<unknown[]> => {
    const [answer] = answers(await shoal(["log", ...args, "--json"], { env: fleet.env })) as { events: { version: number }[] }[];
    return answer!.events.map(({ version }) => version);
  };
  const stream = ["--app", "web", "--environment", "production"];
  t.deepEqual(await versions(...stream, "--who", "alice", "--kind", "pause-requested"), [6, 12, 18, 24]);
  t.deepEqual(await versions(...stream, "--who", "agent:web1", "--limit", "2"), [23, 25]);
  t.deepEqual(await versions(...stream, "--after", "2", "--who", "agent:web1", "--limit", "2"), [3, 5]);
  t.deepEqual(await versions(...stream, "--limit", "3"), [23, 24, 25]);
  t.deepEqual(await versions("--host", "web13"), [13]);
  t.deepEqual(asked.slice(-4), [
    ["", 0],
    ["", 10],
    ["", 20],
    ["", 25],
  ]);
  t.is((await shoal(["log", "--app", "web"], { env: fleet.env })).code, 2);
});

test("history says when each host was switched to what, and by which rollout", async (t) => {
  const fleet = await initFleet(t);
  const one = {
    atUnixMs: 1_700_000_000_000,
    host: "web1",
    slot: "current",
    release: "r",
    tag: "release/1",
    tree: "ab".repeat(32),
    detail: "",
    rollout: "r-1",
  };
  const asked: unknown[] = [];
  await serveScripted(t, fleet, {
    listSwitches: async (request) => {
      asked.push(request);
      return { switches: [one] };
    },
  });
  const args = ["history", "--app", "web", "--environment", "production", "--host", "web1", "--tag", "release/1"];
  const text = await shoal(args, { env: fleet.env });
  t.regex(text.stdout, /^2023-11-14 22:13:20Z +web1 +current +release\/1 +abababababab +r-1$/m);
  t.deepEqual(asked, [{ app: "web", environment: "production", host: "web1", tag: "release/1", limit: 200 }]);
});
