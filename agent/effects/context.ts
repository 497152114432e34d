/** What every effect's handler works with. A handler never throws: what comes of an effect is posted, what nobody waits for is logged. */
import type { ProgressReport } from "../../proto/messages.ts";
import { ShoalError } from "../../runtime/errors.ts";
import type { Clock } from "../../runtime/clock.ts";
import type { AppName, HostId } from "../../runtime/ids.ts";
import type { Logger } from "../../runtime/log.ts";
import type { Plans } from "../checks/plan.ts";
import type { Downloads } from "../downloads/downloads.ts";
import type { HostApp } from "../roots.ts";
import type { DiskEffect, Happening } from "../shell.ts";
import type { Now } from "../state.ts";
import type { Renames } from "./steps.ts";

export interface EffectContext {
  readonly host: HostId;
  readonly stateDir: string;
  readonly apps: ReadonlyMap<AppName, HostApp>;
  readonly plans: Plans;
  readonly renames: Renames;
  readonly clock: Clock;
  readonly downloads: Pick<Downloads, "folder" | "check" | "trafficOf" | "acquire" | "release">;
  /** `now` where it happened before it is told. */
  readonly post: (happening: Happening, now?: Now) => void;
  readonly progress: (report: ProgressReport) => void;
  readonly log: Logger;
}

export type EffectOf<Kind extends DiskEffect["kind"]> = Extract<DiskEffect, { readonly kind: Kind }>;

/** `step` asks nothing of an app that the policy does not name. */
export function appOf(context: Pick<EffectContext, "apps">, app: AppName): HostApp {
  const found = context.apps.get(app);
  if (found === undefined) throw new ShoalError("E_INTERNAL", `app ${app} is not configured`);
  return found;
}

export function readClocks(clock: Clock): Now {
  return { unixMs: clock.nowUnixMs(), clockMs: clock.clockMs() };
}
