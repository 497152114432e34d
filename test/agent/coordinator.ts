/**
 * A small coordinator for tests of one agent: the real protocol over real gRPC, a real seed and a real tracker; what to send is up to the test.
 */
import { randomBytes } from "node:crypto";
import type {
  ActivateIntent,
  AgentMessage,
  Answer,
  AnswerReport,
  CoordinatorMessage,
  DiscardIntent,
  Hello,
  Intent,
  IntentResult,
  Position,
  PrepareIntent,
  Stamp,
} from "../../proto/messages.ts";
import { createService, serve } from "../../proto/rpc-server.ts";
import type { Send } from "../../proto/rpc.ts";
import { agentContract } from "../../proto/service.ts";
import type { Identity } from "../../runtime/identity.ts";
import type { CommandId, HostId } from "../../runtime/ids.ts";
import { openSwarm } from "../../swarm/process.ts";
import type { Transfer } from "../../swarm/swarm.ts";
import { openTracker } from "../../swarm/tracker/server.ts";
import { Inbox, identityOf } from "./fleet.ts";
import { CURRENT, PRODUCTION, WEB } from "./lanes.ts";
import type { TestBundle, TestRelease } from "./releases.ts";

const HOST = "web1" as HostId;
const LEASE_MS = 30_000;

export interface TestCoordinator {
  readonly identity: Identity;
  readonly port: number;
  readonly received: Inbox<AgentMessage>;
  /** Seeds until the coordinator stops or the transfer is removed. */
  seed(bundle: TestBundle): Promise<Transfer>;
  /** Newest hello; waits for a session that came after `after`. */
  hello(after?: Hello | null): Promise<Hello>;
  send(message: CoordinatorMessage): Promise<void>;
  /** Sends, and waits for the result. */
  prepare(release: TestRelease, routes: readonly TestBundle[], change?: Partial<PrepareIntent>): Promise<IntentResult>;
  activate(release: TestRelease, change?: Partial<ActivateIntent>): Promise<IntentResult>;
  discard(release: TestRelease): Promise<IntentResult>;
  /** As above without sending. */
  prepareIntent(release: TestRelease, routes: readonly TestBundle[]): PrepareIntent;
  activateIntent(release: TestRelease): ActivateIntent;
  /** The final answer to a command: by answer, or by a later hello; the first, or the first with that outcome. */
  result(commandId: CommandId, outcome?: IntentResult["outcome"]): Promise<IntentResult>;
  answer(commandId: CommandId): Promise<Answer>;
  /** Ends every session, and takes none while it is away. */
  setAway(isAway: boolean): void;
  stop(): Promise<void>;
}

export async function startCoordinator(): Promise<TestCoordinator> {
  const identity = await identityOf("coordinator", "main");
  const loopback = { host: "127.0.0.1", port: 0 };
  const passkey = randomBytes(16).toString("hex");
  const swarm = await openSwarm({ identity, listen: loopback, advertiseHost: "127.0.0.1", preset: "loopback", memoryLimitMib: 256 });
  const tracker = await openTracker(
    { identity, listen: loopback, preset: "loopback" },
    {
      lookup: (key) => (key === passkey ? { host: HOST, datacenter: "dc1", address: null } : null),
      allowed: () => true,
      seeds: () => [`127.0.0.1:${swarm.address.port}`],
      now: () => performance.now(),
    },
  );
  const received = new Inbox<AgentMessage>();
  let down: Send<CoordinatorMessage> | null = null;
  let away = false;
  let cut = Promise.withResolvers<"cut">();
  const session = async (requests: AsyncIterable<AgentMessage>, send: Send<CoordinatorMessage>): Promise<void> => {
    if (away) return;
    const ended = await Promise.race([take(requests, send), cut.promise]);
    if (ended === "cut") down = null;
  };
  const take = async (requests: AsyncIterable<AgentMessage>, send: Send<CoordinatorMessage>): Promise<void> => {
    for await (const message of requests) {
      if (away) return;
      if (message.report.kind === "hello") {
        down = send;
        const access = { announceUrl: tracker.announceUrl("127.0.0.1", passkey), datacenter: "dc1" };
        await send({ kind: "welcome", protocolVersion: 1, heartbeatMs: 100, swarm: access });
      }
      received.push(message);
    }
  };
  const server = await serve({ listen: loopback, identity, services: [createService(agentContract, { session })] });
  return createHandle({
    identity,
    port: server.port,
    received,
    seed: ({ file, description: { torrent } }) => swarm.add({ torrent, file, announceUrl: null, admission: { hosts: null } }),
    send: async (message) => down?.(message),
    setAway(isAway) {
      away = isAway;
      cut.resolve("cut");
      cut = Promise.withResolvers();
    },
    stop: async () => {
      await Promise.all([server.stop(), tracker.stop(), swarm.stop()]);
    },
  });
}

