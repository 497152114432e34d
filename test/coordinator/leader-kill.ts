/** Two coordinators as processes on one PostgreSQL database, and the one that leads killed with SIGKILL at random moments of rollouts. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { ExecutionContext } from "ava";
import { sql } from "kysely";
import { openPostgres } from "../../coordinator/store/postgres.ts";
import type * as wire from "../../proto/operator-types.ts";
import { createClient } from "../../proto/rpc-client.ts";
import { agentContract, operatorContract } from "../../proto/service.ts";
import { ShoalError } from "../../runtime/errors.ts";
import type { Digest, ReleaseId } from "../../runtime/ids.ts";
import { createFleet, type Fleet, writeConfiguration } from "./fleet.ts";
import { LivingHost } from "./living-host.ts";
import { type CoordinatorProcess, startProcess } from "./process.ts";
import { publish } from "./publish.ts";
import type { OperatorClient } from "./start.ts";
import { postgresDatabase } from "./store/postgres.ts";
import { temporaryFolder } from "./temporary.ts";

/** From the kill until another leads: a lease of five seconds, and a poll. Ten seconds are meant; a machine that does other things too takes its time. */
const TAKEN_OVER_MS = 30_000;
const HOSTS = ["web1", "web2", "web3", "web4"];
const KILL_WITHIN_MS = 400;

export async function killLeaders(t: ExecutionContext, times: number): Promise<void> {
  const postgres = await postgresDatabase(t);
  if (postgres === null) return;
  const fleet = await createFleet();
  const configurations = [await configure(t, fleet, { name: "one", postgres }), await configure(t, fleet, { name: "two", postgres })];
  const running = await Promise.all(configurations.map((file) => startProcess(t, file)));
  const db = openPostgres<unknown>(postgres);
  t.teardown(() => db.destroy());
  const operate = operators(fleet, () => running);

  const trees = new Map<ReleaseId, Digest>();
  for (const tag of ["release/1", "release/2"]) {
    const made = await operate((operator) => publish(operator, { "README.md": tag }, { tag, keys: [fleet.signingKey] }), running[0]);
    trees.set(made.release as ReleaseId, made.tree as Digest);
  }
  for (const host of HOSTS) await operate((operator) => operator.addHost({ host, environment: "production", apps: ["web"], labels: {} }));
  const hosts = HOSTS.map((host) => {
    const dial = async () => {
      const [port, identity] = [oneOf(running).ports.control, await fleet.identity("agent", host)];
      return createClient(agentContract, { address: `127.0.0.1:${port}`, identity });
    };
    return new LivingHost(host, { dial, treeOf: (release) => trees.get(release) as Digest });
  });
  t.teardown(() => Promise.all(hosts.map((host) => host.stop())));

  const takenOverMs: number[] = [];
  const endedMs: number[] = [];
  for (let round = 1; round <= times; round += 1) {
    const request = deploy(`release/${1 + (round % 2)}`, `round-${round}`);
    const killing = killLeader(db, running);
    const { rollout } = await operate((operator) => operator.deploy(request));
    const killed = await killing;
    const ended = await operate((operator) => end(operator, rollout));
    endedMs.push(Math.round(performance.now() - killed.atMs));
    takenOverMs.push(await takeover(db, killed));
    t.is(ended.state, "succeeded", `round ${round}: ${JSON.stringify(ended.failure)}`);
    t.true(
      ended.hosts.every(({ state }) => state === "active"),
      `round ${round}`,
    );
    running[killed.index] = await startProcess(t, configurations[killed.index] as string);
  }
  for (const { host, carriedOut } of hosts) {
    t.deepEqual(
      [...carriedOut.values()].filter((count) => count !== 1),
      [],
      `${host} carried out each command once`,
    );
    t.is(carriedOut.size, 2 * times, `${host}: one prepare and one activate a rollout`);
  }
  const told = (ms: readonly number[]): string => ms.toSorted((a, b) => a - b).join(", ");
  t.log(
    `leader killed ${times} times; from the kill until another leads: ${told(takenOverMs)} ms; to the rollout's end: ${told(endedMs)} ms`,
  );
  const worst = Math.max(...takenOverMs);
  t.true(worst <= TAKEN_OVER_MS, `${worst} ms`);
}

