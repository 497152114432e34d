/**
 * A fleet as `shoal init` makes it, with a certificate of its CA for each host. Kept in the cache by number of hosts, because ten thousand keys take a minute; a run
 * works on a copy.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { createServer } from "node:net";
import { once } from "node:events";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { openSqlite } from "../../coordinator/store/sqlite.ts";
import { openStore } from "../../coordinator/store/store.ts";
import type { Schema } from "../../coordinator/store/schema.ts";
import { issueCertificate } from "../../runtime/certificates.ts";
import { remove } from "../release/shell.ts";
import type { HostIdentity } from "./light-hosts.ts";
import { shoal } from "./programs.ts";

export const APP = "web";
export const ENVIRONMENT = "production";
const DATACENTERS = 4;

export interface MadeFleet {
  /** `shoal.yaml` is in it, and coordinator/. */
  readonly directory: string;
  readonly hosts: readonly HostIdentity[];
  readonly caPem: string;
  readonly port: number;
  readonly metricsPort: number;
}

export interface MakeFleet {
  readonly cache: string;
  /** Of the copy. */
  readonly directory: string;
  readonly count: number;
}

/** Certificates of a fleet last for a year and more; so long is less. */
const KEPT_MS = 30 * 24 * 3_600_000;
/** Rows of one statement. */
const ROWS = 1_000;

export async function makeFleet({ cache, directory, count }: MakeFleet): Promise<MadeFleet> {
  const kept = join(cache, `fleet-${count}`);
  if (existsSync(kept) && Date.now() - statSync(kept).mtimeMs > KEPT_MS) await remove(kept);
  if (!existsSync(kept)) await makeKept(kept, count);
  cpSync(kept, directory, { recursive: true });
  const [port, metricsPort] = [await freePort(), await freePort()];
  edit(join(directory, "shoal.yaml"), (yaml) => (yaml["coordinator"] = `127.0.0.1:${port}`));
  edit(join(directory, "coordinator", "coordinator.yaml"), (yaml) => {
    const loopback = "127.0.0.1:0";
    yaml["listen"] = { control: `127.0.0.1:${port}`, swarm: loopback, tracker: loopback, metrics: `127.0.0.1:${metricsPort}` };
    yaml["environments"] = { [ENVIRONMENT]: { policy: "all.policy.yaml" } };
  });
  writeFileSync(join(directory, "coordinator", "all.policy.yaml"), stringify(ALL_AT_ONCE));
  const hosts = JSON.parse(readFileSync(join(directory, "hosts.json"), "utf8")) as readonly HostIdentity[];
  await register(join(directory, "coordinator", "data"), hosts);
  return { directory, hosts, port, metricsPort, caPem: readFileSync(join(directory, "ca", "ca.crt"), "utf8") };
}

/** One wave, no bake, and a budget that lets all be switched at the same time. */
const ALL_AT_ONCE = {
  use: "one",
  prepare: { parallel: null, timeout: "10m" },
  activate: { parallel: null, timeout: "5m" },
  budget: { wave: null, datacenter: null, rollout: "100%" },
  onFailure: "pause",
};

async function makeKept(kept: string, count: number): Promise<void> {
  const making = `${kept}.${process.pid}`;
  await shoal(null, ["init", making, "--app", APP, "--operator", "alice", "--address", "127.0.0.1:7400", "--preset", "loopback"]);
  const ca = {
    certificatePem: readFileSync(join(making, "ca", "ca.crt"), "utf8"),
    keyPem: readFileSync(join(making, "ca", "ca.key"), "utf8"),
  };
  const hosts: HostIdentity[] = [];
  for (let at = 0; at < count; at += 1) {
    const host = `host${String(at).padStart(5, "0")}`;
    hosts.push({ host, ...(await issueCertificate({ ca, role: "agent", name: host, addresses: ["127.0.0.1"], days: 365 })) });
  }
  writeFileSync(join(making, "hosts.json"), JSON.stringify(hosts), { mode: 0o600 });
  renameSync(making, kept);
}

/** As rows: ten thousand times `shoal host add` is not what is measured. */
async function register(dataDir: string, hosts: readonly HostIdentity[]): Promise<void> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const path = join(dataDir, "coordinator.db");
  await (await openStore({ path })).close();
  const db = openSqlite<Schema>(path);
  for (let at = 0; at < hosts.length; at += ROWS) {
    const some = hosts.slice(at, at + ROWS);
    const about = { environment: ENVIRONMENT, principal: "operator:alice", registered_unix_ms: Date.now() };
    const rows = some.map(({ host }, offset) => {
      const labels = JSON.stringify({ dc: `dc${(at + offset) % DATACENTERS}` });
      return { host, labels, passkey: randomBytes(16).toString("hex"), ...about };
    });
    await db.insertInto("hosts").values(rows).execute();
    await db
      .insertInto("host_apps")
      .values(some.map(({ host }) => ({ host, app: APP })))
      .execute();
  }
  await db.destroy();
}

function edit(file: string, change: (yaml: Record<string, unknown>) => void): void {
  const yaml = parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  change(yaml);
  writeFileSync(file, stringify(yaml), { mode: 0o600 });
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}