type Base = Pick<TestCoordinator, "identity" | "port" | "received" | "seed" | "send" | "setAway" | "stop">;

function createHandle(base: Base): TestCoordinator {
  const { received, send } = base;
  let sequence = 0;
  const common = () => ({
    commandId: `c${++sequence}` as CommandId,
    environment: PRODUCTION,
    app: WEB,
    slot: CURRENT,
    position: { epoch: 1, sequence } satisfies Position,
    deadlineUnixMs: Date.now() + 60_000,
  });
  const stamp = (): Stamp => received.seen.at(-1)?.stamp ?? { instance: "none" as Stamp["instance"], clockMs: 0 };
  const handle: TestCoordinator = {
    ...base,
    async hello(after = null) {
      const from = after === null ? 0 : received.seen.findIndex(({ report }) => report === after) + 1;
      const { report } = await received.next((message) => message.report.kind === "hello", from);
      return report as Hello;
    },
    prepareIntent: ({ id, envelope }, routes) => {
      return { kind: "prepare", ...common(), release: id, envelope, routes: routes.map(({ description }) => description), lineage: null };
    },
    activateIntent: ({ id, release }) => {
      const { instance, clockMs } = stamp();
      const lease = { instance, untilMs: clockMs + LEASE_MS };
      return { kind: "activate", ...common(), release: id, tree: release.tree, lease, repair: false, bakeMs: 0, labels: {} };
    },
    prepare: (release, routes, change = {}) => run({ ...handle.prepareIntent(release, routes), ...change }),
    activate: (release, change = {}) => run({ ...handle.activateIntent(release), ...change }),
    discard: ({ id }) => run({ kind: "discard", ...common(), release: id } satisfies DiscardIntent),
    async answer(commandId) {
      const { report } = await received.next(({ report }) => report.kind === "answer" && report.commandId === commandId);
      return (report as AnswerReport).answer;
    },
    async result(commandId, outcome) {
      const matches = (result: IntentResult | null): boolean => result !== null && (outcome === undefined || result.outcome === outcome);
      const message = await received.next((one) => matches(resultIn(one, commandId)));
      return resultIn(message, commandId) as IntentResult;
    },
  };
  const run = async (intent: Intent): Promise<IntentResult> => {
    await send({ kind: "intent", intent });
    return handle.result(intent.commandId);
  };
  return handle;
}

/** A refusal counts as a failed result: the test sees why. */
function resultIn({ report }: AgentMessage, commandId: CommandId): IntentResult | null {
  if (report.kind === "hello") {
    return report.lanes.flatMap(({ intents }) => intents).find((one) => one.commandId === commandId)?.result ?? null;
  }
  if (report.kind !== "answer" || report.commandId !== commandId) return null;
  const { answer } = report;
  if (answer.kind === "result") return answer.result;
  if (answer.kind === "accepted") return null;
  const stats = {
    bytesFromSeed: 0,
    bytesFromHosts: 0,
    durationMs: 0,
    route: "none" as const,
    why: "",
    bundle: null,
    bundleBytes: 0,
    firstPieceMs: 0,
    links: [],
  };
  return { outcome: "failed", failure: answer.failure, revision: null, tree: null, stats, steps: [] };
}
