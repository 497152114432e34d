/**
 * The two services as typed contracts. Server: `serve({ listen, identity, services: [createService(agentContract, handlers), …] })`
 * (rpc-server.ts); client: `createClient(operatorContract, { address, identity })` (rpc-client.ts).
 *
 * A session carries messages.ts's types (agent-conversion.ts), operator calls the complete plain messages of operator-types.ts.
 */
import { decodeAgentMessage, decodeCoordinatorMessage, encodeAgentMessage, encodeCoordinatorMessage } from "./agent-conversion.ts";
import { plainCodec } from "./plain.ts";
import type { AgentMessage, CoordinatorMessage } from "./messages.ts";
import type { Codec, Contract, Method, MethodKind, Methods } from "./rpc.ts";
import { operatorGen } from "./wire.ts";

const op = operatorGen.operator.v1;
const agentMessage: Codec<AgentMessage> = { encode: encodeAgentMessage, decode: decodeAgentMessage };
const coordinatorMessage: Codec<CoordinatorMessage> = { encode: encodeCoordinatorMessage, decode: decodeCoordinatorMessage };

export const agentContract = {
  service: "shoal.agent.v1.Agent",
  callers: "agent",
  methods: {
    session: method("duplex", "Session", agentMessage, coordinatorMessage),
  },
} as const satisfies Contract<Methods>;

const rollout = plainCodec("Rollout", op.Rollout);
const steer = plainCodec("SteerRequest", op.SteerRequest);
const lock = plainCodec("LockRequest", op.LockRequest);
const locks = plainCodec("Locks", op.Locks);

export const operatorContract = {
  service: "shoal.operator.v1.Operator",
  callers: "operator",
  methods: {
    addHost: method("unary", "AddHost", plainCodec("AddHostRequest", op.AddHostRequest), plainCodec("Host", op.Host)),
    listHosts: method(
      "unary",
      "ListHosts",
      plainCodec("ListHostsRequest", op.ListHostsRequest),
      plainCodec("ListHostsResponse", op.ListHostsResponse),
    ),
    verifyHost: method(
      "unary",
      "VerifyHost",
      plainCodec("VerifyHostRequest", op.VerifyHostRequest),
      plainCodec("VerifyHostResponse", op.VerifyHostResponse),
    ),
    missingFiles: method(
      "duplex",
      "MissingFiles",
      plainCodec("MissingFilesRequest", op.MissingFilesRequest),
      plainCodec("MissingFilesResponse", op.MissingFilesResponse),
    ),
    uploadFiles: method(
      "clientStream",
      "UploadFiles",
      plainCodec("UploadFilesRequest", op.UploadFilesRequest),
      plainCodec("UploadFilesResponse", op.UploadFilesResponse),
    ),
    createRelease: method(
      "duplex",
      "CreateRelease",
      plainCodec("CreateReleaseRequest", op.CreateReleaseRequest),
      plainCodec("CreateReleaseEvent", op.CreateReleaseEvent),
    ),
    listReleases: method(
      "unary",
      "ListReleases",
      plainCodec("ListReleasesRequest", op.ListReleasesRequest),
      plainCodec("ListReleasesResponse", op.ListReleasesResponse),
    ),
    diffReleases: method(
      "serverStream",
      "DiffReleases",
      plainCodec("DiffReleasesRequest", op.DiffReleasesRequest),
      plainCodec("DiffReleasesEvent", op.DiffReleasesEvent),
    ),
    deploy: method("unary", "Deploy", plainCodec("DeployRequest", op.DeployRequest), rollout),
    queueDeploy: method("unary", "QueueDeploy", plainCodec("DeployRequest", op.DeployRequest), rollout),
    rollback: method("unary", "Rollback", plainCodec("RollbackRequest", op.RollbackRequest), rollout),
    abort: method("unary", "Abort", plainCodec("AbortRequest", op.AbortRequest), rollout),
    plan: method("unary", "Plan", plainCodec("DeployRequest", op.DeployRequest), plainCodec("RolloutPlan", op.RolloutPlan)),
    pause: method("unary", "Pause", steer, rollout),
    resume: method("unary", "Resume", steer, rollout),
    approve: method("unary", "Approve", steer, rollout),
    overrideGate: method("unary", "OverrideGate", steer, rollout),
    retryHost: method("unary", "RetryHost", steer, rollout),
    excludeHost: method("unary", "ExcludeHost", steer, rollout),
    explain: method("unary", "Explain", plainCodec("ExplainRequest", op.ExplainRequest), plainCodec("Explanation", op.Explanation)),
    lock: method("unary", "Lock", lock, locks),
    unlock: method("unary", "Unlock", lock, locks),
    listLocks: method("unary", "ListLocks", lock, locks),
    preseed: method("unary", "Preseed", plainCodec("PreseedRequest", op.PreseedRequest), plainCodec("Preseed", op.Preseed)),
    listPreseeds: method(
      "unary",
      "ListPreseeds",
      plainCodec("ListPreseedsRequest", op.ListPreseedsRequest),
      plainCodec("ListPreseedsResponse", op.ListPreseedsResponse),
    ),
    getRollout: method("unary", "GetRollout", plainCodec("GetRolloutRequest", op.GetRolloutRequest), rollout),
    listRollouts: method(
      "unary",
      "ListRollouts",
      plainCodec("ListRolloutsRequest", op.ListRolloutsRequest),
      plainCodec("ListRolloutsResponse", op.ListRolloutsResponse),
    ),
    watch: method("serverStream", "Watch", plainCodec("WatchRequest", op.WatchRequest), plainCodec("WatchEvent", op.WatchEvent)),
    listEvents: method(
      "unary",
      "ListEvents",
      plainCodec("ListEventsRequest", op.ListEventsRequest),
      plainCodec("ListEventsResponse", op.ListEventsResponse),
    ),
    listSwitches: method(
      "unary",
      "ListSwitches",
      plainCodec("ListSwitchesRequest", op.ListSwitchesRequest),
      plainCodec("ListSwitchesResponse", op.ListSwitchesResponse),
    ),
    listNotifyTargets: method(
      "unary",
      "ListNotifyTargets",
      plainCodec("ListNotifyTargetsRequest", op.ListNotifyTargetsRequest),
      plainCodec("ListNotifyTargetsResponse", op.ListNotifyTargetsResponse),
    ),
    testNotify: method(
      "unary",
      "TestNotify",
      plainCodec("TestNotifyRequest", op.TestNotifyRequest),
      plainCodec("TestNotifyResponse", op.TestNotifyResponse),
    ),
  },
} as const satisfies Contract<Methods>;

function method<Kind extends MethodKind, Request, Response>(
  kind: Kind,
  name: string,
  request: Codec<Request>,
  response: Codec<Response>,
): Method<Kind, Request, Response> {
  return { kind, name, request, response };
}