/** How long until the stream's lease is another's; no longer than a test waits. */
async function takeover(db: ReturnType<typeof openPostgres>, { owner, atMs }: Killed): Promise<number> {
  for (;;) {
    const { rows } = await sql<{ owner: string }>`select owner from leases where stream = 'production/web'`.execute(db);
    const tookMs = Math.round(performance.now() - atMs);
    if ((rows[0] !== undefined && rows[0].owner !== owner) || tookMs > TAKEN_OVER_MS) return tookMs;
    await delay(50);
  }
}

interface Configure {
  readonly name: string;
  readonly postgres: { readonly url: string; readonly password: string | null };
}

async function configure(t: ExecutionContext, fleet: Fleet, { name, postgres }: Configure): Promise<string> {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, "password"), postgres.password ?? "", { mode: 0o600 });
  const store = { store: postgres.url, storePasswordFile: "password", heartbeat: "1m" };
  return writeConfiguration(folder, fleet, (configuration) => void Object.assign(configuration, store), name);
}

/** Asks one coordinator or another until one answers. */
function operators(fleet: Fleet, running: () => readonly CoordinatorProcess[]) {
  const identity = fleet.identity("operator", "alice");
  return async <T>(ask: (operator: OperatorClient) => Promise<T>, only?: CoordinatorProcess): Promise<T> => {
    for (const untilMs = performance.now() + ASK_MS; ; await delay(50)) {
      const { control } = (only ?? oneOf(running())).ports;
      const operator = createClient(operatorContract, { address: `127.0.0.1:${control}`, identity: await identity });
      try {
        return await ask(operator);
      } catch (error) {
        if (!(error instanceof ShoalError && error.retryable) || performance.now() > untilMs) throw error;
      } finally {
        operator.close();
      }
    }
  };
}

const ASK_MS = 40_000;

interface Killed {
  readonly index: number;
  readonly owner: string;
  readonly atMs: number;
}

async function killLeader(db: ReturnType<typeof openPostgres>, running: readonly CoordinatorProcess[]): Promise<Killed> {
  await delay(Math.random() * KILL_WITHIN_MS);
  const { index, owner } = await leaderOf(db, running);
  const atMs = performance.now();
  await running[index]?.end("SIGKILL");
  return { index, owner, atMs };
}

/** On a slow machine there is none at times: nobody else is to be killed in its place, for nobody would take over from it. */
async function leaderOf(
  db: ReturnType<typeof openPostgres>,
  running: readonly CoordinatorProcess[],
): Promise<{ readonly index: number; readonly owner: string }> {
  for (;;) {
    const { rows } = await sql<{
      seed: string;
      owner: string;
    }>`select seed, owner from leases join members on member = owner where stream = 'production/web'
      and leases.until_unix_ms > extract(epoch from clock_timestamp()) * 1000`.execute(db);
    const index = running.findIndex(({ ports }) => rows[0]?.seed.endsWith(`:${ports.swarm}`));
    if (rows[0] !== undefined && index >= 0) return { index, owner: rows[0].owner };
    await delay(50);
  }
}

/** A watch that breaks is an error, and asked again elsewhere. */
async function end(operator: OperatorClient, rollout: string): Promise<wire.Rollout> {
  for await (const event of operator.watch({ rollout, app: "", environment: "" })) {
    if (event.rollout !== null && event.rollout.endedUnixMs > 0) return event.rollout;
  }
  const last = await operator.getRollout({ rollout });
  if (last.endedUnixMs > 0) return last;
  throw new ShoalError("E_UNAVAILABLE", "the watch ended before the rollout");
}

function oneOf<T>(items: readonly T[]): T {
  return items[Math.floor(Math.random() * items.length)] as T;
}

function deploy(tag: string, requestId: string): wire.DeployRequest {
  return {
    ...{ app: "web", environment: "production", tag, slot: "", requestId, note: "", hosts: [], repair: false },
    ...{ policy: "", policyFile: "" },
  };
}
