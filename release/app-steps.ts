/**
 * Checks and hooks of a `shoal.yaml`: what they say, and what of it can be told to be wrong without a host. Documented key by key in
 * shoal.example.yaml; carried out by the agent.
 */
import { z } from "zod";
import { durationValue } from "../runtime/config-values.ts";
import {
  ARGUMENT_CHARS_MAX,
  ARGUMENTS_MAX,
  CHECK_RETRIES_MAX,
  CHECK_THRESHOLD_MAX,
  CHECKS_MAX,
  HEADERS_MAX,
  HOOKS_MAX,
  PATTERN_CHARS_MAX,
  STEP_NAME_CHARS_MAX,
} from "./limits.ts";
import { sampleOf, templateProblem } from "./template.ts";

interface CheckHead {
  readonly name: string;
  readonly when: "before" | "after";
  /** Made again and again while the host bakes. */
  readonly bake: boolean;
  /** Attempts that may fail before the check has. */
  readonly retries: number;
  readonly intervalMs: number;
  /** Of one attempt. */
  readonly timeoutMs: number;
  /** Attempts in a row that must hold. */
  readonly threshold: number;
}

export interface TcpProbe {
  readonly kind: "tcp";
  readonly host: string;
  readonly port: string;
}

export interface HttpProbe {
  readonly kind: "http";
  readonly url: string;
  readonly request: { readonly method: string; readonly headers: Readonly<Record<string, string>>; readonly body: string | null };
  /** Patterns of headers and body are regular expressions. */
  readonly expect: { readonly status: readonly number[]; readonly headers: Readonly<Record<string, string>>; readonly body: string | null };
  readonly tls: TlsOptions;
}

export interface TlsOptions {
  /** A PEM file of the tree; null: the machine's own. */
  readonly ca: string | null;
  /** Null: the URL's host. */
  readonly serverName: string | null;
  readonly verify: boolean;
}

export interface CommandProbe {
  readonly kind: "command";
  readonly argv: readonly string[];
  readonly exitCodes: readonly number[];
}

export interface LogProbe {
  readonly kind: "log";
  readonly file: string;
  readonly pattern: string;
  readonly atMost: number | null;
  readonly atLeast: number | null;
}

export interface OpenApiProbe {
  readonly kind: "openapi";
  /** In the tree; YAML or JSON. */
  readonly file: string;
  readonly url: string;
  readonly methods: readonly string[];
  readonly tls: TlsOptions;
}

export type Probe = TcpProbe | HttpProbe | CommandProbe | LogProbe | OpenApiProbe;
export type Check = CheckHead & { readonly probe: Probe };

export type HookAction =
  | { readonly kind: "command"; readonly argv: readonly string[] }
  | { readonly kind: "systemd"; readonly unit: string; readonly verb: "restart" | "reload" | "reload-or-restart" }
  | { readonly kind: "signal"; readonly signal: NodeJS.Signals; readonly pidFile: string };

export interface Hook {
  readonly name: string;
  readonly timeoutMs: number;
  readonly action: HookAction;
}

export interface Hooks {
  readonly depool: readonly Hook[];
  readonly restart: readonly Hook[];
  readonly repool: readonly Hook[];
}

const template = z.string().max(ARGUMENT_CHARS_MAX).superRefine(checkTemplate);
const pattern = z.string().min(1, "a pattern is not empty").max(PATTERN_CHARS_MAX).superRefine(checkPattern);
const argv = z.array(template).min(1, "a program and its arguments").max(ARGUMENTS_MAX);
const name = z
  .string()
  .regex(/^[A-Za-z0-9]([A-Za-z0-9 ._/-]*[A-Za-z0-9])?$/, "letters, digits, blanks and . _ / - between them")
  .max(STEP_NAME_CHARS_MAX);
const timeout = durationValue({ min: "100ms", max: "1h" });
/** Of the tree, as its listing names it. */
const treePath = z.string().regex(/^(?!\/)(?!.*(^|\/)\.{1,2}(\/|$))[^\0]{1,1024}$/, "a path within the tree, without . and ..");
const url = template.refine(isHttpUrl, "a URL of http: or https:, without a user");
const headers = z
  .record(z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, "the name of a header"), template.regex(/^[^\r\n\0]*$/, "one line"))
  .refine((all) => Object.keys(all).length <= HEADERS_MAX, `at most ${HEADERS_MAX} headers`);

const tls = z
  .strictObject({ ca: treePath.nullable().default(null), serverName: template.nullable().default(null), verify: z.boolean().default(true) })
  .prefault({});

const tcp = z
  .strictObject({ host: template.default("127.0.0.1"), port: z.union([z.int(), z.string()], { error: "a port, or a template of one" }) })
  .transform(({ host, port }, context): TcpProbe => {
    const text = String(port);
    const problem = templateProblem(text) ?? (isPort(sampleOf(text)) ? null : "is not within 1 … 65535");
    if (problem !== null) context.issues.push({ code: "custom", message: problem, input: port, path: ["port"] });
    return { kind: "tcp", host, port: text };
  });

const http = z
  .strictObject({
    url,
    request: z
      .strictObject({
        method: z.enum(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]).default("GET"),
        headers: headers.default({}),
        body: template.nullable().default(null),
      })
      .prefault({}),
    expect: z
      .strictObject({
        status: z.array(z.int("a status").min(100).max(599)).min(1, "at least one status").max(50).default([200]),
        headers: z.record(z.string(), pattern).default({}),
        body: pattern.nullable().default(null),
      })
      .prefault({}),
    tls,
  })
  .transform((probe): HttpProbe => ({ kind: "http", ...probe }));

