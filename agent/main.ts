/** `shoal-agent`: the per-host process, and what a person on the host may do without a coordinator. Exit codes: 0 ok, 1 error, 2 usage. */
import { Command, CommanderError } from "commander";
import { toFailure } from "../runtime/errors.ts";
import { AGENT_VERSION } from "./agent.ts";
import { failureLines } from "./commands/failure.ts";
import { resetLane } from "./commands/reset-lane.ts";
import { revert } from "./commands/revert.ts";
import { run } from "./commands/run.ts";
import { status } from "./commands/status.ts";

const DEFAULT_CONFIG = "/etc/shoal/agent.yaml";
const EXIT_ERROR = 1;
const EXIT_USAGE = 2;

await main();

async function main(): Promise<void> {
  try {
    await program().parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : EXIT_USAGE);
    const failure = toFailure(error);
    process.stderr.write(failureLines(failure));
    process.exit(failure.code === "E_USAGE" ? EXIT_USAGE : EXIT_ERROR);
  }
}

function program(): Command {
  const root = new Command("shoal-agent")
    .description("the per-host process of Shoal")
    .version(AGENT_VERSION)
    .exitOverride()
    .showSuggestionAfterError()
    .configureHelp({ sortSubcommands: false });
  withConfig(root.command("run", { isDefault: true }))
    .description("run the agent (the default)")
    .option("--print-ready", "print one JSON line on stdout once it is up")
    .option("--rebuild-journal", "move a damaged journal aside and begin an empty one: positions start anew")
    .option("--allow-nondurable", "take app roots on tmpfs, overlay or network file systems")
    .action(run);
  withConfig(root.command("status"))
    .description("what is on this host: slots, revisions, unfinished work")
    .option("--json", "one JSON object")
    .action(status);
  withConfig(root.command("revert <app>"))
    .description("put a slot back to its previous revision; the agent must run")
    .option("--slot <name>", "the slot", "current")
    .option("--json", "one JSON object")
    .action(revert);
  withConfig(root.command("reset-lane <app>"))
    .description("forget positions and intents of an app, after E_JUMP; the agent must be stopped")
    .action(resetLane);
  return root;
}

function withConfig(command: Command): Command {
  return command.requiredOption("--config <file>", "the host's configuration", DEFAULT_CONFIG).exitOverride();
}
