/** What every command is given, and how it is put on the command line. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { ShoalError, toFailure } from "../../runtime/errors.ts";
import type { OperatorClient } from "./client.ts";
import type { CliConfig } from "./config.ts";
import type { ExitCode } from "./exit-codes.ts";
import type { Output } from "./output.ts";

export interface CommandContext {
  readonly output: Output;
  /** The configuration file's content, found once. Rejects with E_CONFIG. */
  readonly config: () => Promise<CliConfig>;
  /** The coordinator, connected once; closed when the command ends. */
  readonly connect: () => Promise<OperatorClient>;
  /** From the first call on, Ctrl-C aborts this signal instead of ending the process; a second one ends it. */
  readonly interrupt: () => AbortSignal;
}

/** Puts an action behind a command; its arguments are those of the command line, the options last. */
export type Bind = (action: (context: CommandContext, ...args: never[]) => Promise<ExitCode>) => (...args: unknown[]) => Promise<void>;

/** A subcommand with the options that every command has. */
export function addCommand(parent: Command, usage: string, description: string): Command {
  return parent
    .command(usage)
    .description(description)
    .addOption(new Option("--json", "one JSON value a line on stdout, errors too"))
    .addOption(new Option("--config <file>", "configuration (default: $SHOAL_CONFIG, ./shoal.yaml, ~/.config/shoal/shoal.yaml)"));
}

/** Adds `--app` and `--environment`, both needed. */
export function addStreamOptions(command: Command): Command {
  return command.requiredOption("--app <name>", "the app").requiredOption("--environment <name>", "the environment");
}

export interface StreamOptions {
  readonly app: string;
  readonly environment: string;
}

/** An argument of the command line through a parser of ids: what that refuses is wrong usage. */
export function parseArgument<Value>(what: string, parse: (text: string) => Value, text: string): Value {
  try {
    return parse(text);
  } catch (error) {
    throw new ShoalError("E_USAGE", `${what}: ${toFailure(error).message}`, { cause: error });
  }
}

/** For options that may be given several times. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** `90s`, `10m`, `2h`: a duration with its unit, in milliseconds. */
export function parseDurationMs(text: string): number {
  const [, amount, unit] = /^(\d{1,6}(?:\.\d{1,3})?)(ms|s|m|h)$/.exec(text) ?? [];
  const ms = Math.round(Number(amount) * (UNIT_MS[unit ?? ""] ?? Number.NaN));
  if (!(ms > 0) || ms > DURATION_MAX_MS) throw new InvalidArgumentError(`it is a duration with a unit, up to 24h: 500ms, 90s, 10m, 2h.`);
  return ms;
}

/** A whole number from 1 to `max`. */
export function parseCount(max: number): (text: string) => number {
  return (text) => {
    const count = /^\d{1,9}$/.test(text) ? Number(text) : 0;
    if (count < 1 || count > max) throw new InvalidArgumentError(`it is a whole number from 1 to ${max}.`);
    return count;
  };
}

export function parsePort(text: string): number {
  const port = /^[0-9]{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) throw new InvalidArgumentError("it is a port from 0 to 65535.");
  return port;
}

const PRESETS = ["lan", "wan", "loopback"] as const;
export type Preset = (typeof PRESETS)[number];

export function presetOption(): Option {
  return new Option("--preset <network>", "how far away most hosts are").choices(PRESETS).default("lan");
}

/** `k=v` pairs as a record; the last one of a key counts. */
export function parseLabels(pairs: readonly string[]): Record<string, string> {
  const labels = Object.create(null) as Record<string, string>;
  for (const pair of pairs) {
    const at = pair.indexOf("=");
    if (at < 1) throw new ShoalError("E_USAGE", `--label ${JSON.stringify(pair)} is not key=value`);
    labels[pair.slice(0, at)] = pair.slice(at + 1);
  }
  return labels;
}

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
const DURATION_MAX_MS = 24 * 3_600_000;
