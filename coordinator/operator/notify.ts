/** ListNotifyTargets, TestNotify. */
import type * as wire from "../../proto/operator-types.ts";
import type { TargetStatus } from "../notify/notify.ts";
import type { OperatorDeps, OperatorHandlers } from "./deps.ts";
import { principalOf } from "./requests.ts";

export function notifyHandlers({ notify, clock }: OperatorDeps): Pick<OperatorHandlers, "listNotifyTargets" | "testNotify"> {
  return {
    listNotifyTargets: async () => ({ targets: (await notify.status()).map(targetAnswer) }),
    async testNotify({ name }, { peer }) {
      const fromMs = clock.clockMs();
      const posted = await notify.test(name, principalOf(peer));
      const durationMs = clock.clockMs() - fromMs;
      if (posted.kind === "delivered") return { delivered: true, status: posted.status, why: "", durationMs };
      return { delivered: false, status: 0, why: posted.why, durationMs };
    },
  };
}

function targetAnswer({ target, waiting, delivered, dropped, deliveredUnixMs, failing }: TargetStatus): wire.NotifyTarget {
  const { name, format, host, isSigned, filter } = target;
  const { severity, environments, apps, kinds } = filter;
  return {
    ...{ name, format, host, signed: isSigned, severity },
    ...{ environments: environments ?? [], apps: apps ?? [], kinds: kinds ?? [] },
    ...{ waiting, delivered, dropped, deliveredUnixMs: deliveredUnixMs ?? 0, failing: failing ?? "" },
  };
}
