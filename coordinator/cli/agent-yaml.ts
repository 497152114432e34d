/** The configuration that a new host starts with: complete, so that nothing on the host has to be decided or looked up. */
import { stringify } from "yaml";

export interface AgentYamlOptions {
  readonly host: string;
  readonly environment: string;
  /** `host:port` */
  readonly coordinator: string;
  /** Where apps live on the host. */
  readonly root: string;
  /** That other hosts reach it at; null: the address it dials from. */
  readonly address: string | null;
  readonly apps: readonly { readonly app: string; readonly threshold: number; readonly keys: readonly string[] }[];
}

export function agentYaml(options: AgentYamlOptions): string {
  return stringify(options);
}
