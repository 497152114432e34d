/** `shoal status`: the newest rollout of an environment and what its hosts run now. `shoal watch`: the same, as it happens. */
import type { Command } from "commander";
import { ShoalError } from "../../../runtime/errors.ts";
import type { Host, Preseed, Rollout, WatchEvent } from "../../../proto/operator-types.ts";
import { addCommand, addStreamOptions, type Bind, type CommandContext, parseDurationMs, type StreamOptions } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { followRollout, rolloutExitCode } from "../follow.ts";
import { preseedLines } from "../render/preseed.ts";
import { rolloutLines } from "../render/rollout.ts";
import { hostLines } from "./hosts.ts";

export function addStatusCommands(program: Command, bind: Bind): void {
  addStreamOptions(addCommand(program, "status", "the newest rollout of an app in an environment, and what its hosts run")).action(
    bind(status),
  );
  addCommand(
    program,
    "attach",
    "follow a rollout until it ends, as many as like; Ctrl-C detaches, the rollout goes on; exits as deploy does",
  )
    .alias("watch")
    .option("--rollout <id>", "this rollout", "")
    .option("--app <name>", "or the open one of this app", "")
    .option("--environment <name>", "in this environment", "")
    .option("--timeout <duration>", "stop after this long, like 10m (exit code 5)", parseDurationMs)
    .action(bind(watch));
}

async function status(context: CommandContext, { app, environment }: StreamOptions): Promise<ExitCode> {
  const client = await context.connect();
  const [{ rollouts }, { hosts }, { preseeds }] = await Promise.all([
    client.listRollouts({ app, environment, limit: 1 }),
    client.listHosts({ environment }),
    client.listPreseeds({ app, environment }),
  ]);
  const rollout = rollouts[0] ?? null;
  const own = hosts
    .filter((host) => host.apps.includes(app))
    .map((host) => ({ ...host, slots: host.slots.filter((slot) => slot.app === app) }));
  const open = preseeds.filter(({ stopped }) => !stopped);
  context.output.answer({ app, environment, rollout, hosts: own, preseeds: open }, () => statusLines(rollout, own, open));
  return EXIT.ok;
}

function statusLines(rollout: Rollout | null, hosts: readonly Host[], preseeds: readonly Preseed[]): readonly string[] {
  const coming = preseeds.flatMap((preseed) => ["", ...preseedLines(preseed)]);
  return [...(rollout === null ? ["no rollout yet"] : rolloutLines(rollout)), ...coming, "", ...hostLines(hosts)];
}

interface WatchOptions {
  readonly rollout: string;
  readonly app: string;
  readonly environment: string;
  readonly timeout?: number;
}

async function watch(context: CommandContext, { rollout, app, environment, timeout }: WatchOptions): Promise<ExitCode> {
  if (rollout === "" && (app === "" || environment === "")) {
    throw new ShoalError("E_USAGE", "attach needs --rollout, or --app and --environment");
  }
  const { output } = context;
  const client = await context.connect();
  const end = await followRollout({
    rollout: null,
    output,
    watch: (signal) => client.watch({ rollout, app, environment }, { signal }),
    interrupt: context.interrupt(),
    timeoutMs: timeout ?? null,
    ...(output.json ? { onEvent: (event) => answersOf(event).forEach((answer) => output.answer(answer, () => [])) } : {}),
  });
  const last = end.rollout;
  if (!output.json) output.answer(null, () => (last === null ? ["no rollout"] : rolloutLines(last)));
  if (end.kind === "timeout") return EXIT.timeout;
  if (end.kind === "interrupted") return EXIT.interrupted;
  return last === null ? EXIT.ok : rolloutExitCode(last);
}

/** What `--json` prints of an event: a line each. */
function answersOf({ rollout, hosts }: WatchEvent): readonly object[] {
  return rollout === null ? (hosts?.hosts ?? []).map((host) => ({ host })) : [{ rollout }];
}
