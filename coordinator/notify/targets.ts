/** Whom to tell: `notify` of coordinator.yaml. Addresses and keys may be secret; they come from files or the environment, and no message names them. */
import { z } from "zod";
import { ShoalError } from "../../runtime/errors.ts";
import { type AppName, type EnvironmentName, parseAppName, parseEnvironmentName } from "../../runtime/ids.ts";
import { readSecretFile } from "../../runtime/secret-files.ts";
import { SECRET_BYTES_MAX, SECRET_BYTES_MIN, TARGETS_MAX } from "./limits.ts";
import type { Message } from "./message.ts";
import { NOTICE_KINDS, type NoticeKind, SEVERITIES, type Severity } from "./notices.ts";

export interface Target {
  readonly name: string;
  readonly format: "json" | "slack";
  readonly filter: Filter;
  /** Of its address: what may be shown. */
  readonly host: string;
  readonly isSigned: boolean;
  /** A function, so that whoever prints a target prints no secret. */
  readonly endpoint: () => Endpoint;
}

export interface Endpoint {
  readonly url: string;
  /** Null: what is sent is not signed. */
  readonly secret: Uint8Array | null;
}

/** Null: all. */
export interface Filter {
  readonly environments: readonly EnvironmentName[] | null;
  readonly apps: readonly AppName[] | null;
  readonly kinds: readonly NoticeKind[] | null;
  /** At least. */
  readonly severity: Severity;
}

export function isWanted(
  filter: Filter,
  { environment, app, kind, severity }: Pick<Message, "environment" | "app" | "kind" | "severity">,
): boolean {
  const has = (list: readonly string[] | null, one: string): boolean => list === null || list.includes(one);
  const isGrave = SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(filter.severity);
  return isGrave && has(filter.environments, environment) && has(filter.apps, app) && has(filter.kinds, kind);
}

/** `notify` of coordinator.example.yaml. */
export function notifyValue() {
  return z
    .record(z.string().regex(TARGET_NAME, "is not a name: letters, digits and -"), target)
    .default({})
    .refine((targets) => Object.keys(targets).length <= TARGETS_MAX, `more than ${TARGETS_MAX} targets`);
}

const TARGET_NAME = /^[a-z]([a-z0-9-]{0,62}[a-z0-9])?$/;

/** Where addresses and keys are. */
export interface Places {
  /** Makes a path absolute. */
  readonly at: (path: string) => string;
  readonly env: NodeJS.ProcessEnv;
}

/** With what their files and the environment's variables hold. Errors: E_CONFIG. */
export async function loadTargets(raw: RawTargets, places: Places): Promise<readonly Target[]> {
  return Promise.all(Object.entries(raw).map(([name, given]) => loadTarget(name, given, places)));
}

export type RawTargets = z.output<ReturnType<typeof notifyValue>>;
type RawTarget = RawTargets[string];

const path = z.string().min(1, "a path is not empty");
const list = <Item>(item: z.ZodType<Item>) =>
  z.array(item).min(1, "an empty list is nobody: leave it out").max(1_000).nullable().default(null);

const target = z.strictObject({
  format: z.enum(["json", "slack"]),
  url: z.string().refine(isUrl, "is not an http or https URL without a name and a password").nullable().default(null),
  urlFile: path.nullable().default(null),
  secretFile: path.nullable().default(null),
  environments: list(nameOf(parseEnvironmentName, "an environment name")),
  apps: list(nameOf(parseAppName, "an app name")),
  kinds: list(z.enum(NOTICE_KINDS)),
  severity: z.enum(SEVERITIES).default("info"),
});

function nameOf<Name extends string>(parse: (text: string) => Name, what: string): z.ZodType<Name> {
  const isName = (text: string): boolean => {
    try {
      return parse(text) === text;
    } catch {
      return false;
    }
  };
  return z.string().refine(isName, `is not ${what}`) as unknown as z.ZodType<Name>;
}

async function loadTarget(name: string, given: RawTarget, places: Places): Promise<Target> {
  const { format, environments, apps, kinds, severity } = given;
  const address = await addressOf(name, given, places);
  const secret = await secretOf(name, given, places);
  if (format === "json" && secret === null) {
    const hint = "make one: (umask 077; openssl rand -base64 32 | sed s/^/whsec_/ > FILE), and give it to the receiver";
    throw wrong(name, `has no secret to sign with: secretFile or the environment's ${variableOf(name)}_SECRET`, hint);
  }
  const filter = { environments, apps, kinds, severity };
  return { name, format, filter, host: new URL(address).host, isSigned: secret !== null, endpoint: () => ({ url: address, secret }) };
}

async function addressOf(name: string, { url, urlFile }: RawTarget, { at, env }: Places): Promise<string> {
  if (url !== null && urlFile !== null) throw wrong(name, "has both url and urlFile");
  const variable = `${variableOf(name)}_URL`;
  const address = (url ?? (urlFile === null ? env[variable] : await readSecretFile(at(urlFile))))?.trim();
  if (address === undefined) throw wrong(name, `has no address: url, urlFile or the environment's ${variable}`);
  // Its text may be secret: not told.
  if (!isUrl(address)) throw wrong(name, "has an address that is no http or https URL without a name and a password");
  return address;
}

/** `whsec_` and base64, as https://www.standardwebhooks.com has it. */
async function secretOf(name: string, { secretFile }: RawTarget, { at, env }: Places): Promise<Uint8Array | null> {
  const text = secretFile === null ? env[`${variableOf(name)}_SECRET`] : await readSecretFile(at(secretFile));
  if (text === undefined) return null;
  const [, base64] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text.trim()) ?? [];
  if (base64 === undefined) throw wrong(name, "has a secret that is not whsec_ and base64");
  const bytes = Buffer.from(base64, "base64");
  if (bytes.length >= SECRET_BYTES_MIN && bytes.length <= SECRET_BYTES_MAX) return bytes;
  throw wrong(name, `has a secret of ${bytes.length} bytes; ${SECRET_BYTES_MIN} to ${SECRET_BYTES_MAX} are allowed`);
}

function variableOf(name: string): string {
  return `SHOAL_NOTIFY_${name.toUpperCase().replaceAll("-", "_")}`;
}

function isUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.hostname !== "" && url.username === "" && url.password === "";
}

function wrong(name: string, problem: string, hint?: string): ShoalError {
  return new ShoalError("E_CONFIG", `notify.${name} ${problem}`, { hint });
}
