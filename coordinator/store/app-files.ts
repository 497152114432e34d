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
  add(app: AppName, files: readonly AppFile[], atUnixMs: number): Promise<void>;
  /** The app counts on them: their time of use is `atUnixMs` where it was before `ifBeforeUnixMs`. */
  use(app: AppName, digests: readonly Digest[], when: { readonly atUnixMs: number; readonly ifBeforeUnixMs: number }): Promise<void>;
  /** Digests of the app that were last used before then, by digest, from the one after `after`. */
  unused(
    app: AppName,
    page: { readonly beforeUnixMs: number; readonly after: Digest | null; readonly limit: number },
  ): Promise<readonly Digest[]>;
  /** The app possesses them no more, unless it used them since. Durable when it resolves. */
  remove(app: AppName, digests: readonly Digest[], beforeUnixMs: number): Promise<void>;
  /** Those of `digests` that any app has. For the clean-up of the folder only: no answer to anybody. */
  anyones(digests: readonly Digest[]): Promise<ReadonlySet<Digest>>;
  /** Those of `digests` that this app has, with their size. */
  present(app: AppName, digests: readonly Digest[]): Promise<ReadonlyMap<Digest, number>>;
}

export function createAppFileRepository(db: Kysely<Schema>): AppFileRepository {
  return {
    async add(app, files, atUnixMs) {
      await db.transaction().execute(async (trx) => {
        for (const some of chunks(files)) {
          const rows = some.map(({ digest, sizeBytes }) => ({ app, digest, size_bytes: sizeBytes, used_unix_ms: atUnixMs }));
          await trx
            .insertInto("app_files")
            .values(rows)
            .onConflict((c) => c.columns(["app", "digest"]).doUpdateSet({ used_unix_ms: atUnixMs }))
            .execute();
        }
      });
    },
    async use(app, digests, { atUnixMs, ifBeforeUnixMs }) {
      await db.transaction().execute(async (trx) => {
        for (const some of chunks(digests)) {
          const own = trx.updateTable("app_files").set({ used_unix_ms: atUnixMs }).where("app", "=", app);
          await own.where("digest", "in", some).where("used_unix_ms", "<", ifBeforeUnixMs).execute();
        }
      });
    },
    async unused(app, { beforeUnixMs, after, limit }) {
      const own = db.selectFrom("app_files").select("digest").where("app", "=", app).where("used_unix_ms", "<", beforeUnixMs);
      const rows = await own
        .where("digest", ">", after ?? "")
        .orderBy("digest")
        .limit(limit)
        .execute();
      return rows.map(({ digest }) => digest as Digest);
    },
    async remove(app, digests, beforeUnixMs) {
      await db.transaction().execute(async (trx) => {
        for (const some of chunks(digests)) {
          const own = trx.deleteFrom("app_files").where("app", "=", app);
          await own.where("digest", "in", some).where("used_unix_ms", "<", beforeUnixMs).execute();
        }
      });
    },
    async anyones(digests) {
      const found = new Set<Digest>();
      for (const some of chunks(digests)) {
        const rows = await db.selectFrom("app_files").select("digest").distinct().where("digest", "in", some).execute();
        for (const { digest } of rows) found.add(digest as Digest);
      }
      return found;
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
