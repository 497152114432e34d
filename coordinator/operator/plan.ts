/** Plan: what a deploy would do now, without doing it: the same waves that `step` plans, and what each host would fetch. */
import type * as wire from "../../proto/operator-types.ts";
import type { BundleDescription } from "../../proto/messages.ts";
import { ShoalError, toFailure } from "../../runtime/errors.ts";
import { parseTag, type ReleaseId, type Tag } from "../../runtime/ids.ts";
import { datacenterOf } from "../hosts.ts";
import { openRollout } from "../rollout/draft.ts";
import { gatesAfter } from "../rollout/gates.ts";
import { offeredRoutes } from "../rollout/routes.ts";
import type { StreamState } from "../rollout/state.ts";
import { planWaves } from "../rollout/waves.ts";
import type { HostRecord } from "../store/hosts.ts";
import { failureAnswer } from "./answers.ts";
import { commandsOf } from "./commands.ts";
import type { OperatorDeps, OperatorHandlers } from "./deps.ts";
import { existingStream, findRelease, noHosts, onlyHosts, parseCommon, policyFor, throwSkipped } from "./rollouts.ts";

export function planHandlers(deps: OperatorDeps): Pick<OperatorHandlers, "plan"> {
  return {
    async plan(request) {
      const common = parseCommon({ ...request, requestId: "plan" });
      const { app, environment, slot } = common;
      const release = await findRelease(deps, app, parseTag(request.tag));
      const only = await onlyHosts(deps, { ...common, release }, request.hosts);
      const records = deps.hosts.of(environment, app).filter(({ host }) => only?.includes(host) ?? true);
      if (records.length === 0) throw noHosts(deps, environment, app);
      const policy = policyFor(deps, request, { environment, hosts: records.length });
      const planned = records.map((record) => ({ host: record.host, datacenter: datacenterOf(record), labels: record.labels }));
      if (only === null) throwSkipped(policy, planned);
      const waves = planWaves(planned, policy);
      const { state } = await existingStream(deps, environment, app);
      const routes = await deps.routes.find(release.release);
      const hosts: wire.PlannedHost[] = [];
      for (const record of records) hosts.push(await planHost(deps, record, { state, slot, release, routes: routes?.routes ?? [] }));
      const withGates = waves.map((wave, place) => ({
        ...{ name: wave.name, hosts: wave.hosts, canary: wave.canary, bakeMs: wave.bakeMs },
        gates: gatesAfter({ policy, waves, wave: 0 }, place).map(({ name }) => name),
      }));
      return {
        app,
        environment,
        slot,
        tag: release.tag,
        policy: policy.name,
        waves: withGates,
        hosts,
        refusal: failureAnswer(refusalOf(state)),
        commands: await commandsOf(
          deps,
          release.tree,
          records.map(({ host, labels }) => ({ host, labels, app, environment, slot })),
        ),
      };
    },
  };
}

interface PlanHost {
  readonly state: StreamState;
  readonly slot: string;
  readonly release: { readonly release: ReleaseId; readonly tree: string };
  readonly routes: readonly BundleDescription[];
}

async function planHost(deps: OperatorDeps, record: HostRecord, { state, slot, release, routes }: PlanHost): Promise<wire.PlannedHost> {
  const { host } = record;
  const { connected } = deps.sessions.view(host);
  const held = deps.sessions.held(host, state.app);
  const now = state.lanes.get(host)?.slots[slot as keyof object]?.release ?? null;
  const common = { host, datacenter: datacenterOf(record), connected, tag: (now === null ? null : await tagOf(deps, now)) ?? "" };
  if (!connected) return { ...common, route: "unknown", fetchBytes: 0 };
  if (held.has(release.tree as never)) return { ...common, route: "none", fetchBytes: 0 };
  const [cheapest] = offeredRoutes(routes, held).toSorted((a, b) => a.sizeBytes - b.sizeBytes);
  // A base is packed when it is needed; how large it comes out is not known before.
  return { ...common, route: cheapest?.kind ?? "base", fetchBytes: cheapest?.sizeBytes ?? 0 };
}

async function tagOf({ store }: OperatorDeps, release: ReleaseId): Promise<Tag | null> {
  return (await store.releases.byId(release))?.release.tag ?? null;
}

function refusalOf(state: StreamState): ReturnType<typeof toFailure> | null {
  const open = openRollout(state);
  if (state.lock !== null)
    return toFailure(new ShoalError("E_LOCKED_APP", `${state.app} is locked by ${state.lock.principal}: ${state.lock.reason}`));
  return open === null ? null : toFailure(new ShoalError("E_ROLLOUT_OPEN", `rollout ${open.id} of ${open.release.tag} is ${open.state}`));
}
