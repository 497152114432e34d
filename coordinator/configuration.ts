/**
 * The coordinator's configuration: YAML of the shape that coordinator.example.yaml documents, checked before anything is started. Half a
 * configuration, an unknown key, a value without its unit, a key that does not belong here: each is refused with a sentence (E_CONFIG).
 */
import { dirname, resolve } from "node:path";
import { z } from "zod";
import { DATACENTER_CHARS_MAX } from "../proto/limits.ts";
import { decodePublicKey, type Pins, type PublicKey } from "../release/signature.ts";
import { loadConfig } from "../runtime/config.ts";
import { addressValue, durationValue, sizeValue } from "../runtime/config-values.ts";
import { ShoalError } from "../runtime/errors.ts";
import { type AppName, type EnvironmentName, parseAppName, parseEnvironmentName, parsePrincipal, type Principal } from "../runtime/ids.ts";
import { LOG_LEVELS } from "../runtime/log.ts";
import { loadIdentity, readSecretFile } from "../runtime/secret-files.ts";
import { MEMORY_LIMIT_MIN_MIB } from "../swarm/limits.ts";
import { limitsValue } from "../swarm/limits-value.ts";
import type { NetworkPreset, SwarmLimits } from "../swarm/swarm.ts";
import { KEEP_RELEASES, KEEP_RELEASES_MAX, PINNED_KEYS_MAX, ROLES_MAX } from "./limits.ts";
import { loadTargets, notifyValue, type Target } from "./notify/targets.ts";
import { loadPolicy, namedPolicy, type Policies, type PolicyTimes } from "./policy-file.ts";
import type { PostgresOptions } from "./store/postgres.ts";
import { PLAIN_POLICY, type RolloutPolicy } from "./rollout/policy.ts";

export interface Address {
  readonly host: string;
  readonly port: number;
}

export type CoordinatorIdentity = Awaited<ReturnType<typeof loadIdentity>>;

export interface Configuration {
  readonly dataDir: string;
  /** Null: SQLite in `dataDir`. */
  readonly store: PostgresOptions | null;
  readonly identity: CoordinatorIdentity;
  /** `metrics` null: none are served. */
  readonly listen: { readonly control: Address; readonly swarm: Address; readonly tracker: Address; readonly metrics: Address | null };
  /** Where this machine is, as hosts' label `dc` says it; empty: in none. */
  readonly datacenter: string;
  readonly advertiseHost: string;
  readonly pins: ReadonlyMap<AppName, Pins>;
  readonly policies: Policies;
  /** Which roles operators have, for approvals. */
  readonly roles: ReadonlyMap<Principal, readonly string[]>;
  /** Who is told of rollouts. */
  readonly notify: readonly Target[];
  readonly heartbeatMs: number;
  /** Newest releases of an app that stay although nothing runs them. */
  readonly keepReleases: number;
  readonly swarm: { readonly preset: NetworkPreset; readonly memoryLimitMib: number; readonly limits: SwarmLimits };
  readonly log: { readonly level: (typeof LOG_LEVELS)[number]; readonly file: string | null };
}

/** Reads the file and everything it names. Errors: E_CONFIG. */
export async function loadConfiguration(file: string): Promise<Configuration> {
  const raw = await loadConfig({ file, schema: CONFIGURATION });
  const at = (path: string): string => resolve(dirname(file), path);
  const { ca, certificate, key } = raw.identity;
  const identity = await loadIdentity({ caFile: at(ca), certificateFile: at(certificate), keyFile: at(key), role: "coordinator" });
  refusePrivateKey(at(ca), identity.caPem);
  refusePrivateKey(at(certificate), identity.certificatePem);
  return {
    dataDir: at(raw.dataDir),
    store: raw.store === null ? null : { url: raw.store, password: await storePassword(raw, at) },
    identity,
    listen: raw.listen,
    datacenter: raw.datacenter,
    advertiseHost: raw.advertiseHost,
    pins: new Map(Object.entries(raw.apps).map(([app, pins]) => [app as AppName, pins])),
    policies: await loadPolicies(raw, at),
    roles: new Map(Object.entries(raw.operators).map(([name, roles]) => [parsePrincipal(`operator:${name}`), roles])),
    notify: await loadTargets(raw.notify, { at, env: process.env }),
    heartbeatMs: raw.heartbeat,
    keepReleases: raw.keepReleases,
    swarm: { preset: raw.swarm.preset, memoryLimitMib: Math.floor(raw.swarm.memoryLimit / 2 ** 20), limits: raw.swarm.limits },
    log: { level: raw.log.level, file: raw.log.file === null ? null : at(raw.log.file) },
  };
}

/** From its file; else from the environment; else the server asks for none. Errors: E_CONFIG. */
async function storePassword({ storePasswordFile }: z.output<typeof CONFIGURATION>, at: (path: string) => string): Promise<string | null> {
  if (storePasswordFile === null) return process.env[STORE_PASSWORD_VARIABLE] ?? null;
  return (await readSecretFile(at(storePasswordFile))).replace(/\r?\n$/, "");
}

const STORE_PASSWORD_VARIABLE = "SHOAL_STORE_PASSWORD";

