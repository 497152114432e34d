/** `shoal pause`, `resume`, `approve`, `retry`, `exclude`: one word each to the open rollout. Said again it changes nothing. */
import type { Command } from "commander";
import type { Rollout, SteerRequest } from "../../../proto/operator-types.ts";
import { ShoalError } from "../../../runtime/errors.ts";
import type { OperatorClient } from "../client.ts";
import { addCommand, addStreamOptions, type Bind, type CommandContext, parseDurationMs, type StreamOptions } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { rolloutLines } from "../render/rollout.ts";

export function addSteerCommands(program: Command, bind: Bind): void {
  add(program, "pause", "send nothing new from now on; what was ordered goes on to its result").action(bind(pause));
  addOverride(add(program, "resume", "go on where it was paused; failed hosts beyond the budget must be retried or excluded first")).action(
    bind(resume),
  );
  addOverride(add(program, "approve", "let the rollout pass the gate that waits for it"))
    .option("--gate <name>", "this gate (default: the one it stands at)", "")
    .action(bind(approve));
  add(program, "retry <host>", "try a host again that failed, reverted or was left out, from where it failed").action(bind(retry));
  add(program, "exclude <host>", "leave a host out of the rollout; it does not count as failed any more").action(bind(exclude));
}

interface SteerOptions extends StreamOptions {
  readonly rollout: string;
  readonly note: string;
}

interface OverrideOptions extends SteerOptions {
  readonly override?: string;
  readonly reason?: string;
  readonly for?: number;
}

function add(program: Command, usage: string, description: string): Command {
  return addStreamOptions(addCommand(program, usage, description))
    .option("--rollout <id>", "only if this rollout is the open one", "")
    .option("--note <text>", "why; kept in the log", "");
}

function addOverride(command: Command): Command {
  return command
    .option("--override <gate>", "pass this gate whatever it says; needs --reason")
    .option("--reason <text>", "why; kept in the log")
    .option("--for <duration>", "how long the override holds (default 1h, at most 24h)", parseDurationMs);
}

function pause(context: CommandContext, options: SteerOptions): Promise<ExitCode> {
  return say(context, (client) => client.pause(request(options)));
}

function resume(context: CommandContext, options: OverrideOptions): Promise<ExitCode> {
  return say(context, async (client) => {
    const override = overrideOf(options);
    if (override !== null) await client.overrideGate(override);
    return client.resume(request(options));
  });
}

function approve(context: CommandContext, options: OverrideOptions & { readonly gate: string }): Promise<ExitCode> {
  return say(context, (client) => {
    const override = overrideOf(options);
    return override === null ? client.approve({ ...request(options), gate: options.gate }) : client.overrideGate(override);
  });
}

function retry(context: CommandContext, host: string, options: SteerOptions): Promise<ExitCode> {
  return say(context, (client) => client.retryHost({ ...request(options), host }));
}

function exclude(context: CommandContext, host: string, options: SteerOptions): Promise<ExitCode> {
  return say(context, (client) => client.excludeHost({ ...request(options), host }));
}

/** Null: none is asked for. */
function overrideOf(options: OverrideOptions): SteerRequest | null {
  const { override, reason } = options;
  if (override === undefined && reason === undefined && options.for === undefined) return null;
  if (override === undefined || reason === undefined) throw new ShoalError("E_USAGE", "--override GATE and --reason TEXT belong together");
  return { ...request(options), gate: override, note: reason, overrideMs: options.for ?? 0 };
}

function request({ app, environment, rollout, note }: SteerOptions): SteerRequest {
  return { app, environment, rollout, note, host: "", gate: "", overrideMs: 0 };
}

async function say({ connect, output }: CommandContext, ask: (client: OperatorClient) => Promise<Rollout>): Promise<ExitCode> {
  const rollout = await ask(await connect());
  output.answer({ rollout }, () => rolloutLines(rollout));
  return EXIT.ok;
}
