/** A whole coordinator inside the test's process, from the documented configuration, with operators and fake agents at its real ports. */
import { join } from "node:path";
import type { ExecutionContext } from "ava";
import { loadConfiguration } from "../../coordinator/configuration.ts";
import { type Coordinator, startCoordinator } from "../../coordinator/coordinator.ts";
import { createClient } from "../../proto/rpc-client.ts";
import type { Client } from "../../proto/rpc.ts";
import { agentContract, operatorContract } from "../../proto/service.ts";
import { systemClock } from "../../runtime/clock.ts";
import type { Identity } from "../../runtime/identity.ts";
import { createStreamLogger } from "../../runtime/log.ts";
import { systemRandom } from "../../runtime/random.ts";
import { openSwarm } from "../../swarm/process.ts";
import { openTracker } from "../../swarm/tracker/server.ts";
import { FakeAgent, type FakeAgentOptions } from "./fake-agent.ts";
import { createFleet, type Example, type Fleet, writeConfiguration } from "./fleet.ts";
import { memorySwarm, type MemorySwarm } from "./memory-swarm.ts";
import { temporaryFolder } from "./temporary.ts";

export type OperatorClient = Client<(typeof operatorContract)["methods"]>;
export type AgentClient = Client<(typeof agentContract)["methods"]>;

export interface TestCoordinator {
  readonly fleet: Fleet;
  readonly folder: string;
  readonly dataDir: string;
  readonly configFile: string;
  /** JSON lines. */
  readonly log: readonly string[];
  readonly coordinator: Coordinator;
  readonly swarm: MemorySwarm;
  operator(name?: string): Promise<OperatorClient>;
  agentClient(identity: Identity): AgentClient;
  /** Registers the host and dials as it. */
  agent(host: string, options?: Partial<FakeAgentOptions>): Promise<FakeAgent>;
  addHost(host: string, options?: { apps?: readonly string[]; environment?: string; labels?: Record<string, string> }): Promise<void>;
  stop(): Promise<void>;
  /** Another process of the same coordinator, as far as its memory goes. */
  restart(): Promise<void>;
}

export interface StartOptions {
  readonly change?: (configuration: Example) => void;
  /** A real engine in its own process; else one that only remembers. */
  readonly realSwarm?: boolean;
  /** Of another coordinator of the same fleet. */
  readonly fleet?: Fleet;
  /** In its certificate. */
  readonly name?: string;
}

export async function startTestCoordinator(
  t: ExecutionContext,
  { change = () => undefined, realSwarm = false, fleet: given, name = "main" }: StartOptions = {},
): Promise<TestCoordinator> {
  const fleet = given ?? (await createFleet());
  const folder = temporaryFolder(t);
  const configFile = await writeConfiguration(folder, fleet, change, name);
  const log: string[] = [];
  const swarm = memorySwarm();
  const logger = createStreamLogger({ name: "coordinator", level: "debug" }, { write: (line: string) => void log.push(line) });
  const start = async (): Promise<Coordinator> =>
    startCoordinator(await loadConfiguration(configFile), {
      clock: systemClock,
      random: systemRandom,
      log: logger,
      openSwarm: realSwarm ? openSwarm : swarm.open,
      openTracker,
    });
  let coordinator = await start();
  const clients: { close(): void }[] = [];
  const agents: FakeAgent[] = [];
  const stop = async (): Promise<void> => {
    for (const agent of agents.splice(0)) agent.hangUp();
    for (const client of clients.splice(0)) client.close();
    await coordinator.lifecycle.stop("the test ends");
  };
  t.teardown(stop);
  const address = (): string => `127.0.0.1:${coordinator.ports.control}`;
  const remember = <C extends { close(): void }>(client: C): C => {
    clients.push(client);
    return client;
  };
  const self: TestCoordinator = {
    fleet,
    folder,
    dataDir: join(folder, "data"),
    configFile,
    log,
    swarm,
    get coordinator() {
      return coordinator;
    },
    operator: async (name = "alice") =>
      remember(createClient(operatorContract, { address: address(), identity: await fleet.identity("operator", name) })),
    agentClient: (identity) => remember(createClient(agentContract, { address: address(), identity })),
    async agent(host, options = {}) {
      const client = self.agentClient(await fleet.identity("agent", host));
      const agent = new FakeAgent(client, { host, ...options });
      agents.push(agent);
      return agent;
    },
    async addHost(host, { apps = ["web"], environment = "production", labels = { dc: "dc1" } } = {}) {
      await (await self.operator()).addHost({ host, environment, apps, labels });
    },
    stop,
    async restart() {
      await stop();
      coordinator = await start();
    },
  };
  return self;
}
