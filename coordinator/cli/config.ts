/**
 * `shoal.yaml`: where the coordinator is, who the operator is, and for those who make releases or add hosts their keys. The documented
 * example is shoal.example.yaml; paths in it are relative to the file itself.
 */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { ShoalError } from "../../runtime/errors.ts";
import { parseAppName } from "../../runtime/ids.ts";

export interface CliConfig {
  /** The file it came from. */
  readonly file: string;
  /** `host:port` */
  readonly coordinator: string;
  readonly identity: { readonly caFile: string; readonly certificateFile: string; readonly keyFile: string };
  /** The fleet CA's key: only where hosts are added. */
  readonly caKeyFile: string | null;
  readonly apps: Readonly<Record<string, CliApp>>;
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

/** The first of `--config`, $SHOAL_CONFIG, ./shoal.yaml, ~/.config/shoal/shoal.yaml. Errors: E_CONFIG. */
export async function findConfig({ path, env, cwd }: FindConfigOptions): Promise<CliConfig> {
  const named = path ?? env["SHOAL_CONFIG"];
  if (named !== undefined && named !== "") return readConfig(resolve(cwd, named));
  const candidates = [join(cwd, "shoal.yaml"), join(env["XDG_CONFIG_HOME"] ?? join(homedir(), ".config"), "shoal", "shoal.yaml")];
  for (const candidate of candidates) {
    if (existsSync(candidate)) return readConfig(candidate);
  }
  throw new ShoalError("E_CONFIG", `no configuration: none of ${candidates.join(", ")} is there`, {
    hint: "make a fleet with shoal init DIR, then use --config DIR/shoal.yaml or set SHOAL_CONFIG",
  });
}

/** Errors: E_CONFIG naming file, key and value. */
export async function readConfig(file: string): Promise<CliConfig> {
  const config = CONFIG.parse(parse(await readFile(file, "utf8")));
  const folder = dirname(file);
  const at = (path: string): string => resolve(folder, path);
  const { ca, certificate, key } = config.identity;
  return {
    file,
    coordinator: config.coordinator,
    identity: { caFile: at(ca), certificateFile: at(certificate), keyFile: at(key) },
    caKeyFile: config.caKey === undefined ? null : at(config.caKey),
    apps: Object.fromEntries(
      Object.entries(config.apps).map(([name, { signingKeys, pins }]) => [parseAppName(name), { signingKeys: signingKeys.map(at), pins }]),
    ),
  };
}

const path = z.string().min(1).max(4096);

const CONFIG = z.strictObject({
  coordinator: z.string().regex(/^(\[[0-9a-f:]+\]|[a-zA-Z0-9.-]+):[0-9]{1,5}$/, "must be host:port"),
  identity: z.strictObject({ ca: path, certificate: path, key: path }),
  caKey: path.optional(),
  apps: z
    .record(
      z.string(),
      z.strictObject({
        signingKeys: z.array(path).max(32).default([]),
        pins: z.strictObject({ threshold: z.int().min(1).max(32), keys: z.array(z.string()).min(1).max(32) }),
      }),
    )
    .default({}),
});
