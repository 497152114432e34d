/**
 * Events on their way between coordinators: whoever hears of one writes it here, the leader of its stream takes it and writes what became of
 * it, the sender reads that and removes the row. A leader that dies in between leaves a row without an answer, which the next leader
 * takes: an event may be submitted twice, as a report may be that a host repeats.
 */
import { type Kysely, sql } from "kysely";
import { QUERY_VALUES } from "../limits.ts";
import type { StreamName } from "./events.ts";
import { notifyWithin } from "./notices.ts";
import type { Schema } from "./schema.ts";

export interface SubmissionRow {
  readonly sender: string;
  readonly number: number;
  readonly stream: StreamName;
  /** JSON. */
  readonly body: string;
}

export interface AnswerRow {
  readonly sender: string;
  readonly number: number;
  /** JSON. */
  readonly answer: string;
}

export interface SubmissionRepository {
  put(rows: readonly SubmissionRow[]): Promise<void>;
  /** Without an answer, those of one sender in its order. */
  waiting(streams: readonly StreamName[], limit: number): Promise<readonly SubmissionRow[]>;
  answer(rows: readonly AnswerRow[]): Promise<void>;
  /** Answers for a sender; they are gone from the table. */
  take(sender: string): Promise<readonly AnswerRow[]>;
  /** The sender waits no more for these. */
  withdraw(sender: string, numbers: readonly number[]): Promise<void>;
  /** What senders left that are gone. */
  sweep(present: readonly string[]): Promise<void>;
}

export function createSubmissionRepository(db: Kysely<Schema>): SubmissionRepository {
  const own = (sender: string) => db.deleteFrom("submissions").where("sender", "=", sender);
  return {
    put: (rows) =>
      db.transaction().execute(async (trx) => {
        // A commit that a crash of the server takes back is an answer that never comes: then the sender asks again.
        await sql`set local synchronous_commit = off`.execute(trx);
        await trx
          .insertInto("submissions")
          .values(rows.map((row) => ({ ...row, answer: null })))
          .execute();
        for (const stream of new Set(rows.map((row) => row.stream))) await notifyWithin(trx, { kind: "submitted", subject: stream });
      }),
    async waiting(streams, limit) {
      if (streams.length === 0) return [];
      const found = db.selectFrom("submissions").select(["sender", "number", "stream", "body"]).where("answer", "is", null);
      const some = found.where("stream", "in", streams.slice(0, QUERY_VALUES));
      const rows = await some.orderBy("sender").orderBy("number").limit(limit).execute();
      return rows.map((row) => ({ ...row, number: Number(row.number), stream: row.stream as StreamName }));
    },
    answer: (rows) =>
      db.transaction().execute(async (trx) => {
        await sql`set local synchronous_commit = off`.execute(trx);
        for (const { sender, number, answer } of rows) {
          await trx.updateTable("submissions").set({ answer }).where("sender", "=", sender).where("number", "=", number).execute();
        }
        for (const sender of new Set(rows.map((row) => row.sender))) await notifyWithin(trx, { kind: "answered", subject: sender });
      }),
    async take(sender) {
      const rows = await own(sender).where("answer", "is not", null).returning(["sender", "number", "answer"]).execute();
      return rows.map((row) => ({ sender, number: Number(row.number), answer: row.answer ?? "" }));
    },
    async withdraw(sender, numbers) {
      if (numbers.length > 0) await own(sender).where("number", "in", numbers).execute();
    },
    async sweep(present) {
      await db.deleteFrom("submissions").where("sender", "not in", present).execute();
    },
  };
}
