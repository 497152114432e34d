/** The registered hosts in memory, as tracker, sessions and rollouts ask for them. The database is the truth; `put` writes it first. */
import { isDeepStrictEqual } from "node:util";
import type { AppName, EnvironmentName, HostId } from "../runtime/ids.ts";
import type { HostRecord, HostRepository } from "./store/hosts.ts";

export interface HostDirectory {
  get(host: HostId): HostRecord | null;
  byPasskey(passkey: string): HostRecord | null;
  all(): readonly HostRecord[];
  /** Hosts of that environment that have the app, by name. */
  of(environment: EnvironmentName, app: AppName): readonly HostRecord[];
  /** Hosts of any environment that have the app: who may take part in its torrents. */
  withApp(app: AppName): readonly HostRecord[];
  /** Reads what another coordinator may have written; whether the host is other than before. */
  refresh(host: HostId): Promise<boolean>;
  /** Errors: E_EXISTS where the host is in another environment. */
  put(record: HostRecord): Promise<{ readonly record: HostRecord; readonly changed: boolean }>;
}

export async function openHostDirectory(repository: HostRepository): Promise<HostDirectory> {
  const byHost = new Map<HostId, HostRecord>();
  const byPasskey = new Map<string, HostRecord>();
  const remember = (record: HostRecord): void => {
    byHost.set(record.host, record);
    byPasskey.set(record.passkey, record);
  };
  for (const record of await repository.all()) remember(record);
  const all = (): readonly HostRecord[] => [...byHost.values()].sort((a, b) => (a.host < b.host ? -1 : 1));
  return {
    get: (host) => byHost.get(host) ?? null,
    byPasskey: (passkey) => byPasskey.get(passkey) ?? null,
    all,
    of: (environment, app) => all().filter((record) => record.environment === environment && record.apps.includes(app)),
    withApp: (app) => all().filter(({ apps }) => apps.includes(app)),
    async refresh(host) {
      const record = await repository.get(host);
      if (record === null || isDeepStrictEqual(record, byHost.get(host))) return false;
      remember(record);
      return true;
    },
    async put(record) {
      const result = await repository.put(record);
      remember(result.record);
      return result;
    },
  };
}

/** The label that names a host's rack; null where it has none. */
export function rackOf({ labels }: HostRecord): string | null {
  return labels["rack"] ?? null;
}

/** The label that names a host's data center; empty where it has none. */
export function datacenterOf({ labels }: HostRecord): string {
  return labels["dc"] ?? "";
}
