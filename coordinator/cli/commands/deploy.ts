/** `shoal deploy`, `rollback`, `abort`: one new request each, then the rollout is followed unless detached. */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Command } from "commander";
import { printable, toFailure } from "../../../runtime/errors.ts";
import type { Rollout } from "../../../proto/operator-types.ts";
import type { OperatorClient } from "../client.ts";
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
  readonly queue?: true;
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
    .option("--queue", "where a rollout is open: begin when it has succeeded, instead of being refused")
    .option("--policy <file>", "another policy than the environment's, for this rollout; kept in the log")
    .action(bind(deploy));
  addRolloutOptions(
    addCommand(
      program,
      "rollback [tag]",
      "reactivate an earlier release (default: the one before), still on the hosts; an open rollout is aborted first",
    ),
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
  const rollout = await askAgain(() => client[options.queue ? "queueDeploy" : "deploy"]({ ...request, hosts: [], ...policy }));
  return watchBoth(context, rollout, { ...options, requestId: request.requestId, kind: "deploy", tag });
}

async function rollback(context: CommandContext, tag: string | undefined, options: RollbackOptions): Promise<ExitCode> {
  const client = await context.connect();
  const { app, environment, slot, note } = options;
  const request = { app, environment, tag: tag ?? "", slot, note, requestId: randomUUID() };
  const policy = await readPolicy(options.policy);
  const rollout = await askAgain(() => client.rollback({ ...request, now: options.now ?? false, ...policy }));
  return watchBoth(context, rollout, { ...options, requestId: request.requestId, kind: "rollback", tag });
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
async function askAgain<T>(ask: () => Promise<T>): Promise<T> {
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

interface Asked extends RolloutOptions {
  readonly requestId: string;
  readonly kind: "deploy" | "rollback";
  readonly tag: string | undefined;
}

/** The one that waits is ours, or was asked for before us by somebody who wanted the same. */
function isOurs({ requestId, kind, tag }: NonNullable<Rollout["next"]>, asked: Asked): boolean {
  return requestId === asked.requestId || (kind === asked.kind && (asked.tag === undefined || asked.tag === tag));
}

/** Where our rollout waits for another's end, that is followed first. */
async function watchBoth(context: CommandContext, rollout: Rollout, options: Asked): Promise<ExitCode> {
  const { output } = context;
  const { next } = rollout;
  if (next === null || !isOurs(next, options)) return watchToEnd(context, rollout, options);
  const what = `${next.kind} to ${next.tag} (rollout ${next.rollout}) begins when ${rolloutTitle(rollout)} (${rollout.rollout}, ${rollout.state}) has ${next.kind === "rollback" ? "ended" : "succeeded"}`;
  if (options.detach) {
    output.answer({ rollout }, () => [printable(what)]);
    return EXIT.ok;
  }
  output.note(printable(`${what}; Ctrl-C detaches`));
  const client = await context.connect();
  const watch = (id: string) => (signal: AbortSignal) => client.watch({ rollout: id, app: "", environment: "" }, { signal });
  const about = { output, interrupt: context.interrupt(), timeoutMs: options.timeout ?? null };
  const before = await followRollout({ ...about, rollout, watch: watch(rollout.rollout) });
  if (before.kind !== "ended") return detached(context, before.rollout ?? rollout, { kind: before.kind, again: rollout.rollout });
  const begun = await askAgain(() => hasBegun(client, next.rollout));
  if (begun !== null) return watchToEnd(context, begun, options);
  const last = before.rollout ?? rollout;
  output.answer({ rollout: last }, () => [...rolloutLines(last), printable(`rollout ${next.rollout} to ${next.tag} did not begin`)]);
  return EXIT.failed;
}

/** Null: it was dropped. It begins right after the other's end, which we have seen. */
async function hasBegun(client: OperatorClient, rollout: string): Promise<Rollout | null> {
  for (const pauseMs of [...REQUEST_RETRIES_MS, 0]) {
    try {
      return await client.getRollout({ rollout });
    } catch (error) {
      if (toFailure(error).code !== "E_NOT_FOUND") throw error;
      await sleep(pauseMs);
    }
  }
  return null;
}

interface Detached {
  readonly kind: "interrupted" | "timeout";
  readonly again: string;
}

function detached({ output }: CommandContext, rollout: Rollout, { kind, again }: Detached): ExitCode {
  output.answer({ rollout }, () => rolloutLines(rollout));
  output.note(`${kind === "timeout" ? "--timeout is over" : "detached"}; the rollout goes on: shoal attach --rollout ${again}`);
  return kind === "timeout" ? EXIT.timeout : EXIT.interrupted;
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
  if (end.kind !== "ended") return detached(context, last, { kind: end.kind, again: rollout.rollout });
  output.answer({ rollout: last }, () => rolloutLines(last));
  return rolloutExitCode(last);
}

function addRolloutOptions(command: Command): Command {
  return addStreamOptions(command)
    .option("--slot <name>", "another slot than current", "")
    .option("--note <text>", "why; kept in the log", "")
    .option("--detach", "don't follow the rollout")
    .option("--timeout <duration>", "stop following after this long, like 10m (exit code 5); the rollout goes on", parseDurationMs);
}
