/** The Operator service of operator.proto, by noun. Its callers hold certificates of the role operator; rpc-server.ts refuses all others. */
import type { Service } from "../../proto/rpc-server.ts";
import { createService } from "../../proto/rpc-server.ts";
import { operatorContract } from "../../proto/service.ts";
import type { OperatorDeps } from "./deps.ts";
import { hostHandlers } from "./hosts.ts";
import { releaseHandlers } from "./releases.ts";
import { rolloutHandlers } from "./rollouts.ts";
import { watchHandlers } from "./watch.ts";

export function createOperatorService(deps: OperatorDeps): Service {
  return createService(operatorContract, {
    ...hostHandlers(deps),
    ...releaseHandlers(deps),
    ...rolloutHandlers(deps),
    ...watchHandlers(deps),
  });
}
