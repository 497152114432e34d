import type { ExecutionContext } from "ava";
import type { Host, Rollout } from "../../proto/operator-types.ts";
import type { Client, Handlers } from "../../proto/rpc.ts";
import { createClient } from "../../proto/rpc-client.ts";
import { createService, serve } from "../../proto/rpc-server.ts";
import { agentContract, operatorContract } from "../../proto/service.ts";
import { ShoalError } from "../../runtime/errors.ts";
import type { Identity } from "../../runtime/identity.ts";
import { identity } from "./_fleet.ts";

export const HOST: Host = {
  host: "web1",
  environment: "staging",
  apps: ["web"],
  labels: { dc: "a" },
  connected: true,
  heardUnixMs: 5,
  agentVersion: "",
  slots: [],
};
export const ROLLOUT: Rollout = {
  rollout: "r1",
  kind: "deploy",
  app: "web",
  environment: "staging",
  slot: "current",
  release: "",
  tag: "",
  tree: "",
  state: "preparing",
  hosts: [
    {
      host: "web1",
      datacenter: "a",
      state: "pending",
      failure: null,
      progress: null,
      bytesFromSeed: 0,
      bytesFromHosts: 0,
      prepareMs: 0,
      activateMs: 0,
      route: "",
      connected: true,
      why: "",
      wave: 0,
    },
  ],
  principal: "operator:alice",
  note: "",
  startedUnixMs: 1,
  endedUnixMs: 0,
  failure: { code: "E_IO", message: "m", hint: "h", retryable: true },
  accounts: {
    links: [{ from: "seed", fromDatacenter: "", toDatacenter: "a", payloadBytes: 5, protocolBytes: 1, wastedBytes: 0 }],
    datacenters: [{ datacenter: "a", hosts: 1, outsideBytes: 5, bundleBytes: 4, copiesPermille: 1_250 }],
    firstPieceMs: 1,
    halfMs: 2,
    allMs: 0,
  },
  policy: "one",
  waves: [{ name: "all", hosts: ["web1"], canary: true, bakeMs: 5, gates: ["g"] }],
  wave: 1,
  bakeUntilUnixMs: 7,
  gate: { name: "g", kind: "wait", sinceUnixMs: 1, untilUnixMs: 2, verdict: "", evidence: "", approvers: ["bob"] },
  pause: { principal: "operator:bob", note: "", sinceUnixMs: 3, reason: null },
  failed: 1,
  next: null,
};

type OperatorHandlers = Handlers<typeof operatorContract.methods>;
type AgentHandlers = Handlers<typeof agentContract.methods>;

const unused = async (): Promise<never> => {
  throw new ShoalError("E_NOT_FOUND", "not in this test");
};
const OPERATOR: OperatorHandlers = {
  addHost: unused,
  listHosts: unused,
  verifyHost: unused,
  missingFiles: unused,
  uploadFiles: unused,
  createRelease: unused,
  listReleases: unused,
  diffReleases: unused,
  deploy: unused,
  queueDeploy: unused,
  rollback: unused,
  abort: unused,
  plan: unused,
  pause: unused,
  resume: unused,
  approve: unused,
  overrideGate: unused,
  retryHost: unused,
  excludeHost: unused,
  explain: unused,
  lock: unused,
  unlock: unused,
  listLocks: unused,
  preseed: unused,
  listPreseeds: unused,
  getRollout: unused,
  listRollouts: unused,
  watch: unused,
  listEvents: unused,
  listSwitches: unused,
  listNotifyTargets: unused,
  testNotify: unused,
};
const AGENT: AgentHandlers = { session: unused };

export async function start(
  handlers: { operator?: Partial<OperatorHandlers>; agent?: Partial<AgentHandlers> },
  who?: Identity,
  port = 0,
): Promise<{ address: string; stop: () => Promise<void> }> {
  const server = await serve({
    listen: { host: "127.0.0.1", port },
    identity: who ?? (await identity("coordinator", "main")),
    services: [
      createService(operatorContract, { ...OPERATOR, ...handlers.operator }),
      createService(agentContract, { ...AGENT, ...handlers.agent }),
    ],
  });
  return { address: `127.0.0.1:${server.port}`, stop: () => server.stop() };
}

/** A server that is gone after the test, and a client of alice's. */
export async function alice(
  t: ExecutionContext,
  operator: Partial<OperatorHandlers>,
): Promise<Client<typeof operatorContract.methods> & { address: string }> {
  const server = await start({ operator });
  t.teardown(server.stop);
  return { ...(await clientOf(t, server.address)), address: server.address };
}

export async function clientOf(t: ExecutionContext, address: string, who?: Identity): Promise<Client<typeof operatorContract.methods>> {
  const client = createClient(operatorContract, { address, identity: who ?? (await identity("operator", "alice")) });
  t.teardown(client.close);
  return client;
}
