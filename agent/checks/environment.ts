/** The environment of a program of a release: what it needs, and nothing of the agent's own. Documented in release/shoal.example.yaml. */
import type { ActivationStep } from "../../proto/messages.ts";
import type { RevisionId } from "../../runtime/ids.ts";
import type { HostFacts } from "./fill.ts";
import type { AppUser } from "./user.ts";

export interface EnvironmentOptions {
  readonly facts: HostFacts;
  readonly user: AppUser;
  readonly revision: RevisionId;
  readonly phase: ActivationStep["phase"];
  /** Of the step. */
  readonly name: string;
}

export function environmentOf({ facts, user, revision, phase, name }: EnvironmentOptions): Readonly<Record<string, string>> {
  const labels = Object.entries(facts.labels).map(([key, value]) => [`SHOAL_LABEL_${key.replaceAll(/[.-]/g, "_").toUpperCase()}`, value]);
  return {
    ...(Object.fromEntries(labels) as Record<string, string>),
    PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    HOME: user.home,
    USER: user.name,
    LOGNAME: user.name,
    SHELL: "/bin/sh",
    LANG: "C.UTF-8",
    SHOAL_APP: facts.app,
    SHOAL_ENVIRONMENT: facts.environment,
    SHOAL_HOST: facts.host,
    SHOAL_SLOT: facts.slot,
    SHOAL_REVISION: revision,
    SHOAL_PHASE: phase,
    SHOAL_STEP: name,
  };
}
