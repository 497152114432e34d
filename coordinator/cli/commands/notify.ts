/** `shoal notify list`, `test`: who is told of rollouts, and whether they can be. */
import type { Command } from "commander";
import type { NotifyTarget } from "../../../proto/operator-types.ts";
import { ShoalError, toFailure } from "../../../runtime/errors.ts";
import { addCommand, type Bind, type CommandContext } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { formatTime } from "../render/format.ts";
import { type Column, renderTable } from "../render/table.ts";

export function addNotifyCommands(notify: Command, bind: Bind): void {
  addCommand(notify, "list", "who is told, what waits for them, and why if it does").action(bind(list));
  addCommand(notify, "test <name>", "send a test message now").action(bind(test));
}

async function list({ connect, output }: CommandContext): Promise<ExitCode> {
  const answer = await (await connect()).listNotifyTargets({});
  output.answer(answer, () =>
    answer.targets.length === 0 ? ["nobody: `notify` of the coordinator's configuration names none"] : renderTable(COLUMNS, answer.targets),
  );
  return EXIT.ok;
}

async function test({ connect, output }: CommandContext, name: string): Promise<ExitCode> {
  const answer = await (await connect()).testNotify({ name });
  if (answer.delivered) {
    output.answer(answer, () => [`${name} took the test message (${answer.status}, ${answer.durationMs} ms)`]);
    return EXIT.ok;
  }
  const hint = `look at notify.${name} of the coordinator's configuration, and at the receiver`;
  output.failure(toFailure(new ShoalError("E_UNAVAILABLE", answer.why, { hint })));
  return EXIT.error;
}

const COLUMNS: readonly Column<NotifyTarget>[] = [
  { title: "NAME", cell: ({ name }) => name },
  { title: "FORMAT", cell: ({ format, signed }) => `${format}${signed ? ", signed" : ""}` },
  { title: "TO", cell: ({ host }) => host },
  { title: "OF", cell: ({ environments, apps, kinds, severity }) => filterText([...environments, ...apps, ...kinds], severity) },
  { title: "WAITING", cell: ({ waiting }) => String(waiting), align: "right" },
  { title: "DELIVERED", cell: ({ delivered }) => String(delivered), align: "right" },
  { title: "LAST", cell: ({ deliveredUnixMs }) => (deliveredUnixMs === 0 ? "-" : formatTime(deliveredUnixMs)) },
  { title: "DROPPED", cell: ({ dropped }) => String(dropped), align: "right" },
  { title: "FAILING", cell: ({ failing }) => failing },
];

function filterText(words: readonly string[], severity: string): string {
  const all = words.length === 0 ? "all" : words.join(", ");
  return severity === "info" ? all : `${all}; ${severity} up`;
}
