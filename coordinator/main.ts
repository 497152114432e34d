/** shoal-coordinator: reads its arguments and configuration, starts, says so, and stops in good order on SIGTERM or SIGINT. */
import { parseArgs } from "node:util";
import { systemClock } from "../runtime/clock.ts";
import { toFailure } from "../runtime/errors.ts";
import { stopOnSignals } from "../runtime/lifecycle.ts";
import { createLogger } from "../runtime/log.ts";
import { systemRandom } from "../runtime/random.ts";
import { openSwarm } from "../swarm/process.ts";
import { openTracker } from "../swarm/tracker/server.ts";
import { loadConfiguration } from "./configuration.ts";
import { startCoordinator } from "./coordinator.ts";

const USAGE = `usage: shoal-coordinator --config FILE [--print-ready]

  --config FILE   configuration; coordinator/coordinator.example.yaml documents it
  --print-ready   one JSON line on stdout once everything listens: {"ready":true,"pid":…,"control":port,"swarm":port,"tracker":port}
  --help          this text

Ends with 0 after SIGTERM or SIGINT, 1 on an error, 2 on a wrong command line.`;

const EXIT_ERROR = 1;
const EXIT_USAGE = 2;

// A reader of our output that has gone must not end us.
process.stdout.on("error", () => undefined);
await main();

async function main(): Promise<void> {
  const options = readArguments();
  if (options === null) return;
  try {
    const configuration = await loadConfiguration(options.config);
    const log = createLogger({ name: "coordinator", ...configuration.log });
    const coordinator = await startCoordinator(configuration, { clock: systemClock, random: systemRandom, log, openSwarm, openTracker });
    stopOnSignals(coordinator.lifecycle);
    log.info(coordinator.ports, "the coordinator is ready");
    if (options.printReady) process.stdout.write(`${JSON.stringify({ ready: true, pid: process.pid, ...coordinator.ports })}\n`);
  } catch (error) {
    const { code, message, hint } = toFailure(error);
    process.stderr.write(`shoal-coordinator: ${code}: ${message}\n${hint === undefined ? "" : `  ${hint}\n`}`);
    process.exitCode = EXIT_ERROR;
  }
}

function readArguments(): { readonly config: string; readonly printReady: boolean } | null {
  try {
    const { values } = parseArgs({
      options: { config: { type: "string" }, "print-ready": { type: "boolean", default: false }, help: { type: "boolean", short: "h" } },
    });
    if (values.help === true) process.stdout.write(`${USAGE}\n`);
    else if (values.config === undefined) refuse("--config is missing");
    else return { config: values.config, printReady: values["print-ready"] };
  } catch (error) {
    refuse((error as Error).message);
  }
  return null;
}

function refuse(problem: string): void {
  process.stderr.write(`shoal-coordinator: ${problem}\n\n${USAGE}\n`);
  process.exitCode = EXIT_USAGE;
}
