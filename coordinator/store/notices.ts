/**
 * Short words between coordinators on one PostgreSQL database: LISTEN/NOTIFY on one channel. A notice only says where to look; whoever
 * listens polls too, so that a notice that is late or lost costs a second and nothing else.
 */
import { type Kysely, sql } from "kysely";
import { NOTICE_RECONNECT_MS } from "../limits.ts";
import { postgresClient, type PostgresOptions } from "./postgres.ts";
import type { Schema } from "./schema.ts";

/** events: a stream has some; submitted: a stream has been sent some; answered: a member's submissions were; fleet: hosts or releases changed. */
export interface Notice {
  readonly kind: (typeof KINDS)[number];
  /** A stream's or a member's name. */
  readonly subject: string;
}

/** Heard by others when the transaction is committed. */
export async function notifyWithin(db: Kysely<Schema>, { kind, subject }: Notice): Promise<void> {
  await sql`select pg_notify(${CHANNEL}, ${`${kind} ${subject}`})`.execute(db);
}

export interface Listening {
  /** Resolves when notices are heard for the first time. */
  readonly heard: Promise<void>;
  stop(): Promise<void>;
}

/** Listens until stopped, over a connection of its own that is opened again whenever it breaks. */
export function listen(options: PostgresOptions, hear: (notice: Notice) => void): Listening {
  const { promise: heard, resolve: opened } = Promise.withResolvers<void>();
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let client: ReturnType<typeof postgresClient> | null = null;
  const again = (of: typeof client): void => {
    if (stopped || client !== of) return;
    client = null;
    of?.end().catch(() => undefined);
    timer = setTimeout(open, NOTICE_RECONNECT_MS);
  };
  const open = (): void => {
    const one = postgresClient(options);
    client = one;
    one.on("error", () => again(one));
    one.on("end", () => again(one));
    one.on("notification", ({ payload }) => {
      const notice = parse(payload ?? "");
      if (notice !== null) hear(notice);
    });
    one
      .connect()
      .then(() => one.query(`listen ${CHANNEL}`))
      .then(
        () => opened(),
        () => again(one),
      );
  };
  open();
  return {
    heard,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await client?.end().catch(() => undefined);
    },
  };
}

const CHANNEL = "shoal";
const KINDS = ["events", "submitted", "answered", "fleet"] as const;

function parse(payload: string): Notice | null {
  const [word, subject] = payload.split(" ", 2);
  const kind = KINDS.find((known) => known === word);
  return kind === undefined || subject === undefined ? null : { kind, subject };
}
