/** `shoal lock`, `unlock`, `locks`: nobody deploys a locked app. */
import type { Command } from "commander";
import type { Lock } from "../../../proto/operator-types.ts";
import { addCommand, type Bind, type CommandContext } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { formatTime } from "../render/format.ts";
import { type Column, renderTable } from "../render/table.ts";

export function addLockCommands(program: Command, bind: Bind): void {
  addCommand(program, "lock <app>", "refuse every deploy and rollback of an app until it is unlocked")
    .requiredOption("--reason <text>", "why; told to whoever is refused")
    .option("--environment <name>", "only there (default: wherever it has hosts)", "")
    .action(bind(lock));
  addCommand(program, "unlock <app>", "end a lock")
    .option("--reason <text>", "why; kept in the log", "")
    .option("--environment <name>", "only there (default: wherever it has hosts)", "")
    .action(bind(unlock));
  addCommand(program, "locks", "what is locked, by whom and why").action(bind(locks));
}

interface LockOptions {
  readonly reason: string;
  readonly environment: string;
}

async function lock({ connect, output }: CommandContext, app: string, { reason, environment }: LockOptions): Promise<ExitCode> {
  const answer = await (await connect()).lock({ app, environment, reason });
  output.answer(answer, () => lockLines(answer.locks));
  return EXIT.ok;
}

async function unlock({ connect, output }: CommandContext, app: string, { reason, environment }: LockOptions): Promise<ExitCode> {
  const answer = await (await connect()).unlock({ app, environment, reason });
  output.answer(answer, () => [`${app} is not locked${environment === "" ? "" : ` in ${environment}`}`]);
  return EXIT.ok;
}

async function locks({ connect, output }: CommandContext): Promise<ExitCode> {
  const answer = await (await connect()).listLocks({ app: "", environment: "", reason: "" });
  output.answer(answer, () => lockLines(answer.locks));
  return EXIT.ok;
}

function lockLines(all: readonly Lock[]): readonly string[] {
  return all.length === 0 ? ["nothing is locked"] : renderTable(COLUMNS, all);
}

const COLUMNS: readonly Column<Lock>[] = [
  { title: "APP", cell: (one) => one.app },
  { title: "ENVIRONMENT", cell: (one) => one.environment },
  { title: "SINCE", cell: (one) => formatTime(one.sinceUnixMs) },
  { title: "WHO", cell: (one) => one.principal },
  { title: "WHY", cell: (one) => one.reason },
];
