/** What the host's own configuration decides, as `step` asks for it. */
import { CODEC_NAMES } from "../release/delta/codec.ts";
import { FORMAT_VERSION } from "../release/release.ts";
import { verifyEnvelope } from "../release/signature.ts";
import { toFailure } from "../runtime/errors.ts";
import type { AppName, HostId } from "../runtime/ids.ts";
import type { AppConfiguration } from "./configuration.ts";
import type { AgentPolicy, AppPolicy } from "./state.ts";

export interface PolicyOptions {
  readonly host: HostId;
  readonly agentVersion: string;
  readonly apps: readonly Pick<AppConfiguration, "app" | "environment" | "keepRevisions" | "pins">[];
}

export function policyOf({ host, agentVersion, apps }: PolicyOptions): AgentPolicy {
  const pins = new Map(apps.map((app) => [app.app, app.pins]));
  const policies = apps.map(({ app, environment, keepRevisions }): [AppName, AppPolicy] => [app, { environment, keepRevisions }]);
  return {
    host,
    agentVersion,
    apps: Object.fromEntries(policies),
    verifyEnvelope(app, envelope, nowUnixMs) {
      try {
        return verifyEnvelope({ envelope, app, nowUnixMs, pins: pins.get(app) ?? { keys: [], threshold: 1 } });
      } catch (error) {
        return toFailure(error);
      }
    },
    formatVersions: [FORMAT_VERSION],
    codecs: CODEC_NAMES,
  };
}
