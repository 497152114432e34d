/** Checks and hooks as they are on this host: templates filled in, and what the host's own configuration does not allow refused. */
import type { Check, Hook, HookAction, Probe, TlsOptions } from "../../release/app-steps.ts";
import { fillTemplate } from "../../release/template.ts";
import type { TemplateValues } from "../../release/template.ts";
import type { ErrorCode } from "../../runtime/errors.ts";
import { ShoalError, toFailure } from "../../runtime/errors.ts";
import type { AppUser } from "./user.ts";

export interface HostFacts extends TemplateValues {
  /** Null: the host does not say who is to run programs. */
  readonly user: AppUser | null;
  /** Units that hooks of the app may restart or reload. */
  readonly units: readonly string[];
}

/** Errors: E_CHECK naming the check. */
export function fillCheck(check: Check, facts: HostFacts): Check {
  return named("E_CHECK", `check "${check.name}"`, () => {
    if ((check.probe.kind === "command" || check.probe.kind === "log") && facts.user === null) throw nobody(facts);
    return { ...check, probe: fillProbe(check.probe, (template) => fillTemplate(template, facts)) };
  });
}

/** Errors: E_HOOK naming the hook. */
export function fillHook(hook: Hook, facts: HostFacts): Hook {
  return named("E_HOOK", `hook "${hook.name}"`, () => {
    const fill = (template: string): string => fillTemplate(template, facts);
    const action = fillAction(hook.action, fill);
    if (action.kind !== "systemd" && facts.user === null) throw nobody(facts);
    if (action.kind === "systemd" && !facts.units.includes(action.unit)) throw notAllowed(action.unit, facts);
    return { ...hook, name: fill(hook.name), action };
  });
}

type Fill = (template: string) => string;

function fillProbe(probe: Probe, fill: Fill): Probe {
  switch (probe.kind) {
    case "tcp":
      return { ...probe, host: fill(probe.host), port: fill(probe.port) };
    case "http": {
      const { request } = probe;
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, fill(value)]));
      const body = request.body === null ? null : fill(request.body);
      return { ...probe, url: fill(probe.url), request: { ...request, headers, body }, tls: fillTls(probe.tls, fill) };
    }
    case "command":
      return { ...probe, argv: probe.argv.map(fill) };
    case "log":
      return { ...probe, file: fill(probe.file) };
    case "openapi":
      return { ...probe, url: fill(probe.url), tls: fillTls(probe.tls, fill) };
  }
}

function fillTls(tls: TlsOptions, fill: Fill): TlsOptions {
  return { ...tls, serverName: tls.serverName === null ? null : fill(tls.serverName) };
}

function fillAction(action: HookAction, fill: Fill): HookAction {
  switch (action.kind) {
    case "command":
      return { ...action, argv: action.argv.map(fill) };
    case "systemd":
      return { ...action, unit: fill(action.unit) };
    case "signal":
      return { ...action, pidFile: fill(action.pidFile) };
  }
}

function named<T>(code: ErrorCode, what: string, run: () => T): T {
  try {
    return run();
  } catch (cause) {
    const { message, hint } = toFailure(cause);
    throw new ShoalError(code, `${what}: ${message}`, { hint, cause });
  }
}

function nobody({ app, host }: HostFacts): ShoalError {
  return new ShoalError(
    "E_CONFIG",
    `the agent of host ${host} runs as root, and its agent.yaml does not say as whom programs of app ${app} run`,
    {
      hint: `set apps.${app}.user in the host's agent.yaml and restart the agent`,
    },
  );
}

function notAllowed(unit: string, { app, host }: HostFacts): ShoalError {
  return new ShoalError("E_CONFIG", `unit ${unit} is not among those that the agent.yaml of host ${host} lets app ${app} restart`, {
    hint: `add it to apps.${app}.units in the host's agent.yaml and restart the agent`,
  });
}
