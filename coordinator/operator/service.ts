/** The Operator service of operator.proto, by noun. Its callers hold certificates of the role operator; rpc-server.ts refuses all others. */
import type { CallContext } from "../../proto/rpc.ts";
import { createService, type Service } from "../../proto/rpc-server.ts";
import { operatorContract } from "../../proto/service.ts";
import { toFailure } from "../../runtime/errors.ts";
import type { OperatorDeps, OperatorHandlers } from "./deps.ts";
import { diffHandlers } from "./diff.ts";
import { hostHandlers } from "./hosts.ts";
import { notifyHandlers } from "./notify.ts";
import { planHandlers } from "./plan.ts";
import { preseedHandlers } from "./preseeds.ts";
import { releaseHandlers } from "./releases.ts";
import { rolloutHandlers } from "./rollouts.ts";
import { steerHandlers } from "./steer.ts";
import { switchHandlers } from "./switches.ts";
import { verifyHandlers } from "./verify.ts";
import { watchHandlers } from "./watch.ts";

export function createOperatorService(deps: OperatorDeps): Service {
  const handlers = {
    ...hostHandlers(deps),
    ...verifyHandlers(deps),
    ...releaseHandlers(deps),
    ...diffHandlers(deps),
    ...rolloutHandlers(deps),
    ...planHandlers(deps),
    ...steerHandlers(deps),
    ...preseedHandlers(deps),
    ...notifyHandlers(deps),
    ...switchHandlers(deps),
    ...watchHandlers(deps),
  };
  return createService(operatorContract, withLog(handlers, deps));
}

/** What changed stands in the event streams; what was refused, only in the log. */
function withLog(handlers: OperatorHandlers, { refused }: OperatorDeps): OperatorHandlers {
  const logged = Object.entries(handlers).map(
    ([method, handler]) => [method, logFailures(method, handler as AnyHandler, refused)] as const,
  );
  return Object.fromEntries(logged) as unknown as OperatorHandlers;
}

/** The context is every handler's last argument. */
type AnyHandler = (...args: readonly unknown[]) => Promise<unknown>;

function logFailures(method: string, handler: AnyHandler, refused: OperatorDeps["refused"]): AnyHandler {
  return async (...args) => {
    try {
      return await handler(...args);
    } catch (error) {
      refused(method, (args.at(-1) as CallContext).peer.principal, toFailure(error));
      throw error;
    }
  };
}
