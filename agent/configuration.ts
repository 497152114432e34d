/**
 * The agent's configuration: YAML of the shape that agent.example.yaml documents, checked before anything is started or written. What a
 * host trusts stands here and nowhere else: its apps, their keys, where they may write.
 */
import { dirname, isAbsolute, relative, resolve } from "node:path";
import { z } from "zod";
import type { LinkMode } from "../release/commit-record.ts";
import { decodePublicKey } from "../release/signature.ts";
import type { Pins, PublicKey } from "../release/signature.ts";
import { loadConfig } from "../runtime/config.ts";
import { addressValue, sizeValue } from "../runtime/config-values.ts";
import { ShoalError } from "../runtime/errors.ts";
import type { Identity } from "../runtime/identity.ts";
import { parseAppName, parseEnvironmentName, parseHostId } from "../runtime/ids.ts";
import type { AppName, EnvironmentName, HostId } from "../runtime/ids.ts";
import { LOG_LEVELS } from "../runtime/log.ts";
import { loadIdentity } from "../runtime/secret-files.ts";
import { limitsValue } from "../swarm/limits-value.ts";
import type { NetworkPreset, SwarmLimits } from "../swarm/swarm.ts";
import { APPS_MAX, KEEP_REVISIONS_MAX, PINNED_KEYS_MAX, UNITS_MAX } from "./shell-limits.ts";

export interface AgentConfiguration {
  /** From the certificate. */
  readonly host: HostId;
  readonly identity: Identity;
  /** `host:port` */
  readonly coordinators: readonly string[];
  readonly stateDir: string;
  readonly swarm: SwarmConfiguration;
  readonly apps: readonly AppConfiguration[];
  readonly log: { readonly level: (typeof LOG_LEVELS)[number]; readonly file: string | null };
}

export interface SwarmConfiguration {
  readonly listen: { readonly host: string; readonly port: number };
  /** Null: the address that the coordinator is reached from. */
  readonly advertiseHost: string | null;
  readonly preset: NetworkPreset;
  readonly memoryLimitMib: number;
  readonly limits: SwarmLimits;
}

export interface AppConfiguration {
  readonly app: AppName;
  readonly root: string;
  readonly environment: EnvironmentName;
  readonly pins: Pins;
  readonly keepRevisions: number;
  readonly linkMode: LinkMode | "auto";
  readonly allowedSymlinkPrefixes: readonly string[];
  /** Whom programs of a release run as. Null: the agent's own user, but where that is root nobody. */
  readonly user: string | null;
  /** Units that hooks of a release may restart or reload. */
  readonly units: readonly string[];
}