const command = z
  .strictObject({ run: argv, exitCodes: z.array(z.int("an exit code").min(0).max(255)).min(1).max(32).default([0]) })
  .transform(({ run, exitCodes }): CommandProbe => ({ kind: "command", argv: run, exitCodes }));

const count = z.int("a whole number of lines").min(0).max(1_000_000).nullable().default(null);
const log = z
  .strictObject({ file: template.min(1, "a path is not empty"), pattern, atMost: count, atLeast: count })
  .refine(({ atMost, atLeast }) => atMost !== null || atLeast !== null, "atMost or atLeast says how many lines there may be")
  .transform((probe): LogProbe => ({ kind: "log", ...probe }));

const openapi = z
  .strictObject({
    file: treePath,
    url,
    methods: z
      .array(z.enum(["get", "head", "options", "post", "put", "patch", "delete"]))
      .min(1)
      .default(["get", "head"]),
    tls,
  })
  .transform((probe): OpenApiProbe => ({ kind: "openapi", ...probe }));

const check = z
  .strictObject({
    name,
    ...{ tcp: tcp.optional(), http: http.optional(), command: command.optional(), log: log.optional(), openapi: openapi.optional() },
    when: z.enum(["before", "after"]).default("after"),
    bake: z.boolean().optional(),
    retries: z.int("a whole number of attempts").min(0).max(CHECK_RETRIES_MAX).default(5),
    interval: durationValue({ min: "100ms", max: "1h" }).default(2_000),
    timeout: timeout.default(5_000),
    threshold: z.int("a whole number of attempts").min(1).max(CHECK_THRESHOLD_MAX).default(1),
  })
  .transform((given, context): Check => {
    const { name: called, when, bake = when === "after", retries, interval, timeout: timeoutMs, threshold } = given;
    const probes = [given.tcp, given.http, given.command, given.log, given.openapi].filter((one) => one !== undefined);
    const [probe, another] = probes;
    if (bake && when === "before")
      context.issues.push({ code: "custom", message: "is for checks after the swap", input: bake, path: ["bake"] });
    if (probe !== undefined && another === undefined)
      return { name: called, when, bake, retries, intervalMs: interval, timeoutMs, threshold, probe };
    const message = `has ${probes.length} of tcp, http, command, log and openapi; a check is one of them`;
    context.issues.push({ code: "custom", message, input: given });
    return z.NEVER;
  });

export const CHECKS = z.array(check).max(CHECKS_MAX).superRefine(checkDistinct).default([]);

const hook = z
  .strictObject({
    name: name.optional(),
    command: argv.optional(),
    systemd: template.regex(/^[A-Za-z0-9@:._{} \\-]{1,256}$/, "the name of a unit").optional(),
    verb: z.enum(["restart", "reload", "reload-or-restart"]).optional(),
    signal: z.enum(["SIGHUP", "SIGINT", "SIGQUIT", "SIGTERM", "SIGUSR1", "SIGUSR2", "SIGWINCH"]).optional(),
    pidFile: template.min(1, "a path is not empty").optional(),
    timeout: timeout.default(60_000),
  })
  .transform((given, context): Hook => {
    const { command: run, systemd: unit, verb, signal, pidFile, timeout: timeoutMs } = given;
    const actions: HookAction[] = [];
    if (run !== undefined) actions.push({ kind: "command", argv: run });
    if (unit !== undefined) actions.push({ kind: "systemd", unit, verb: verb ?? "restart" });
    if (signal !== undefined && pidFile !== undefined) actions.push({ kind: "signal", signal, pidFile });
    const [action, another] = actions;
    const stray = (unit === undefined && verb !== undefined) || (signal === undefined) !== (pidFile === undefined);
    if (action !== undefined && another === undefined && !stray) return { name: given.name ?? calledAfter(action), timeoutMs, action };
    const message = "a hook is one of: command; systemd, with verb; signal with pidFile";
    context.issues.push({ code: "custom", message, input: given });
    return z.NEVER;
  });

const hooksOf = z.array(hook).max(HOOKS_MAX).default([]);

export const HOOKS = z.strictObject({ depool: hooksOf, restart: hooksOf, repool: hooksOf }).prefault({});

function calledAfter(action: HookAction): string {
  if (action.kind === "systemd") return `${action.verb} ${action.unit}`.slice(0, STEP_NAME_CHARS_MAX);
  if (action.kind === "signal") return action.signal;
  return (action.argv[0] ?? "").split("/").at(-1)?.slice(0, STEP_NAME_CHARS_MAX) ?? "";
}

function isHttpUrl(text: string): boolean {
  const sample = sampleOf(text);
  if (!URL.canParse(sample)) return false;
  const { protocol, username, password } = new URL(sample);
  return (protocol === "http:" || protocol === "https:") && username === "" && password === "";
}

function isPort(text: string): boolean {
  return /^[1-9][0-9]{0,4}$/.test(text) && Number(text) <= 65_535;
}

function checkTemplate(text: string, context: z.core.$RefinementCtx): void {
  const problem = text.includes("\0") ? "has a NUL in it" : templateProblem(text);
  if (problem !== null) context.issues.push({ code: "custom", message: problem, input: text });
}

function checkPattern(text: string, context: z.core.$RefinementCtx): void {
  try {
    "".search(new RegExp(text));
  } catch (error) {
    context.issues.push({ code: "custom", message: (error as Error).message, input: text });
  }
}

function checkDistinct(checks: readonly Check[], context: z.core.$RefinementCtx): void {
  for (const [index, { name: called }] of checks.entries()) {
    if (checks.findIndex((one) => one.name === called) === index) continue;
    context.issues.push({ code: "custom", message: `another check is named ${called} already`, input: called, path: [index, "name"] });
  }
}