/** Each environment's: a named one, or a file. */
async function loadPolicies({ rollout, environments }: z.output<typeof CONFIGURATION>, at: (path: string) => string): Promise<Policies> {
  const times: PolicyTimes = {
    prepareTimeoutMs: rollout.prepareTimeout,
    activateTimeoutMs: rollout.activateTimeout,
    leaseMs: rollout.lease,
    leaseMarginMs: rollout.leaseMargin,
    maxRetries: PLAIN_POLICY.maxRetries,
  };
  const policies = new Map<EnvironmentName, RolloutPolicy>();
  for (const [environment, { policy }] of Object.entries(environments))
    policies.set(environment as EnvironmentName, namedPolicy(policy, times) ?? (await loadPolicy(at(policy), times)));
  return { times, environments: policies };
}

const LOOPBACK = /^(127(\.\d{1,3}){3}|::1|localhost)$/;

const path = z.string().min(1, "a path is not empty");

/** Runs a parser of the domain as a zod check: its ShoalError becomes the problem. */
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

const publicKey = parsedBy((text): PublicKey => {
  if (/PRIVATE KEY/.test(text))
    throw new ShoalError("E_CONFIG", "this is a private key; only public keys belong here, and this one must be replaced");
  return decodePublicKey(text);
});

const pins = z
  .strictObject({
    threshold: z.int("threshold is a whole number of keys").min(1, "threshold is at least 1"),
    keys: z.array(publicKey).min(1, "at least one key must be pinned").max(PINNED_KEYS_MAX),
  })
  .refine(
    ({ threshold, keys }) => threshold <= new Set(keys.map(({ id }) => id)).size,
    "threshold is more than the distinct keys that are pinned",
  );

const rollout = z.strictObject({
  prepareTimeout: durationValue({ min: "1s", max: "7d" }).default(PLAIN_POLICY.prepareTimeoutMs),
  activateTimeout: durationValue({ min: "1s", max: "7d" }).default(PLAIN_POLICY.activateTimeoutMs),
  lease: durationValue({ min: "1s", max: "10m" }).default(PLAIN_POLICY.leaseMs),
  leaseMargin: durationValue({ min: "1s", max: "10m" }).default(PLAIN_POLICY.leaseMarginMs),
});

const swarm = z.strictObject({
  preset: z.enum(["lan", "wan", "loopback"]).default("lan"),
  memoryLimit: sizeValue({ min: `${MEMORY_LIMIT_MIN_MIB}MiB`, max: "64GiB" }).default(512 * 2 ** 20),
  limits: limitsValue().prefault({}),
});

const log = z.strictObject({ level: z.enum(LOG_LEVELS).default("info"), file: path.nullable().default(null) });

const CONFIGURATION = z.strictObject({
  dataDir: path,
  store: z
    .string()
    .refine(isPostgresUrl, "is not of the form postgres://user@host:port/database")
    .refine(hasNoPassword, "holds a password: put it into a file and name that as storePasswordFile")
    .nullable()
    .default(null),
  storePasswordFile: path.nullable().default(null),
  identity: z.strictObject({ ca: path, certificate: path, key: path }),
  listen: z.strictObject({
    control: addressValue({ anyPort: true }),
    swarm: addressValue({ anyPort: true }),
    tracker: addressValue({ anyPort: true }),
    metrics: addressValue({ anyPort: true })
      .refine(({ host }) => LOOPBACK.test(host), "metrics have no authentication: an address of this machine only (127.0.0.1 or [::1])")
      .nullable()
      .default(null),
  }),
  datacenter: z.string().max(DATACENTER_CHARS_MAX).default(""),
  advertiseHost: z.string().regex(/^[A-Za-z0-9:]([A-Za-z0-9.:-]{0,251}[A-Za-z0-9])?$/, "a host name or an IP address"),
  apps: z.record(z.string(), pins).superRefine((apps, context) => {
    for (const app of Object.keys(apps))
      if (!isName(app, parseAppName)) context.addIssue({ code: "custom", path: [app], message: "is not an app name" });
  }),
  rollout: rollout.prefault({}),
  environments: z
    .record(z.string(), z.strictObject({ policy: path }))
    .default({})
    .superRefine((environments, context) => {
      for (const name of Object.keys(environments))
        if (!isName(name, parseEnvironmentName)) context.addIssue({ code: "custom", path: [name], message: "is not an environment name" });
    }),
  operators: z
    .record(
      z.string(),
      z.array(z.string().regex(/^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$/, "a role has small letters, digits and -")).max(ROLES_MAX),
    )
    .default({})
    .superRefine((operators, context) => {
      for (const name of Object.keys(operators))
        if (!isName(`operator:${name}`, parsePrincipal))
          context.addIssue({ code: "custom", path: [name], message: "is not an operator's name" });
    }),
  notify: notifyValue(),
  heartbeat: durationValue({ min: "100ms", max: "5m" }).default(10_000),
  // Two at least: a rollback goes one back.
  keepReleases: z.int("keepReleases is a whole number").min(2, "keepReleases is at least 2").max(KEEP_RELEASES_MAX).default(KEEP_RELEASES),
  swarm: swarm.prefault({}),
  log: log.prefault({}),
});

function isPostgresUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^postgres(ql)?:$/.test(url.protocol) && url.hostname !== "" && url.pathname.length > 1;
}

function hasNoPassword(text: string): boolean {
  const url = URL.parse(text);
  return url === null || (url.password === "" && !url.searchParams.has("password"));
}

function isName(text: string, parse: (text: string) => string): boolean {
  try {
    return parse(text) === text;
  } catch {
    return false;
  }
}

function refusePrivateKey(file: string, pem: string): void {
  if (!/PRIVATE KEY/.test(pem)) return;
  throw new ShoalError("E_CONFIG", `${file} holds a private key besides the certificate`, {
    hint: "remove it from this machine: a coordinator that holds the CA's key could make identities",
  });
}
