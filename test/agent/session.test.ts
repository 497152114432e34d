import test from "ava";
import type { ExecutionContext } from "ava";
import { CoordinatorSession } from "../../agent/session.ts";
import type { SessionDeps, SessionEvent, SessionTiming } from "../../agent/session.ts";
import { OUTBOX_MAX } from "../../agent/shell-limits.ts";
import type { ActivateIntent, AgentMessage, CoordinatorMessage, Hello, Intent, ProgressReport } from "../../proto/messages.ts";
import { createService, serve } from "../../proto/rpc-server.ts";
import type { RpcServer } from "../../proto/rpc-server.ts";
import { agentContract } from "../../proto/service.ts";
import { ShoalError } from "../../runtime/errors.ts";
import type { Identity } from "../../runtime/identity.ts";
import type { CommandId, Digest, InstanceId, ReleaseId } from "../../runtime/ids.ts";
import { Inbox, identityOf, strangerOf } from "./fleet.ts";
import { CURRENT, PRODUCTION, WEB } from "./lanes.ts";

const HELLO: Hello = { kind: "hello", protocolVersions: [1], formatVersions: [1], codecs: [], agentVersion: "0.1.0", lanes: [] };
const WELCOME: CoordinatorMessage = {
  kind: "welcome",
  protocolVersion: 1,
  heartbeatMs: 20,
  swarm: { announceUrl: "https://127.0.0.1:1/passkey/announce", datacenter: "fra" },
};
const FAST: Partial<SessionTiming> = { reconnectMinMs: 5, reconnectMaxMs: 20, refusedRetryMs: 40, welcomeTimeoutMs: 30_000 };

test("the agent says hello first, stamped with instance and clock, and hands on welcome, intents, cancels and questions", async (t) => {
  const coordinator = await startCoordinator(t, async (requests, send) => {
    await send(WELCOME);
    await send({ kind: "intent", intent: intentOf("c1") });
    await send({ kind: "cancel", target: { commandId: "c1" as CommandId, app: WEB, position: { epoch: 1, sequence: 1 } } });
    await send({ kind: "verify", question: { question: "v1" as CommandId, app: WEB, full: true } });
    for await (const _ of requests);
  });
  const agent = await startSession(t, coordinator);
  const first = await coordinator.received.next(() => true);
  t.deepEqual(first, { stamp: { instance: "i1" as InstanceId, clockMs: 42 }, report: HELLO });
  await agent.down.next((one) => one === "welcome https://127.0.0.1:1/passkey/announce");
  await agent.down.next((one) => one === "verify v1");
  t.deepEqual(
    agent.down.seen.filter((one) => one !== "open"),
    ["welcome https://127.0.0.1:1/passkey/announce", "intent c1", "cancel c1", "verify v1"],
  );
});

test("heartbeats come at the interval of the welcome", async (t) => {
  const coordinator = await startCoordinator(t, welcomeAndListen);
  await startSession(t, coordinator);
  for (let beats = 0, from = 0; beats < 3; beats++) {
    const beat = await coordinator.received.next((message) => message.report.kind === "heartbeat", from);
    from = coordinator.received.seen.indexOf(beat) + 1;
  }
  t.pass();
});

test("what is reported between hello and welcome waits for the welcome; before the hello it is dropped", async (t) => {
  const welcome = Promise.withResolvers<void>();
  const coordinator = await startCoordinator(t, async (requests, send) => {
    const listening = drain(requests);
    await welcome.promise;
    await send(WELCOME);
    await listening;
  });
  const agent = await startSession(t, coordinator, { beforeHello: (session) => session.send(progress("dropped", 1)) });
  await coordinator.received.next((message) => message.report.kind === "hello");
  agent.session.send(progress("held", 1));
  agent.session.send(progress("held", 2));
  t.is(coordinator.received.seen.length, 1);
  welcome.resolve();
  await coordinator.received.next((message) => message.report.kind === "progress");
  await coordinator.received.next((message) => message.report.kind === "heartbeat");
  const reports = coordinator.received.seen.map(({ report }) => report).filter((report) => report.kind === "progress");
  t.deepEqual(reports, [progress("held", 2)], "only the newest progress of a command");
});

test("a hello made for an earlier stream is not sent on a later one", async (t) => {
  const coordinator = await startCoordinator(t, welcomeAndListen);
  const agent = await startSession(t, coordinator, { hello: "never" });
  await agent.down.next((one) => one === "open");
  agent.session.expectHello(Symbol("an earlier stream"));
  agent.session.send(HELLO);
  agent.session.expectHello(agent.tokens.at(-1) ?? Symbol("none"));
  agent.session.send({ ...HELLO, agentVersion: "right" });
  const first = await coordinator.received.next(() => true);
  t.is(first.report.kind === "hello" ? first.report.agentVersion : null, "right");
});

