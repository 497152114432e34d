/** `shoal preseed`: brings a release's bundles to hosts before anybody deploys it, or stops that. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Command } from "commander";
import type { Preseed } from "../../../proto/operator-types.ts";
import { addCommand, type Bind, type CommandContext, parseCount, parseDurationMs } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { PRESEED_POLL_MS } from "../limits.ts";
import { preseedLines, preseedSummary } from "../render/preseed.ts";

interface PreseedOptions {
  readonly app: string;
  readonly to: string;
  readonly dc: string;
  readonly share?: number;
  readonly stop?: true;
  readonly wait?: true;
  readonly note: string;
  readonly timeout?: number;
}

export function addPreseedCommand(program: Command, bind: Bind): void {
  addCommand(program, "preseed <tag>", "bring a release to the hosts of an environment before anybody deploys it, at low priority")
    .requiredOption("--app <name>", "the app")
    .requiredOption("--to <environment>", "the environment")
    .option("--dc <name>", "only hosts of this datacenter", "")
    .option("--share <percent>", "only this share of the hosts of each datacenter", parseCount(100))
    .option("--stop", "give it up: what was fetched and is not deployed is deleted")
    .option("--wait", "until every connected host has it; 3 where one can't, 5 after --timeout")
    .option("--timeout <duration>", "stop waiting after this long, like 10m (exit code 5); the preseed goes on", parseDurationMs)
    .option("--note <text>", "why; kept in the log", "")
    .action(bind(preseed));
}

async function preseed(context: CommandContext, tag: string, options: PreseedOptions): Promise<ExitCode> {
  const { app, to: environment, dc: datacenter, note } = options;
  const stop = options.stop ?? false;
  const client = await context.connect();
  const asked = await client.preseed({ app, environment, tag, datacenter, sharePercent: options.share ?? 0, stop, note });
  const last = stop || options.wait !== true ? asked : await waitFor(context, asked, options.timeout ?? null);
  context.output.answer({ preseed: last }, () => preseedLines(last));
  if (stop || options.wait !== true) return EXIT.ok;
  return isOver(last) ? outcome(last) : context.interrupt().aborted ? EXIT.interrupted : EXIT.timeout;
}

/** As it was last seen. */
async function waitFor(context: CommandContext, asked: Preseed, timeoutMs: number | null): Promise<Preseed> {
  const { output } = context;
  const client = await context.connect();
  const interrupt = context.interrupt();
  const signal = timeoutMs === null ? interrupt : AbortSignal.any([interrupt, AbortSignal.timeout(timeoutMs)]);
  let shown = asked;
  while (!isOver(shown) && !signal.aborted) {
    await sleep(PRESEED_POLL_MS, undefined, { signal }).catch(() => undefined);
    const { preseeds } = await client.listPreseeds({ app: asked.app, environment: asked.environment });
    shown = preseeds.find(({ release }) => release === asked.release) ?? { ...shown, stopped: true };
    const line = preseedSummary(shown);
    output.live(() => [line]);
  }
  output.endLive("remove");
  return shown;
}

/** Hosts that are away get it when they are back: nobody waits for them. */
function isOver({ stopped, hosts }: Preseed): boolean {
  return stopped || hosts.every(({ state, connected }) => state === "done" || state === "failed" || !connected);
}

function outcome({ hosts }: Preseed): ExitCode {
  return hosts.every(({ state, connected }) => state === "done" || !connected) ? EXIT.ok : EXIT.failed;
}
