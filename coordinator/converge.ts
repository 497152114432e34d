/** The effect `converge` of `step` (rollout/converge.ts) as a request to the same stream: a rollout of the hosts that are to get what their environment runs. */
import { type AppName, type EnvironmentName, parseRolloutId, type Principal } from "../runtime/ids.ts";
import { toFailure } from "../runtime/errors.ts";
import type { Random } from "../runtime/random.ts";
import { datacenterOf, type HostDirectory } from "./hosts.ts";
import { type Policies, policyOf } from "./policy-file.ts";
import type { StreamEffect, StreamEvent } from "./rollout/events.ts";
import { convergePolicy } from "./rollout/policy.ts";
import type { StreamRunner } from "./rollout/runner.ts";
import type { StreamState } from "./rollout/state.ts";

export interface ConvergeDeps {
  readonly policies: Policies;
  readonly hosts: HostDirectory;
  readonly random: Random;
  readonly principal: Principal;
  readonly runner: (environment: EnvironmentName, app: AppName) => Promise<StreamRunner>;
  readonly warn: (message: string, error: unknown) => void;
}

type Converge = Extract<StreamEffect, { readonly kind: "converge" }>;

export function createConverge(deps: ConvergeDeps): (effect: Converge, state: StreamState) => Promise<void> {
  const { policies, hosts, random, principal, runner, warn } = deps;
  return async ({ hosts: named, slot, release }, { environment, app }) => {
    const lagging = new Set(named);
    const all = hosts.of(environment, app);
    const records = all.filter(({ host }) => lagging.has(host));
    const policy = policyOf(policies, environment, all.length);
    // The newest rollout's policy asked for it; the configuration has the last word.
    if (records.length === 0 || !policy.converge) return;
    const rollout = parseRolloutId(random.id("rollout"));
    const event: StreamEvent = {
      kind: "rollout-requested",
      requestId: rollout,
      rollout,
      rolloutKind: "deploy",
      slot,
      release,
      hosts: records.map((record) => ({ host: record.host, datacenter: datacenterOf(record), labels: record.labels })),
      repair: false,
      note: "hosts that had missed what the environment runs",
      policy: convergePolicy(policy),
      converges: true,
    };
    // Refused where somebody was faster: then its end asks again.
    await runner(environment, app)
      .then((stream) => stream.submit({ event, principal }))
      .catch((error: unknown) => warn(`hosts of ${app} in ${environment} do not converge: ${toFailure(error).message}`, error));
  };
}
