/** `shoal-agent run`: the agent, until a signal ends it in order (exit 0) or what it must not survive ends it at once (exit 1). */
import { systemClock } from "../../runtime/clock.ts";
import { toFailure } from "../../runtime/errors.ts";
import { createLifecycle, stopOnSignals } from "../../runtime/lifecycle.ts";
import { createLogger } from "../../runtime/log.ts";
import type { Logger } from "../../runtime/log.ts";
import { systemRandom } from "../../runtime/random.ts";
import { AGENT_VERSION, startAgent } from "../agent.ts";
import { loadConfiguration } from "../configuration.ts";
import { failureLines } from "./failure.ts";

export interface RunOptions {
  readonly config: string;
  /** Print one JSON line on stdout once the agent is up (it may not be connected yet). */
  readonly printReady?: boolean;
  readonly rebuildJournal?: boolean;
  readonly allowNondurable?: boolean;
}

/** Resolves when the agent is up; the process goes on. */
export async function run(options: RunOptions): Promise<void> {
  const configuration = await loadConfiguration(options.config);
  const log = createLogger({ name: "agent", ...configuration.log });
  const lifecycle = createLifecycle({ onProblem: (part, error) => log.warn({ err: error, part }, "a part did not stop well") });
  const fatal = dieWith(log);
  process.on("uncaughtException", fatal);
  process.on("unhandledRejection", fatal);
  stopOnSignals(lifecycle);
  try {
    const { rebuildJournal = false, allowNondurable = false } = options;
    const agent = await startAgent(
      { configuration, rebuildJournal, allowNonDurable: allowNondurable },
      { clock: systemClock, random: systemRandom, log, lifecycle, fatal },
    );
    log.info({ ...agent, version: AGENT_VERSION, apps: configuration.apps.map(({ app }) => app) }, "the agent is up");
    if (options.printReady === true) process.stdout.write(`${JSON.stringify({ ready: true, pid: process.pid, ...agent })}\n`);
  } catch (error) {
    await lifecycle.stop("it could not start");
    throw error;
  }
}

/** The last line says why; nothing is tidied up, since nothing may happen any more. */
function dieWith(log: Logger): (error: unknown) => void {
  return (error) => {
    log.error({ err: error }, "the agent can't go on");
    process.stderr.write(failureLines(toFailure(error)));
    process.exit(1);
  };
}
