/** `shoal log`: the audit log of one app in one environment: who did what when, and what hosts answered. */
import type { Command } from "commander";
import type { Event } from "../../../proto/operator-types.ts";
import { addCommand, addStreamOptions, type Bind, type CommandContext, parseCount, type StreamOptions } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { LOG_EVENTS_MAX } from "../limits.ts";
import { formatTime } from "../render/format.ts";
import { type Column, renderTable } from "../render/table.ts";

export function addLogCommand(program: Command, bind: Bind): void {
  addStreamOptions(addCommand(program, "log", "the audit log, oldest first"))
    .option("--after <version>", "only events after this version", parseCount(Number.MAX_SAFE_INTEGER), 0)
    .option("--limit <count>", `at most this many (up to ${LOG_EVENTS_MAX})`, parseCount(LOG_EVENTS_MAX), 200)
    .action(bind(log));
}

interface LogOptions extends StreamOptions {
  readonly after: number;
  readonly limit: number;
}

async function log(context: CommandContext, { app, environment, after, limit }: LogOptions): Promise<ExitCode> {
  const client = await context.connect();
  const { events } = await client.listEvents({ app, environment, afterVersion: after, limit });
  context.output.answer({ events: events.map((event) => ({ ...event, body: parseBody(event.body) })) }, () =>
    events.length === 0 ? ["no events"] : renderTable(COLUMNS, events),
  );
  return EXIT.ok;
}

const COLUMNS: readonly Column<Event>[] = [
  { title: "VERSION", cell: (event) => String(event.version), align: "right" },
  { title: "TIME", cell: (event) => formatTime(event.atUnixMs) },
  { title: "WHO", cell: (event) => event.principal },
  { title: "WHAT", cell: (event) => event.kind },
  { title: "DETAILS", cell: (event) => details(parseBody(event.body)) },
];

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
      if (key === "kind" || value === "" || value === null) return [];
      if (typeof value === "string" || typeof value === "number" || typeof value === "boolean")
        return [`${key}=${String(value).slice(0, 60)}`];
      const named = shortOf(value as Record<string, unknown>);
      return named === "" ? [] : [`${key}=${named}`];
    })
    .join(" ");
}

/** `release/1` of a release; `result reverted E_CHECK: …` of an answer. */
function shortOf({ tag, kind, outcome, code, message, result, failure }: Record<string, unknown>): string {
  if (typeof tag === "string") return tag;
  const words = [kind, outcome, typeof code === "string" ? `${code}: ${String(message).slice(0, MESSAGE_CHARS)}` : undefined];
  const below = [result, failure].flatMap((one) =>
    typeof one === "object" && one !== null ? [shortOf(one as Record<string, unknown>)] : [],
  );
  return [...words.filter((word) => typeof word === "string"), ...below].join(" ");
}

const MESSAGE_CHARS = 200;