/** Reads the file and the identity it names. Errors: E_CONFIG. */
export async function loadConfiguration(file: string): Promise<AgentConfiguration> {
  const raw = await loadConfig({ file, schema: CONFIGURATION });
  const at = (path: string): string => resolve(dirname(file), path);
  const stateDir = at(raw.stateDir);
  const apps = Object.entries(raw.apps).map(([app, { pinnedKeys, threshold, root, ...rest }]): AppConfiguration => {
    return { app: app as AppName, root: at(root), pins: { keys: pinnedKeys, threshold }, ...rest };
  });
  checkPlaces(file, { stateDir, apps });
  const { ca, certificate, key } = raw.identity;
  const { self, ...identity } = await loadIdentity({ caFile: at(ca), certificateFile: at(certificate), keyFile: at(key), role: "agent" });
  const { listen, advertise, preset, memoryLimit, limits } = raw.swarm;
  return {
    host: parseHostId(self.name),
    identity,
    coordinators: raw.coordinators.map(({ host, port }) => (host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`)),
    stateDir,
    swarm: { listen, advertiseHost: advertise, preset, memoryLimitMib: Math.floor(memoryLimit / 2 ** 20), limits },
    apps,
    log: { level: raw.log.level, file: raw.log.file === null ? null : at(raw.log.file) },
  };
}

/** As configured and not as linked: roots.ts asks the disk. Throws E_CONFIG for places that lie in one another (C06). */
function checkPlaces(file: string, { stateDir, apps }: Pick<AgentConfiguration, "stateDir" | "apps">): void {
  const places = [{ what: "stateDir", path: stateDir }, ...apps.map(({ app, root }) => ({ what: `the root of app ${app}`, path: root }))];
  for (const [index, one] of places.entries()) {
    const other = places.slice(index + 1).find(({ path }) => contains(path, one.path) || contains(one.path, path));
    if (other === undefined) continue;
    const why = one.path === other.path ? `are both ${one.path}` : `lie in one another: ${one.path} and ${other.path}`;
    throw new ShoalError("E_CONFIG", `${file}: ${one.what} and ${other.what} ${why}`, { hint: "give each a directory of its own" });
  }
}

function contains(directory: string, path: string): boolean {
  const way = relative(directory, path);
  return way === "" || (way !== ".." && !way.startsWith("../"));
}

/** Runs a parser of the domain as a zod check: its ShoalError becomes the problem. The text itself is not repeated: it may be a key. */
function parsedBy<T>(parse: (text: string) => T) {
  return z.string().transform((text, context): T => {
    try {
      return parse(text);
    } catch (error) {
      context.issues.push({ code: "custom", message: (error as Error).message, input: "(not shown)" });
      return z.NEVER;
    }
  });
}

/** As keys of a record they would be told as invalid without a reason. */
function checkNames(apps: object, context: z.core.$RefinementCtx): void {
  for (const name of Object.keys(apps)) {
    try {
      parseAppName(name);
    } catch (error) {
      context.issues.push({ code: "custom", message: (error as Error).message, input: name, path: [name] });
    }
  }
}

const path = z.string().min(1, "a path is not empty");
const absolutePath = path.refine((text) => isAbsolute(text), "is not an absolute path");

const publicKey = parsedBy((text): PublicKey => {
  if (/PRIVATE KEY/.test(text)) throw new ShoalError("E_CONFIG", "this is a private key; it must be replaced, and its public key pinned");
  return decodePublicKey(text);
});

const app = z
  .strictObject({
    root: path,
    environment: parsedBy(parseEnvironmentName),
    pinnedKeys: z.array(publicKey).min(1, "at least one key must be pinned").max(PINNED_KEYS_MAX),
    threshold: z.int("threshold is a whole number of keys").min(1, "threshold is at least 1").default(1),
    keepRevisions: z.int("a whole number of revisions").min(0).max(KEEP_REVISIONS_MAX).default(3),
    linkMode: z.enum(["auto", "hardlink", "reflink", "copy"]).default("auto"),
    allowedSymlinkPrefixes: z.array(absolutePath).default([]),
    user: z
      .string()
      .regex(/^[A-Za-z_][A-Za-z0-9_.-]{0,63}\$?$/, "the name of a user")
      .nullable()
      .default(null),
    units: z
      .array(z.string().regex(/^[A-Za-z0-9@:._\\-]{1,256}\.[a-z]+$/, "the name of a unit, like web.service"))
      .max(UNITS_MAX)
      .default([]),
  })
  .refine(
    ({ threshold, pinnedKeys }) => threshold <= new Set(pinnedKeys.map(({ id }) => id)).size,
    "threshold is more than the distinct keys that are pinned",
  );

const swarm = z.strictObject({
  listen: addressValue({ anyPort: true }),
  advertise: z
    .string()
    .regex(/^[A-Za-z0-9:]([A-Za-z0-9.:-]{0,251}[A-Za-z0-9])?$/, "a host name or an IP address, without a port")
    .nullable()
    .default(null),
  preset: z.enum(["lan", "wan", "loopback"]).default("lan"),
  memoryLimit: sizeValue({ min: "160MiB", max: "16GiB" }).default(256 * 2 ** 20),
  limits: limitsValue().prefault({}),
});

const log = z.strictObject({ level: z.enum(LOG_LEVELS).default("info"), file: path.nullable().default(null) });

const CONFIGURATION = z.strictObject({
  identity: z.strictObject({ ca: path, certificate: path, key: path }),
  coordinators: z.array(addressValue()).min(1, "at least one address"),
  stateDir: path,
  swarm,
  apps: z
    .record(z.string(), app)
    .superRefine(checkNames)
    .refine((apps) => Object.keys(apps).length > 0, "at least one app")
    .refine((apps) => Object.keys(apps).length <= APPS_MAX, `at most ${APPS_MAX} apps on one host`),
  log: log.prefault({}),
});
