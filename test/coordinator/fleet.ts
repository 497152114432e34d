/** A fleet's CA and identities, made once for a test file, and the files of a coordinator's own folder. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { encodePublicKey, generateSigningKey, type SigningKey } from "../../release/signature.ts";
import { createFleetCa, issueCertificate } from "../../runtime/certificates.ts";
import type { Identity, KeyPair, Role } from "../../runtime/identity.ts";

export interface Fleet {
  readonly ca: KeyPair;
  readonly signingKey: SigningKey;
  identity(role: Role, name: string): Promise<Identity>;
}

export async function createFleet(): Promise<Fleet> {
  const ca = await createFleetCa({ name: "test fleet", days: 2 });
  return {
    ca,
    signingKey: generateSigningKey(),
    async identity(role, name) {
      const addresses = ["127.0.0.1", "localhost"];
      return { caPem: ca.certificatePem, ...(await issueCertificate({ ca, role, name, addresses, days: 1 })) };
    },
  };
}

/** The documented example with this fleet's files, loopback and free ports; `change` edits it. Returns the configuration's path. */
export async function writeConfiguration(
  folder: string,
  fleet: Fleet,
  change: (configuration: Example) => void = () => undefined,
  name = "main",
): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const { caPem, certificatePem, keyPem } = await fleet.identity("coordinator", name);
  writeFileSync(join(folder, "ca.crt"), caPem);
  writeFileSync(join(folder, "coordinator.crt"), certificatePem);
  writeFileSync(join(folder, "coordinator.key"), keyPem, { mode: 0o600 });
  const configuration = exampleConfiguration();
  const loopback = "127.0.0.1:0";
  configuration.listen = { control: loopback, swarm: loopback, tracker: loopback };
  configuration.advertiseHost = "127.0.0.1";
  configuration.swarm.preset = "loopback";
  // By the number of hosts: few here, without bakes.
  delete configuration["environments"];
  for (const app of Object.values(configuration.apps)) app.keys = [encodePublicKey(fleet.signingKey.publicKey)];
  change(configuration);
  const file = join(folder, "coordinator.yaml");
  writeFileSync(file, stringify(configuration, { aliasDuplicateObjects: false }));
  return file;
}

export const EXAMPLE_FILE = new URL("../../coordinator/coordinator.example.yaml", import.meta.url).pathname;

export interface Example {
  dataDir: string;
  listen: { control: string; swarm: string; tracker: string };
  advertiseHost: string;
  apps: Record<string, { threshold: number; keys: string[] }>;
  swarm: { preset: string };
  rollout: Record<string, string>;
  heartbeat: string;
  [key: string]: unknown;
}

export function exampleConfiguration(): Example {
  return parse(readFileSync(EXAMPLE_FILE, "utf8")) as Example;
}
