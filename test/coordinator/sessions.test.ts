import test, { type ExecutionContext } from "ava";
import { createFleetCa, issueCertificate } from "../../runtime/certificates.ts";
import { createFleet } from "./fleet.ts";
import { FakeAgent } from "./fake-agent.ts";
import { startTestCoordinator, type TestCoordinator } from "./start.ts";

test("a registered host is welcomed with versions, heartbeat and its own way to the tracker", async (t) => {
  const c = await startTestCoordinator(t);
  await c.addHost("web1", { labels: { dc: "ams", rack: "r1" } });
  const welcome = await (await c.agent("web1")).join();
  t.is(welcome.protocolVersion, 1);
  t.is(welcome.heartbeatMs, 10_000);
  t.is(welcome.swarm.datacenter, "ams");
  t.regex(welcome.swarm.announceUrl, new RegExp(`^https://127\\.0\\.0\\.1:${c.coordinator.ports.tracker}/[0-9a-f]{32}/announce$`));
  await c.addHost("web2");
  const other = await (await c.agent("web2")).join();
  t.not(other.swarm.announceUrl, welcome.swarm.announceUrl);
});

test("G07: a host that is not registered, and certificates of other roles, are refused; a foreign CA never gets through TLS", async (t) => {
  const c = await startTestCoordinator(t);
  const refused = async (agent: FakeAgent): Promise<string> => {
    await agent.hello().catch(() => undefined);
    return ((await agent.over) as { code?: string } | null)?.code ?? "none";
  };
  t.is(await refused(await c.agent("stranger")), "E_DENIED");
  t.is(await refused(new FakeAgent(c.agentClient(await c.fleet.identity("operator", "alice")), { host: "alice" })), "E_DENIED");
  t.is(await refused(new FakeAgent(c.agentClient(await c.fleet.identity("coordinator", "main")), { host: "main" })), "E_DENIED");
  const foreign = await (await createFleet()).identity("agent", "web1");
  const foreignCa = new FakeAgent(c.agentClient({ ...foreign, caPem: c.fleet.ca.certificatePem }), { host: "web1" });
  t.true(["E_UNAVAILABLE", "E_DENIED"].includes(await refused(foreignCa)));
  await stillServes(t, c);
});

test("G07: an expired certificate, and one of a CA that names itself alike, are refused", async (t) => {
  const c = await startTestCoordinator(t);
  await c.addHost("web1");
  const attempts = [
    await issueCertificate({ ca: c.fleet.ca, role: "agent", name: "web1", addresses: [], days: 1e-9 }),
    await issueCertificate({
      ca: await createFleetCa({ name: "test fleet", days: 1 }),
      role: "agent",
      name: "web1",
      addresses: [],
      days: 1,
    }),
  ];
  for (const pair of attempts) {
    const agent = new FakeAgent(c.agentClient({ caPem: c.fleet.ca.certificatePem, ...pair }), { host: "web1" });
    await agent.hello().catch(() => undefined);
    t.true(["E_UNAVAILABLE", "E_DENIED"].includes(((await agent.over) as { code?: string } | null)?.code ?? "none"));
  }
  await stillServes(t, c);
});

test("an agent may not call the operator's service", async (t) => {
  const c = await startTestCoordinator(t);
  const { createClient } = await import("../../proto/rpc-client.ts");
  const { operatorContract } = await import("../../proto/service.ts");
  const client = createClient(operatorContract, {
    address: `127.0.0.1:${c.coordinator.ports.control}`,
    identity: await c.fleet.identity("agent", "web1"),
  });
  t.teardown(() => client.close());
  await t.throwsAsync(client.listHosts({ environment: "" }), { code: "E_DENIED", message: /agent:web1 may not call this/ });
});

test("G15: a host that speaks no common protocol or format version is told E_VERSION and let go", async (t) => {
  const c = await startTestCoordinator(t);
  await c.addHost("web1");
  for (const hello of [{ protocolVersions: [2, 3] }, { protocolVersions: [] }, { formatVersions: [7] }]) {
    const agent = await c.agent("web1", { hello });
    await agent.hello();
    t.is((await agent.next("refused")).failure.code, "E_VERSION");
    t.is(await agent.over, null);
  }
});

test("a host that is configured for another environment is told E_SCOPE", async (t) => {
  const c = await startTestCoordinator(t);
  await c.addHost("web1", { environment: "staging" });
  const agent = await c.agent("web1", { environment: "production" });
  await agent.hello();
  const { failure } = await agent.next("refused");
  t.is(failure.code, "E_SCOPE");
  t.regex(failure.message, /production.*staging/);
});

test("a second session of a host ends the first, and only the second is served", async (t) => {
  const c = await startTestCoordinator(t);
  await c.addHost("web1");
  const first = await c.agent("web1");
  await first.join();
  const second = await c.agent("web1", { instance: "boot-two" });
  await second.join();
  t.is(((await first.over) as { code?: string }).code, "E_CONFLICT");
  const { hosts } = await (await c.operator()).listHosts({ environment: "" });
  t.true(hosts[0]?.connected);
});

