/** Ended rollouts, for questions about the past. The truth is the event stream; a row that is missing is made again from it at start. */
import type { Kysely, Transaction } from "kysely";
import type { AppName, EnvironmentName, RolloutId } from "../../runtime/ids.ts";
import { reviveRollout } from "../rollout/archive.ts";
import type { Rollout } from "../rollout/state.ts";
import type { Schema } from "./schema.ts";

export interface EndedRollout {
  readonly environment: EnvironmentName;
  readonly app: AppName;
  readonly rollout: Rollout;
}

export interface RolloutQuery {
  readonly environment: EnvironmentName | null;
  readonly app: AppName | null;
  readonly limit: number;
}

export interface RolloutRepository {
  /** Replaces what stood there. All or nothing. */
  put(ended: readonly EndedRollout[]): Promise<void>;
  byId(rollout: RolloutId): Promise<EndedRollout | null>;
  /** Newest first. */
  list(query: RolloutQuery): Promise<readonly EndedRollout[]>;
}

export function createRolloutRepository(db: Kysely<Schema>): RolloutRepository {
  return {
    put: (ended) =>
      db.transaction().execute(async (trx) => {
        for (const one of ended) await put(trx, one);
      }),
    async byId(rollout) {
      const row = await db.selectFrom("rollouts").selectAll().where("rollout", "=", rollout).executeTakeFirst();
      return row === undefined ? null : toEnded(row);
    },
    async list({ environment, app, limit }) {
      let query = db.selectFrom("rollouts").selectAll().orderBy("started_unix_ms", "desc").limit(limit);
      if (environment !== null) query = query.where("environment", "=", environment);
      if (app !== null) query = query.where("app", "=", app);
      return (await query.execute()).map(toEnded);
    },
  };
}

async function put(trx: Transaction<Schema>, { environment, app, rollout }: EndedRollout): Promise<void> {
  const body = JSON.stringify(rollout);
  await trx
    .insertInto("rollouts")
    .values({ rollout: rollout.id, environment, app, started_unix_ms: rollout.startedUnixMs, body })
    .onConflict((c) => c.column("rollout").doUpdateSet({ body }))
    .execute();
}

function toEnded(row: Schema["rollouts"]): EndedRollout {
  return { environment: row.environment as EnvironmentName, app: row.app as AppName, rollout: reviveRollout(JSON.parse(row.body)) };
}
