/**
 * `shoal`: the coordinator's client for operators and for those who make releases. It holds no state of its own: every command asks the
 * coordinator, does one thing, and ends with an exit code that says how it went (exit-codes.ts). What a command prints is its answer on
 * stdout and everything else on stderr (output.ts). A command that fails half-way has changed nothing that its message does not name.
 */
import { Command, CommanderError } from "commander";
import { ShoalError, toFailure } from "../../runtime/errors.ts";
import { createOperatorClient, explainFailure, type OperatorClient } from "./client.ts";
import type { Bind, CommandContext } from "./command.ts";
import { addBundleShowCommand } from "./commands/bundle-show.ts";
import { addDeployCommands } from "./commands/deploy.ts";
import { addDiffCommand } from "./commands/diff.ts";
import { addHostAddCommand } from "./commands/host-add.ts";
import { addHostsCommand } from "./commands/hosts.ts";
import { addInitCommand } from "./commands/init.ts";
import { addLogCommands } from "./commands/log.ts";
import { addLockCommands } from "./commands/locks.ts";
import { addNotifyCommands } from "./commands/notify.ts";
import { addPlanCommands } from "./commands/plan.ts";
import { addPreseedCommand } from "./commands/preseed.ts";
import { addReleaseCreateCommand } from "./commands/release-create.ts";
import { addReleasesCommand } from "./commands/releases.ts";
import { addRepairCommand } from "./commands/repair.ts";
import { addStatusCommands } from "./commands/status.ts";
import { addSteerCommands } from "./commands/steer.ts";
import { addVerifyCommand } from "./commands/verify.ts";
import { addLabCommands } from "./lab/commands.ts";
import { type CliConfig, findConfig } from "./config.ts";
import { EXIT, EXIT_HELP, type ExitCode, exitCodeOf } from "./exit-codes.ts";
import { createOutput, type Output } from "./output.ts";

process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<ExitCode> {
  const json = argv.includes("--json");
  const output = createOutput({ json, stdout: process.stdout, stderr: process.stderr, nowMs: () => performance.now() });
  try {
    // Node turns bytes that are no UTF-8 into U+FFFD: the name meant is lost, and another file may have this one.
    const odd = argv.find((argument) => argument.includes("\ufffd"));
    if (odd !== undefined) throw new ShoalError("E_USAGE", `argument ${JSON.stringify(odd)} is not valid UTF-8`);
    return await runCommand(argv, output);
  } catch (error) {
    if (error instanceof CommanderError) return commanderExit(error, output);
    const failure = toFailure(error);
    output.failure(failure);
    return exitCodeOf(failure.code);
  }
}

async function runCommand(argv: readonly string[], output: Output): Promise<ExitCode> {
  let code: ExitCode = EXIT.ok;
  const bind: Bind =
    (action) =>
    async (...args) => {
      const command = args.pop() as Command;
      args.pop();
      const options = command.optsWithGlobals<{ config?: string }>();
      const { context, address, wasInterrupted, close } = createContext(output, options.config ?? null);
      try {
        code = await action(context, ...([...args, options] as never[]));
      } catch (error) {
        output.endLive("remove");
        if (!wasInterrupted()) throw explainFailure(error, await address());
        output.failure(
          toFailure(new ShoalError("E_CANCELLED", "interrupted", { hint: "running the same again goes on from where it was" })),
        );
        code = EXIT.interrupted;
      } finally {
        close();
      }
    };
  const program = createProgram(bind, output);
  await program.parseAsync(argv, { from: "user" });
  return code;
}

function createProgram(bind: Bind, output: Output): Command {
  const program = new Command("shoal")
    .description("Ships releases to fleets: base image plus delta overlay over BitTorrent, atomic switch, rollback in seconds.")
    .option("--json", "one JSON value a line on stdout, errors too")
    .option("--config <file>", "configuration (default: $SHOAL_CONFIG, ./shoal.yaml, ~/.config/shoal/shoal.yaml)")
    .addHelpText("after", `\n${EXIT_HELP}`)
    .exitOverride()
    // Errors are shown by `main`, in one form.
    .configureOutput({ writeErr: (text) => output.note(text.trimEnd()), outputError: () => {} });
  const host = subcommands(program, "host", "add hosts");
  const release = subcommands(program, "release", "make releases");
  const bundle = subcommands(program, "bundle", "look into bundle files");
  addInitCommand(program, bind);
  addHostAddCommand(host, bind);
  addReleaseCreateCommand(release, bind);
  addReleasesCommand(program, bind);
  addDiffCommand(program, bind);
  addBundleShowCommand(bundle, bind);
  addDeployCommands(program, bind);
  addSteerCommands(program, bind);
  addPlanCommands(program, bind);
  addLockCommands(program, bind);
  addPreseedCommand(program, bind);
  addStatusCommands(program, bind);
  addHostsCommand(program, bind);
  addVerifyCommand(program, bind);
  addRepairCommand(program, bind);
  addLogCommands(program, bind);
  addNotifyCommands(subcommands(program, "notify", "who is told of rollouts"), bind);
  addLabCommands(subcommands(program, "lab", "a fleet like one in production, on this machine"), bind);
  return program;
}

function subcommands(program: Command, name: string, description: string): Command {
  return program.command(name).description(description);
}

interface OpenContext {
  readonly context: CommandContext;
  /** The coordinator's, where one was asked. */
  readonly address: () => Promise<string | null>;
  readonly wasInterrupted: () => boolean;
  readonly close: () => void;
}

function createContext(output: Output, configPath: string | null): OpenContext {
  let config: Promise<CliConfig> | null = null;
  let client: OperatorClient | null = null;
  let interrupt: AbortController | null = null;
  const context: CommandContext = {
    output,
    config: () => (config ??= findConfig({ path: configPath, env: process.env, cwd: process.cwd() })),
    connect: async () => (client ??= await createOperatorClient(await context.config())),
    interrupt() {
      if (interrupt === null) {
        interrupt = new AbortController();
        const abort = (): void => interrupt?.abort();
        // `once`: the second Ctrl-C ends the process as if nobody listened.
        process.once("SIGINT", abort);
        process.once("SIGTERM", abort);
      }
      return interrupt.signal;
    },
  };
  return {
    context,
    wasInterrupted: () => interrupt?.signal.aborted ?? false,
    address: async () => (client === null ? null : (await context.config()).coordinator),
    close: () => client?.close(),
  };
}

/** Help and version are no errors; everything else of commander's is wrong usage. */
function commanderExit(error: CommanderError, output: Output): ExitCode {
  if (error.exitCode === 0) return EXIT.ok;
  // `shoal` or `shoal release` alone: commander has shown the help.
  if (error.code === "commander.help") return EXIT.usage;
  const message = error.message.replace(/^error: /, "").replaceAll("\n", " ");
  output.failure(toFailure(new ShoalError("E_USAGE", message, { hint: "see shoal --help" })));
  return EXIT.usage;
}
