/**
 * `shoal.yaml`: where the coordinator is, who the operator is, and for those who make releases or add hosts their keys. The documented
 * example is shoal.example.yaml; paths in it are relative to the file itself.
 */
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { z } from "zod";
import { loadConfig } from "../../runtime/config.ts";
import { addressValue } from "../../runtime/config-values.ts";
import { ShoalError, toFailure } from "../../runtime/errors.ts";
import { type AppName, parseAppName } from "../../runtime/ids.ts";

export interface CliConfig {
  /** The file it came from. */
  readonly file: string;
  /** `host:port`; of several on one database the first. */
  readonly coordinator: string;
  /** All of them, in the order in which they are tried. */
  readonly coordinators: readonly string[];
  readonly identity: { readonly caFile: string; readonly certificateFile: string; readonly keyFile: string };
  /** The fleet CA's key: only where hosts are added. */
  readonly caKeyFile: string | null;
  readonly apps: ReadonlyMap<AppName, CliApp>;
}

export interface CliApp {
  /** Ed25519 private keys (PEM files) that sign this app's releases. */
  readonly signingKeys: readonly string[];
  /** What agents pin: `threshold` distinct ones of these public keys must have signed. */
  readonly pins: { readonly threshold: number; readonly keys: readonly string[] };
}

export interface FindConfigOptions {
  /** Of `--config`. */
  readonly path: string | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/** The first of `--config`, $SHOAL_CONFIG, ./shoal.yaml (unless it is that of a tree, which tells its `version`), ~/.config/shoal/shoal.yaml. Errors: E_CONFIG. */
export async function findConfig({ path, env, cwd }: FindConfigOptions): Promise<CliConfig> {
  const named = path ?? env["SHOAL_CONFIG"];
  if (named !== undefined && named !== "") return readConfig(resolve(cwd, named));
  const candidates = [join(cwd, "shoal.yaml"), join(env["XDG_CONFIG_HOME"] ?? join(homedir(), ".config"), "shoal", "shoal.yaml")];
  for (const candidate of candidates) {
    if (existsSync(candidate) && !isOfTree(candidate)) return readConfig(candidate);
  }
  throw new ShoalError("E_CONFIG", `no configuration: none of ${candidates.join(", ")} is there`, {
    hint: "make a fleet with shoal init DIR, then use --config DIR/shoal.yaml or set SHOAL_CONFIG",
  });
}

/** A tree that is released from has its own shoal.yaml at its root (release/app-config.ts). */
function isOfTree(file: string): boolean {
  return /^version\s*:/m.test(readFileSync(file, "utf8"));
}

/** Errors: E_CONFIG naming file, line and key. */
export async function readConfig(file: string): Promise<CliConfig> {
  const { coordinator, otherCoordinators, identity, caKey, apps } = await loadConfig({ file, schema: CONFIG });
  const at = (path: string): string => resolve(dirname(file), path);
  return {
    file,
    coordinator: formatAddress(coordinator),
    coordinators: [coordinator, ...otherCoordinators].map(formatAddress),
    identity: { caFile: at(identity.ca), certificateFile: at(identity.certificate), keyFile: at(identity.key) },
    caKeyFile: caKey === undefined ? null : at(caKey),
    apps: new Map(
      Object.entries(apps).map(([name, { signingKeys, pins }]) => [appName(file, name), { signingKeys: signingKeys.map(at), pins }]),
    ),
  };
}

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** `host:port`, `[v6]:port`. Errors: E_USAGE. */
export function parseAddress(text: string, what: string): Address {
  const parsed = addressValue().safeParse(text);
  if (!parsed.success) throw new ShoalError("E_USAGE", `${what}: ${parsed.error.issues[0]?.message ?? "not an address"}`);
  return parsed.data;
}

export function formatAddress({ host, port }: Address): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

function appName(file: string, name: string): AppName {
  try {
    return parseAppName(name);
  } catch (error) {
    throw new ShoalError("E_CONFIG", `${file}: apps.${name}: ${toFailure(error).message}`, { cause: error });
  }
}

const KEYS_MAX = 32;
const COORDINATORS_MAX = 16;
const path = z.string().min(1).max(4096);

const CONFIG = z.strictObject({
  coordinator: addressValue(),
  otherCoordinators: z.array(addressValue()).max(COORDINATORS_MAX).default([]),
  identity: z.strictObject({ ca: path, certificate: path, key: path }),
  caKey: path.optional(),
  apps: z
    .record(
      z.string(),
      z.strictObject({
        signingKeys: z.array(path).max(KEYS_MAX).default([]),
        pins: z.strictObject({ threshold: z.int().min(1).max(KEYS_MAX), keys: z.array(z.string()).min(1).max(KEYS_MAX) }),
      }),
    )
    .default({}),
});
