/**
 * What the effects of a stream become: messages to connected agents. A host that is not connected gets nothing: its next hello makes
 * `step` ask again. Nothing is decided here, and nothing thrown.
 */
import type { CoordinatorMessage, Intent, Lease } from "../../proto/messages.ts";
import { ShoalError } from "../../runtime/errors.ts";
import type { HostId } from "../../runtime/ids.ts";
import type { BundleRecord } from "../store/releases.ts";
import type { RouteBook } from "./routes.ts";
import type { EffectContext } from "./runner.ts";
import type { StreamEffect, StreamState } from "./state.ts";

export interface EffectsDeps {
  readonly routes: RouteBook;
  readonly send: (host: HostId, message: CoordinatorMessage) => boolean;
  /** Null where the host is not connected. */
  readonly lease: (host: HostId, leaseMs: number, eventUnixMs: number) => Lease | null;
  /** Bundles of an older lineage are seeded from when they are asked for. Never rejects; large files take their time to be verified. */
  readonly seed: (bundle: BundleRecord) => Promise<void>;
  readonly warn: (message: string, error: unknown) => void;
}

export function createPerform(deps: EffectsDeps): (effect: StreamEffect, context: EffectContext) => Promise<void> {
  return async (effect, context) => {
    try {
      await perform(deps, effect, context);
    } catch (error) {
      deps.warn(`effect ${effect.kind} was not carried out`, error);
    }
  };
}

async function perform(deps: EffectsDeps, effect: StreamEffect, { state, eventUnixMs }: EffectContext): Promise<void> {
  switch (effect.kind) {
    case "send-prepare":
      return sendPrepare(deps, effect, state);
    case "send-activate": {
      const lease = deps.lease(effect.host, effect.leaseMs, eventUnixMs);
      if (lease === null) return;
      const { release, tree, repair } = effect;
      deps.send(effect.host, { kind: "intent", intent: { kind: "activate", ...common(state, effect), release, tree, repair, lease } });
      return;
    }
    case "send-cancel":
      deps.send(effect.host, { kind: "cancel", target: effect.target });
      return;
    // Answers to whoever submitted the event; the runner hands them back.
    case "reject":
    case "rollout-open":
    case "rollout-ended":
  }
}

async function sendPrepare(deps: EffectsDeps, effect: EffectOf<"send-prepare">, state: StreamState): Promise<void> {
  const found = await deps.routes.find(effect.release);
  if (found === null) {
    const hint = "the catalogue was restored from an older backup: create the release again, then deploy it";
    throw new ShoalError("E_NOT_FOUND", `release ${effect.release} of ${state.app} is not in the catalogue`, { hint });
  }
  for (const bundle of found.bundles) void deps.seed(bundle);
  const { envelope } = found.record;
  deps.send(effect.host, {
    kind: "intent",
    intent: { kind: "prepare", ...common(state, effect), release: effect.release, envelope, routes: found.routes },
  });
}

type EffectOf<Kind extends StreamEffect["kind"]> = Extract<StreamEffect, { readonly kind: Kind }>;

type Common = Pick<Intent, "commandId" | "environment" | "app" | "slot" | "position" | "deadlineUnixMs">;

function common(state: StreamState, { commandId, slot, position, deadlineUnixMs }: EffectOf<"send-prepare" | "send-activate">): Common {
  return { commandId, environment: state.environment, app: state.app, slot, position, deadlineUnixMs };
}
