/** The configuration that a new host starts with: complete, so that nothing on the host has to be decided or looked up. */
import { join } from "node:path";
import { stringify } from "yaml";
import type { Preset } from "./command.ts";

export interface AgentYamlOptions {
  readonly environment: string;
  /** `host:port` */
  readonly coordinator: string;
  /** Where apps live on the host: `<root>/<app>`. */
  readonly root: string;
  readonly swarm: {
    /** `address:port` */
    readonly listen: string;
    /** That other hosts reach it at; null: the address it dials from. */
    readonly advertise: string | null;
    readonly preset: Preset;
    /** Caps and back-off, as the file has them. */
    readonly limits?: { readonly backOff: "network" };
  };
  /** Whom programs of releases run as; null: the agent's own user. */
  readonly user: string | null;
  readonly apps: readonly { readonly app: string; readonly threshold: number; readonly keys: readonly string[] }[];
}

export function agentYaml({ environment, coordinator, root, swarm, user, apps }: AgentYamlOptions): string {
  const who = user === null ? {} : { user };
  const appEntries = apps.map(({ app, threshold, keys }) => [
    app,
    { root: join(root, app), environment, pinnedKeys: keys, threshold, ...who },
  ]);
  return stringify({
    identity: { ca: "ca.crt", certificate: "agent.crt", key: "agent.key" },
    coordinators: [coordinator],
    stateDir: "state",
    swarm,
    apps: Object.fromEntries(appEntries) as Record<string, unknown>,
  });
}
