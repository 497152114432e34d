/** What a release's own shoal.yaml has hosts check and run around the switch, as each would: filled in with its labels. */
import { readFile } from "node:fs/promises";
import type * as wire from "../../proto/operator-types.ts";
import { type AppConfig, findAppConfig, parseAppConfig } from "../../release/app-config.ts";
import type { Check, Hook, HookAction, Probe } from "../../release/app-steps.ts";
import { fillTemplate, sampleOf, type TemplateValues } from "../../release/template.ts";
import { textOf, toFailure } from "../../runtime/errors.ts";
import type { Digest } from "../../runtime/ids.ts";
import type { OperatorDeps } from "./deps.ts";

/** In the order in which a host does them (PROTOCOL.md §4.6). A release without a shoal.yaml has none; one whose files are on another coordinator says so. */
export async function commandsOf(
  deps: OperatorDeps,
  tree: Digest,
  hosts: readonly TemplateValues[],
): Promise<readonly wire.PlannedCommand[]> {
  const config = await readConfig(deps, tree).catch((error: unknown) => textOf(error));
  if (config === null) return [];
  if (typeof config === "string")
    return [{ ...NOTHING, problem: `its shoal.yaml can't be read here: ${config}`, hosts: hosts.map(({ host }) => host) }];
  return stepsOf(config).flatMap((step) => perHost(step, hosts));
}

const NOTHING = { phase: "", kind: "", name: "", what: "", problem: "" };

async function readConfig({ bundleFiles, files }: OperatorDeps, tree: Digest): Promise<AppConfig | null> {
  const found = findAppConfig(await readFile(bundleFiles.listingPath(tree)));
  return found === null ? null : parseAppConfig(await readFile(files.pathOf(found.digest)));
}

interface Step {
  readonly phase: string;
  readonly kind: "check" | "hook";
  readonly name: string;
  /** A template. */
  readonly what: string;
}

function stepsOf({ checks, hooks }: AppConfig): readonly Step[] {
  const check = (phase: string, { name, probe }: Check): Step => ({ phase, kind: "check", name, what: ofProbe(probe) });
  const hook = (phase: string, { name, action }: Hook): Step => ({ phase, kind: "hook", name, what: ofAction(action) });
  return [
    ...checks.filter(({ when }) => when === "before").map((one) => check("before", one)),
    ...hooks.depool.map((one) => hook("depool", one)),
    ...hooks.restart.map((one) => hook("restart", one)),
    ...checks.filter(({ when }) => when === "after").map((one) => check("after", one)),
    ...hooks.repool.map((one) => hook("repool", one)),
    ...checks.filter(({ bake }) => bake).map((one) => check("bake", one)),
  ];
}

function ofProbe(probe: Probe): string {
  switch (probe.kind) {
    case "tcp":
      return `tcp ${probe.host}:${probe.port}`;
    case "http":
      return `http ${probe.request.method} ${probe.url}, status ${probe.expect.status.join(" or ")}`;
    case "command":
      return argv(probe.argv);
    case "log":
      return `log ${probe.file}: /${probe.pattern}/`;
    case "openapi":
      return `openapi ${probe.file}: ${probe.methods.join(", ")} ${probe.url}`;
  }
}

function ofAction(action: HookAction): string {
  switch (action.kind) {
    case "command":
      return argv(action.argv);
    case "systemd":
      return `systemctl ${action.verb} ${action.unit}`;
    case "signal":
      return `${action.signal} to the pid in ${action.pidFile}`;
  }
}

/** As one would type it; nothing of it ever sees a shell. What a template puts in has no blank and no quote. */
function argv(words: readonly string[]): string {
  return words.map((word) => (/^[\w@%+=:,./-]+$/.test(sampleOf(word)) ? word : JSON.stringify(word))).join(" ");
}

/** Hosts for which it comes out alike are one entry. */
function perHost(step: Step, hosts: readonly TemplateValues[]): readonly wire.PlannedCommand[] {
  const filled = new Map<string, { readonly what: string; readonly problem: string; readonly hosts: string[] }>();
  for (const values of hosts) {
    const text = fill(step.what, values);
    const known = filled.get(JSON.stringify(text));
    if (known === undefined) filled.set(JSON.stringify(text), { ...text, hosts: [values.host] });
    else known.hosts.push(values.host);
  }
  const name = (host: string | undefined): string =>
    fill(
      step.name,
      hosts.find((one) => one.host === host),
    ).what;
  return [...filled.values()].map((one) => ({ ...step, ...one, name: name(one.hosts[0]) }));
}

function fill(template: string, values: TemplateValues | undefined): { readonly what: string; readonly problem: string } {
  if (values === undefined) return { what: template, problem: "" };
  try {
    return { what: fillTemplate(template, values), problem: "" };
  } catch (error) {
    return { what: template, problem: toFailure(error).message };
  }
}
