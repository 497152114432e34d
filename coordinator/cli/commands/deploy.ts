/** `shoal deploy`, `rollback`, `abort`: one new request each, then the rollout is followed unless detached. */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Command } from "commander";
import { toFailure } from "../../../runtime/errors.ts";
import type { Rollout } from "../../../proto/operator-types.ts";
import { addCommand, addStreamOptions, type Bind, type CommandContext, parseDurationMs, type StreamOptions } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { followRollout, rolloutExitCode } from "../follow.ts";
import { REQUEST_RETRIES_MS } from "../limits.ts";
import { readPolicy } from "../policy.ts";
import { rolloutLines, rolloutTitle } from "../render/rollout.ts";

interface RolloutOptions extends StreamOptions {
  readonly slot: string;
  readonly note: string;
  readonly detach?: true;
  readonly timeout?: number;
}

interface DeployOptions extends RolloutOptions {
  readonly repair?: true;
  readonly policy?: string;
}

interface RollbackOptions extends RolloutOptions {
  readonly now?: true;
  readonly policy?: string;
}

export function addDeployCommands(program: Command, bind: Bind): void {
  addRolloutOptions(
    addCommand(program, "deploy <tag>", "bring a release to every host of an environment, and switch them when all are ready"),
  )
    .option("--repair", "take over slots that are not what the hosts' journals say")
    .option("--policy <file>", "another policy than the environment's, for this rollout; kept in the log")
    .action(bind(deploy));
  addRolloutOptions(
    addCommand(program, "rollback [tag]", "reactivate an earlier release (default: the one before the current), still on the hosts"),
  )
    .option("--now", "all hosts at once: no waves, bakes or gates, and nobody is waited for")
    .option("--policy <file>", "another policy than the environment's, for this rollout; kept in the log")
    .action(bind(rollback));
  addStreamOptions(addCommand(program, "abort", "stop the open rollout: nothing new is switched from now on"))
    .option("--rollout <id>", "only if this rollout is the open one", "")
    .option("--note <text>", "why; kept in the log", "")
    .action(bind(abort));
}

async function deploy(context: CommandContext, tag: string, options: DeployOptions): Promise<ExitCode> {
  const client = await context.connect();
  const { app, environment, slot, note } = options;
  const request = { app, environment, tag, slot, note, requestId: randomUUID(), repair: options.repair ?? false };
  const policy = await readPolicy(options.policy);
  const rollout = await askAgain(() => client.deploy({ ...request, hosts: [], ...policy }));
  return watchToEnd(context, rollout, options);
}

async function rollback(context: CommandContext, tag: string | undefined, options: RollbackOptions): Promise<ExitCode> {
  const client = await context.connect();
  const { app, environment, slot, note } = options;
  const request = { app, environment, tag: tag ?? "", slot, note, requestId: randomUUID() };
  const policy = await readPolicy(options.policy);
  const rollout = await askAgain(() => client.rollback({ ...request, now: options.now ?? false, ...policy }));
  return watchToEnd(context, rollout, options);
}

async function abort(
  context: CommandContext,
  options: StreamOptions & { readonly rollout: string; readonly note: string },
): Promise<ExitCode> {
  const client = await context.connect();
  const { app, environment, note } = options;
  const rollout = await client.abort({ app, environment, rollout: options.rollout, note });
  context.output.answer({ rollout }, () => rolloutLines(rollout));
  return EXIT.ok;
}

/**
 * A call that broke off may have been heard. The request's id makes it safe to ask again: the coordinator answers with the rollout that it
 * began, if it did.
 */
async function askAgain(ask: () => Promise<Rollout>): Promise<Rollout> {
  for (const pauseMs of REQUEST_RETRIES_MS) {
    try {
      return await ask();
    } catch (error) {
      if (toFailure(error).code !== "E_UNAVAILABLE") throw error;
      await sleep(pauseMs);
    }
  }
  return ask();
}

/** A detached rollout is answered as it stands; a followed one when it has ended. */
async function watchToEnd(context: CommandContext, rollout: Rollout, options: RolloutOptions): Promise<ExitCode> {
  const { output } = context;
  const again = `shoal attach --rollout ${rollout.rollout}`;
  if (options.detach) {
    output.answer({ rollout }, () => [`${rolloutTitle(rollout)}: ${rollout.state} (rollout ${rollout.rollout}); follow it with ${again}`]);
    return EXIT.ok;
  }
  output.note(`${rolloutTitle(rollout)}: rollout ${rollout.rollout}; Ctrl-C detaches`);
  const client = await context.connect();
  const end = await followRollout({
    rollout,
    output,
    watch: (signal) => client.watch({ rollout: rollout.rollout, app: "", environment: "" }, { signal }),
    interrupt: context.interrupt(),
    timeoutMs: options.timeout ?? null,
  });
  const last = end.rollout ?? rollout;
  output.answer({ rollout: last }, () => rolloutLines(last));
  if (end.kind === "ended") return rolloutExitCode(last);
  output.note(`${end.kind === "timeout" ? "--timeout is over" : "detached"}; the rollout goes on: ${again}`);
  return end.kind === "timeout" ? EXIT.timeout : EXIT.interrupted;
}

function addRolloutOptions(command: Command): Command {
  return addStreamOptions(command)
    .option("--slot <name>", "another slot than current", "")
    .option("--note <text>", "why; kept in the log", "")
    .option("--detach", "don't follow the rollout")
    .option("--timeout <duration>", "stop following after this long, like 10m (exit code 5); the rollout goes on", parseDurationMs);
}
