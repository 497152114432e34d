/** Which content each app has proved to possess. There is no question here that another app's files could answer. */
import type { Kysely } from "kysely";
import type { AppName, Digest } from "../../runtime/ids.ts";
import { QUERY_VALUES } from "../limits.ts";
import type { Schema } from "./schema.ts";

export interface AppFile {
  readonly digest: Digest;
  readonly sizeBytes: number;
}

export interface AppFileRepository {
  /** Idempotent. Durable when it resolves. */
  add(app: AppName, files: readonly AppFile[]): Promise<void>;
  /** Those of `digests` that this app has, with their size. */
  present(app: AppName, digests: readonly Digest[]): Promise<ReadonlyMap<Digest, number>>;
}

export function createAppFileRepository(db: Kysely<Schema>): AppFileRepository {
  return {
    async add(app, files) {
      await db.transaction().execute(async (trx) => {
        for (const some of chunks(files)) {
          const rows = some.map(({ digest, sizeBytes }) => ({ app, digest, size_bytes: sizeBytes }));
          await trx
            .insertInto("app_files")
            .values(rows)
            .onConflict((c) => c.columns(["app", "digest"]).doNothing())
            .execute();
        }
      });
    },
    async present(app, digests) {
      const found = new Map<Digest, number>();
      for (const some of chunks(digests)) {
        const query = db.selectFrom("app_files").select(["digest", "size_bytes"]).where("app", "=", app).where("digest", "in", some);
        for (const row of await query.execute()) found.set(row.digest as Digest, Number(row.size_bytes));
      }
      return found;
    },
  };
}

function* chunks<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < items.length; at += QUERY_VALUES) yield items.slice(at, at + QUERY_VALUES);
}