const nonsense: readonly (readonly [string, (agent: FakeAgent) => Promise<void>])[] = [
  ["something before hello", (agent) => agent.say({ kind: "heartbeat" })],
  ["a second hello", (agent) => agent.join().then(() => agent.hello())],
  ["a stamp of another process", (agent) => agent.join().then(() => agent.say({ kind: "heartbeat" }, "boot-other"))],
];

for (const [what, act] of nonsense) {
  test(`${what} ends the session with E_MESSAGE, and the host may come again`, async (t) => {
    const c = await startTestCoordinator(t);
    await c.addHost("web1");
    const agent = await c.agent("web1");
    await act(agent);
    t.is(((await agent.over) as { code?: string }).code, "E_MESSAGE");
    t.is((await (await c.agent("web1")).join()).kind, "welcome");
  });
}

test("G03, G04: bytes that are no message end the call with E_MESSAGE and nothing else", async (t) => {
  const c = await startTestCoordinator(t);
  await c.addHost("web1");
  const grpc = await import("@grpc/grpc-js");
  const { channelCredentials } = await import("../../proto/credentials.ts");
  const identity = await c.fleet.identity("agent", "web1");
  const client = new grpc.Client(`127.0.0.1:${c.coordinator.ports.control}`, channelCredentials(identity, "127.0.0.1"), {
    "grpc.ssl_target_name_override": "coordinator.invalid",
  });
  t.teardown(() => client.close());
  const hostile = [
    Buffer.from("not protobuf at all, whatever the length says"),
    Buffer.alloc(0),
    Buffer.concat(Array.from({ length: 10_000 }, () => Buffer.from([0x53, 0x0a]))),
    Buffer.from([0x62, 0xff, 0xff, 0xff, 0xff, 0x0f]),
    Buffer.from("0a0568656c6c6f10ffffffffffffffff7f52020801", "hex"),
  ];
  for (const bytes of hostile) {
    const code = await new Promise<number>((resolve) => {
      const call = client.makeBidiStreamRequest(
        "/shoal.agent.v1.Agent/Session",
        (b: Buffer) => b,
        (b: Buffer) => b,
      );
      call.on("error", () => undefined);
      call.on("data", () => undefined);
      call.on("status", ({ code }) => resolve(code));
      call.write(bytes);
    });
    t.is(code, grpc.status.INVALID_ARGUMENT, bytes.subarray(0, 20).toString("hex"));
  }
  await stillServes(t, c);
});

test("G12: an agent that reads nothing is cut before the coordinator's memory grows, and others are served", async (t) => {
  const { Sessions } = await import("../../coordinator/sessions.ts");
  const { SESSION_QUEUE_MESSAGES } = await import("../../coordinator/limits.ts");
  const hosts = { get: () => ({ host: "web1", environment: "production", apps: [], labels: {} }) } as never;
  const nothing = async (): Promise<void> => undefined;
  const events = {
    connected: nothing,
    disconnected: nothing,
    answered: nothing,
    slotChanged: nothing,
    announced: () => undefined,
    opened: () => undefined,
    changed: () => undefined,
  };
  const swarmAccess = () => ({ announceUrl: "https://x/y/announce", datacenter: "" });
  const sessions = new Sessions({ heartbeatMs: 60_000 }, { hosts, events, nowUnixMs: () => Date.now(), swarmAccess, log: () => undefined });
  const hello = { kind: "hello", protocolVersions: [1], formatVersions: [1], codecs: [], agentVersion: "", lanes: [] };
  const stuck = new Promise<void>(() => undefined);
  async function* silent() {
    yield { stamp: { instance: "a", clockMs: 1 }, report: hello } as never;
    await stuck;
  }
  const call = sessions.serve(silent(), () => stuck, {
    peer: { role: "agent", name: "web1", principal: "agent:web1" } as never,
    remoteAddress: "127.0.0.1",
    signal: new AbortController().signal,
  });
  while (!sessions.view("web1" as never).connected) await new Promise<void>((resolve) => setImmediate(resolve));
  for (let n = 0; n <= SESSION_QUEUE_MESSAGES; n += 1)
    sessions.send("web1" as never, { kind: "refused", failure: { code: "E_BUSY", message: "", retryable: true } });
  await t.throwsAsync(call, { code: "E_BUSY", message: /does not read/ });
  t.false(sessions.view("web1" as never).connected);
});

test("a host that says nothing for four heartbeats counts as gone", async (t) => {
  const c = await startTestCoordinator(t, { change: (configuration) => (configuration.heartbeat = "100ms") });
  await c.addHost("web1");
  const agent = await c.agent("web1");
  await agent.join();
  t.is(((await agent.over) as { code?: string }).code, "E_TIMEOUT");
  const { hosts } = await (await c.operator()).listHosts({ environment: "" });
  t.false(hosts[0]?.connected);
  t.true((hosts[0]?.heardUnixMs ?? 0) > 0);
  t.is(hosts[0]?.agentVersion, "0.1.0");
});

async function stillServes(t: ExecutionContext, c: TestCoordinator): Promise<void> {
  await c.addHost("witness");
  t.is((await (await c.agent("witness")).join()).kind, "welcome");
}
