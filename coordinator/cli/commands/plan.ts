/** `shoal plan`: what a deploy would do, without doing it. `shoal explain`: why a host is where it is. */
import type { Command } from "commander";
import type { Explanation, PlannedCommand, PlannedHost, PlannedWave, RolloutPlan } from "../../../proto/operator-types.ts";
import { printable } from "../../../runtime/errors.ts";
import { formatBytes } from "../../../runtime/format.ts";
import { addCommand, addStreamOptions, type Bind, type CommandContext, type StreamOptions } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { readPolicy } from "../policy.ts";
import { formatDuration } from "../render/format.ts";
import { type Column, renderTable } from "../render/table.ts";

export function addPlanCommands(program: Command, bind: Bind): void {
  addStreamOptions(addCommand(program, "plan <tag>", "what a deploy would do: waves, hosts, bytes, checks and hooks; nothing is changed"))
    .option("--slot <name>", "another slot than current", "")
    .option("--policy <file>", "another policy than the environment's")
    .action(bind(plan));
  addCommand(program, "explain <rollout> <host>", "why a host is where it is in a rollout").action(bind(explain));
}

interface PlanOptions extends StreamOptions {
  readonly slot: string;
  readonly policy?: string;
}

async function plan(context: CommandContext, tag: string, { app, environment, slot, policy }: PlanOptions): Promise<ExitCode> {
  const client = await context.connect();
  const about = { app, environment, tag, slot, ...(await readPolicy(policy)) };
  const answer = await client.plan({ ...about, requestId: "", note: "", repair: false, hosts: [] });
  context.output.answer({ plan: answer }, () => planLines(answer));
  return answer.refusal === null ? EXIT.ok : EXIT.error;
}

async function explain({ connect, output }: CommandContext, rollout: string, host: string): Promise<ExitCode> {
  const answer = await (await connect()).explain({ rollout, host });
  const { lines, steps } = answer;
  output.answer({ rollout, host, lines, steps }, () => explainLines(answer));
  return EXIT.ok;
}

function planLines({ app, environment, tag, policy, waves, hosts, refusal, commands }: RolloutPlan): readonly string[] {
  const bytes = hosts.reduce((sum, host) => sum + host.fetchBytes, 0);
  const unknown = hosts.filter(({ route }) => route === "unknown").length;
  const not = unknown === 0 ? "" : `; ${unknown} are not connected, what they hold is not known`;
  return [
    printable(
      `deploy of ${app} ${tag} to ${environment} by policy ${policy}: ${hosts.length} hosts in ${waves.length} waves, ${formatBytes(bytes)} to fetch${not}`,
    ),
    ...(refusal === null ? [] : [printable(`it would be refused now: ${refusal.code}: ${refusal.message}`)]),
    ...renderTable(WAVES, waves),
    ...renderTable(HOSTS, hosts),
    ...(commands.length === 0
      ? ["nothing is checked or run on the hosts: the release says nothing of it"]
      : commandLines(commands, hosts.length)),
  ];
}

function commandLines(commands: readonly PlannedCommand[], hosts: number): readonly string[] {
  const where = (names: readonly string[]): string => (names.length === hosts ? "" : ` (${namesOf(names)})`);
  return [
    "on each host:",
    ...commands.map(({ phase, kind, name, what, hosts: names, problem }) =>
      printable(
        `  ${phase === "" ? "" : `${phase}: ${kind} ${name}: ${what}`}${problem === "" ? "" : ` FAILS: ${problem}`}${where(names)}`,
      ),
    ),
  ];
}

function namesOf(names: readonly string[]): string {
  return names.length > NAMES_TOLD ? `${names.slice(0, NAMES_TOLD).join(", ")}, …` : names.join(", ");
}

function explainLines({ lines, steps }: Explanation): readonly string[] {
  return [
    ...lines.map(printable),
    ...steps.flatMap(({ phase, kind, name, outcome, attempts, durationMs, detail, output }) => [
      printable(
        `${phase}: ${kind} ${name} ${outcome} after ${formatDuration(durationMs)} (${attempts} tried)${detail === "" ? "" : `: ${detail}`}`,
      ),
      ...output.split("\n").flatMap((line) => (line === "" ? [] : [`  ${printable(line)}`])),
    ]),
  ];
}

const WAVES: readonly Column<PlannedWave>[] = [
  { title: "WAVE", cell: (wave) => wave.name },
  { title: "HOSTS", cell: (wave) => String(wave.hosts.length), align: "right" },
  { title: "BAKE", cell: (wave) => (wave.bakeMs === 0 ? "-" : formatDuration(wave.bakeMs)), align: "right" },
  { title: "THEN", cell: (wave) => wave.gates.join(", ") || "-" },
  {
    title: "WHO",
    cell: (wave) => namesOf(wave.hosts),
  },
];
const NAMES_TOLD = 4;

const HOSTS: readonly Column<PlannedHost>[] = [
  { title: "HOST", cell: (host) => host.host },
  { title: "DC", cell: (host) => host.datacenter },
  { title: "RUNS", cell: (host) => host.tag || "-" },
  { title: "ROUTE", cell: (host) => host.route },
  { title: "FETCH", cell: (host) => (host.route === "unknown" ? "?" : formatBytes(host.fetchBytes)), align: "right" },
];