test("a session that ends is opened again, and says hello again", async (t) => {
  let sessions = 0;
  const coordinator = await startCoordinator(t, async (requests, send) => {
    sessions++;
    await send(WELCOME);
    if (sessions < 3) throw new ShoalError("E_UNAVAILABLE", "going down");
    await drain(requests);
  });
  const agent = await startSession(t, coordinator);
  await agent.events.next((event) => event.kind === "welcomed" && sessions === 3);
  t.true(agent.events.seen.filter((event) => event.kind === "ended").length >= 2);
  t.is(agent.down.seen.filter((one) => one === "closed").length, 2);
});

test("without a coordinator it dials the addresses in turn, and never gives up", async (t) => {
  const coordinator = await startCoordinator(t, welcomeAndListen);
  const agent = await startSession(t, coordinator, { addresses: ["127.0.0.1:1", `127.0.0.1:${coordinator.port}`] });
  await agent.events.next((event) => event.kind === "welcomed");
  const ended = agent.events.seen.find((event) => event.kind === "ended");
  t.is(ended?.address, "127.0.0.1:1");
  t.is(ended?.kind === "ended" ? ended.failure.code : null, "E_UNAVAILABLE");
});

test("refused with E_VERSION: it says so and tries again slowly", async (t) => {
  const refusal = { code: "E_VERSION" as const, message: "protocol 1 is too old", retryable: false };
  const coordinator = await startCoordinator(t, async (_, send) => send({ kind: "refused", failure: refusal }));
  const agent = await startSession(t, coordinator);
  const ended = await agent.events.next((event) => event.kind === "ended");
  if (ended.kind !== "ended") return t.fail();
  t.is(ended.failure.code, "E_VERSION");
  t.true(ended.retryMs >= 20, "at least half of refusedRetryMs");
});

test("a coordinator that never welcomes is given up after the timeout", async (t) => {
  const coordinator = await startCoordinator(t, drain);
  const agent = await startSession(t, coordinator, { timing: { ...FAST, welcomeTimeoutMs: 200 } });
  const ended = await agent.events.next((event) => event.kind === "ended");
  t.is(ended.kind === "ended" ? ended.failure.code : null, "E_TIMEOUT");
});

test("an intent before the welcome, or a second welcome, ends the session with E_MESSAGE", async (t) => {
  for (const bad of [[{ kind: "intent", intent: intentOf("c1") }], [WELCOME, WELCOME]] as const) {
    const coordinator = await startCoordinator(t, async (requests, send) => {
      for (const message of bad) await send(message);
      await drain(requests);
    });
    const agent = await startSession(t, coordinator);
    const ended = await agent.events.next((event) => event.kind === "ended");
    t.is(ended.kind === "ended" ? ended.failure.code : null, "E_MESSAGE");
    t.false(agent.down.seen.includes("intent c1"));
  }
});

test("a flood of intents waits on the network until each was taken", async (t) => {
  const taken = Promise.withResolvers<void>();
  let sent = 0;
  const coordinator = await startCoordinator(t, async (requests, send) => {
    void drain(requests);
    await send(WELCOME);
    const envelope = Buffer.alloc(200_000);
    const { lease: _lease, repair: _repair, tree: _tree, ...common } = intentOf("c1") as ActivateIntent;
    for (; sent < 1_000; sent++)
      await send({ kind: "intent", intent: { ...common, kind: "prepare", envelope, routes: [], lineage: null } });
  });
  let received = 0;
  const agent = await startSession(t, coordinator, { onIntent: () => (++received === 1 ? taken.promise : undefined) });
  await agent.down.next((one) => one === "intent c1");
  await coordinator.received.next(({ report }) => report.kind === "heartbeat");
  t.is(received, 1);
  t.true(sent < 200, `${sent} of 200 KB each were sent while the first was not taken`);
  taken.resolve();
  await agent.session.stop();
});

test("reports that nobody takes end the session instead of filling memory", async (t) => {
  const coordinator = await startCoordinator(t, drain);
  const agent = await startSession(t, coordinator);
  await coordinator.received.next((message) => message.report.kind === "hello");
  for (let i = 0; i <= OUTBOX_MAX; i++) agent.session.send(progress(`c${i}`, 1));
  const ended = await agent.events.next((event) => event.kind === "ended");
  t.is(ended.kind === "ended" ? ended.failure.code : null, "E_BUSY");
});

const strangers: Readonly<Record<string, () => Promise<{ server?: Identity; client?: Identity }>>> = {
  "a coordinator with a certificate of another CA": async () => ({ server: await strangerOf("coordinator", "main") }),
  "another agent that plays coordinator": async () => ({ server: await identityOf("agent", "web2") }),
  "an operator's certificate used by an agent": async () => ({ client: await identityOf("operator", "alice") }),
  "a host with a certificate of another CA": async () => ({ client: await strangerOf("agent", "web1") }),
};
for (const [who, identities] of Object.entries(strangers)) {
  test(`${who} gets no session`, async (t) => {
    const { server, client } = await identities();
    const coordinator = await startCoordinator(t, welcomeAndListen, server);
    const agent = await startSession(t, coordinator, { identity: client });
    const ended = await agent.events.next((event) => event.kind === "ended");
    if (ended.kind !== "ended") return t.fail();
    // A server that ends a TLS 1.3 handshake after the client's last flight can't tell that client why.
    t.true(["E_DENIED", ...(client === undefined ? [] : ["E_UNAVAILABLE"])].includes(ended.failure.code), ended.failure.message);
    t.deepEqual(coordinator.received.seen, []);
  });
}

