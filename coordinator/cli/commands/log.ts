/** `shoal log`: who did what when, and what hosts answered, of one app in one environment or of the fleet; `shoal history`: what each host ran since when. */
import type { Command } from "commander";
import type { Event, Switch } from "../../../proto/operator-types.ts";
import { ShoalError } from "../../../runtime/errors.ts";
import type { OperatorClient } from "../client.ts";
import { addCommand, addStreamOptions, type Bind, type CommandContext, parseCount, type StreamOptions } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { LOG_EVENTS_MAX } from "../limits.ts";
import { formatTime } from "../render/format.ts";
import { type Column, renderTable } from "../render/table.ts";

export function addLogCommands(program: Command, bind: Bind): void {
  addCommand(program, "log", "the newest of the audit log, oldest first; without app and environment: of hosts and releases")
    .option("--app <name>", "the app", "")
    .option("--environment <name>", "the environment", "")
    .option("--after <version>", "the first after this version instead of the newest", parseCount(Number.MAX_SAFE_INTEGER))
    .option("--who <principal>", "only theirs: operator:alice, or alice")
    .option("--kind <event>", "only these: rollout-requested, pause-requested, …")
    .option("--host <host>", "only what is about this host")
    .option("--limit <count>", `at most this many (up to ${LOG_EVENTS_MAX})`, parseCount(LOG_EVENTS_MAX), 200)
    .action(bind(log));
  addStreamOptions(addCommand(program, "history", "which release each host was switched to when, oldest first"))
    .option("--host <host>", "only of this host", "")
    .option("--tag <tag>", "only to this release", "")
    .option("--limit <count>", `the newest (up to ${LOG_EVENTS_MAX})`, parseCount(LOG_EVENTS_MAX), 200)
    .action(bind(history));
}

interface LogOptions extends StreamOptions, Wanted {
  /** Absent: the newest. */
  readonly after?: number;
  readonly limit: number;
}

interface Wanted {
  readonly who?: string;
  readonly kind?: string;
  readonly host?: string;
}

async function log(context: CommandContext, options: LogOptions): Promise<ExitCode> {
  if ((options.app === "") !== (options.environment === ""))
    throw new ShoalError("E_USAGE", "--app and --environment belong together; without both it is the log of hosts and releases");
  const events = await readEvents(await context.connect(), options);
  context.output.answer({ events: events.map((event) => ({ ...event, body: parseBody(event.body) })) }, () =>
    events.length === 0 ? ["no events"] : renderTable(COLUMNS, events),
  );
  return EXIT.ok;
}

/** The coordinator has no index over these, and is not asked from the end: the log is read on until there are enough, or to its end for the newest. */
async function readEvents(client: OperatorClient, options: LogOptions): Promise<readonly Event[]> {
  const { app, environment, limit, after } = options;
  const isFiltered = options.who !== undefined || options.kind !== undefined || options.host !== undefined;
  const page = isFiltered || after === undefined ? LOG_EVENTS_MAX : limit;
  let found: Event[] = [];
  for (let afterVersion = after ?? 0; ;) {
    const { events } = await client.listEvents({ app, environment, afterVersion, limit: page });
    found.push(...events.filter((event) => isWanted(event, options)));
    if (after === undefined) found = found.slice(-limit);
    const last = events.at(-1);
    if (last === undefined || (after !== undefined && found.length >= limit)) return found.slice(0, limit);
    afterVersion = last.version;
  }
}

function isWanted({ principal, kind, body }: Event, { who, kind: wanted, host }: Wanted): boolean {
  if (who !== undefined && principal !== who && principal !== `operator:${who}`) return false;
  if (wanted !== undefined && kind !== wanted) return false;
  return host === undefined || (parseBody(body) as { readonly host?: unknown } | null)?.host === host;
}

interface HistoryOptions extends StreamOptions {
  readonly host: string;
  readonly tag: string;
  readonly limit: number;
}

async function history(context: CommandContext, { app, environment, host, tag, limit }: HistoryOptions): Promise<ExitCode> {
  const answer = await (await context.connect()).listSwitches({ app, environment, host, tag, limit });
  context.output.answer(answer, () => (answer.switches.length === 0 ? ["nothing was switched"] : renderTable(SWITCHES, answer.switches)));
  return EXIT.ok;
}

const COLUMNS: readonly Column<Event>[] = [
  { title: "VERSION", cell: (event) => String(event.version), align: "right" },
  { title: "TIME", cell: (event) => formatTime(event.atUnixMs) },
  { title: "WHO", cell: (event) => event.principal },
  { title: "FROM", cell: (event) => originOf(event) || "-" },
  { title: "WHAT", cell: (event) => event.kind },
  { title: "DETAILS", cell: (event) => details(parseBody(event.body)) },
];

const SWITCHES: readonly Column<Switch>[] = [
  { title: "TIME", cell: (one) => formatTime(one.atUnixMs) },
  { title: "HOST", cell: (one) => one.host },
  { title: "SLOT", cell: (one) => one.slot },
  { title: "RELEASE", cell: (one) => one.tag || one.release || "-" },
  { title: "TREE", cell: (one) => one.tree.slice(0, 12) || "-" },
  { title: "BY", cell: (one) => one.rollout || one.detail || "the host" },
];

/** Where an operator's call came from. */
function originOf({ body }: Event): string {
  const { origin } = (parseBody(body) ?? {}) as { readonly origin?: unknown };
  return typeof origin === "string" ? origin : "";
}

/** The event as JSON, or its text where it is none. */
function parseBody(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return body;
  }
}

/** The short values of an event; the rest is in `--json`. */
function details(body: unknown): string {
  if (typeof body !== "object" || body === null) return String(body);
  return Object.entries(body)
    .flatMap(([key, value]) => {
      if (key === "kind" || key === "origin" || value === "" || value === null) return [];
      if (typeof value === "string" || typeof value === "number" || typeof value === "boolean")
        return [`${key}=${String(value).slice(0, 60)}`];
      const named = shortOf(value as Record<string, unknown>);
      return named === "" ? [] : [`${key}=${named}`];
    })
    .join(" ");
}

/** `release/1` of a release; `current revision r1 drift` of a slot; `result reverted E_CHECK: …` of an answer. */
function shortOf({ tag, kind, outcome, code, message, result, failure, slot, content, revision, drift }: Record<string, unknown>): string {
  if (typeof tag === "string") return tag;
  const words = [
    slot,
    kind,
    revision,
    outcome,
    typeof code === "string" ? `${code}: ${String(message).slice(0, MESSAGE_CHARS)}` : undefined,
  ];
  const below = [content, result, failure].flatMap((one) =>
    typeof one === "object" && one !== null ? [shortOf(one as Record<string, unknown>)] : [],
  );
  return [...words.filter((word) => typeof word === "string"), ...below, ...(drift === true ? ["drift"] : [])].join(" ");
}

const MESSAGE_CHARS = 200;