test("stop ends the stream and dials no more", async (t) => {
  const coordinator = await startCoordinator(t, welcomeAndListen);
  const agent = await startSession(t, coordinator);
  await agent.events.next((event) => event.kind === "welcomed");
  await agent.session.stop();
  t.is(agent.down.seen.at(-1), "closed");
  t.false(agent.session.welcomed);
});

type Talk = (requests: AsyncIterable<AgentMessage>, send: (message: CoordinatorMessage) => Promise<void>) => Promise<void>;

interface Coordinator {
  readonly port: number;
  readonly received: Inbox<AgentMessage>;
}

async function startCoordinator(t: ExecutionContext, talk: Talk, identity?: Identity): Promise<Coordinator> {
  const received = new Inbox<AgentMessage>();
  const session: Talk = (requests, send) => talk(record(requests, received), send);
  const server: RpcServer = await serve({
    listen: { host: "127.0.0.1", port: 0 },
    identity: identity ?? (await identityOf("coordinator", "main")),
    services: [createService(agentContract, { session })],
  });
  t.teardown(() => server.stop());
  return { port: server.port, received };
}

interface SessionSetup {
  readonly identity?: Identity | undefined;
  readonly addresses?: readonly string[];
  readonly timing?: Partial<SessionTiming>;
  readonly beforeHello?: (session: CoordinatorSession) => void;
  readonly hello?: "never";
  readonly onIntent?: SessionDeps["onIntent"];
}

async function startSession(t: ExecutionContext, coordinator: Coordinator, setup: SessionSetup = {}) {
  const down = new Inbox<string>();
  const events = new Inbox<SessionEvent>();
  const tokens: symbol[] = [];
  const deps: SessionDeps = {
    clockMs: () => 42,
    random: () => 0.5,
    onOpen(token) {
      tokens.push(token);
      down.push("open");
      setup.beforeHello?.(session);
      if (setup.hello === "never") return;
      session.expectHello(token);
      session.send(HELLO);
    },
    onClosed: () => down.push("closed"),
    onWelcome: ({ announceUrl }) => down.push(`welcome ${announceUrl}`),
    onIntent(intent) {
      down.push(`intent ${intent.commandId}`);
      return setup.onIntent?.(intent);
    },
    onCancel: ({ commandId }) => down.push(`cancel ${commandId}`),
    onPeers: ({ infoHash }) => down.push(`peers ${infoHash}`),
    onPreseed: ({ app }) => down.push(`preseed ${app}`),
    onVerify: ({ question }) => down.push(`verify ${question}`),
    onEvent: (event) => events.push(event),
  };
  const session: CoordinatorSession = new CoordinatorSession(
    {
      addresses: setup.addresses ?? [`127.0.0.1:${coordinator.port}`],
      identity: setup.identity ?? (await identityOf("agent", "web1")),
      instance: "i1" as InstanceId,
      timing: setup.timing ?? FAST,
    },
    deps,
  );
  session.start();
  t.teardown(() => session.stop());
  return { session, down, events, tokens };
}

const welcomeAndListen: Talk = async (requests, send) => {
  await send(WELCOME);
  await drain(requests);
};

async function drain(requests: AsyncIterable<AgentMessage>): Promise<void> {
  for await (const _ of requests);
}

async function* record(requests: AsyncIterable<AgentMessage>, received: Inbox<AgentMessage>): AsyncIterable<AgentMessage> {
  for await (const message of requests) {
    received.push(message);
    yield message;
  }
}

function progress(commandId: string, doneBytes: number): ProgressReport {
  return {
    kind: "progress",
    app: WEB,
    commandId: commandId as CommandId,
    phase: "fetching",
    doneBytes,
    totalBytes: 10,
    bytesFromSeed: 0,
    bytesFromHosts: 0,
  };
}

function intentOf(commandId: string): Intent {
  return {
    kind: "activate",
    commandId: commandId as CommandId,
    environment: PRODUCTION,
    app: WEB,
    slot: CURRENT,
    position: { epoch: 1, sequence: 1 },
    deadlineUnixMs: 1,
    release: "b".repeat(64) as ReleaseId,
    tree: "c".repeat(64) as Digest,
    lease: { instance: "i1" as InstanceId, untilMs: 5 },
    repair: false,
    bakeMs: 0,
    labels: {},
  };
}
