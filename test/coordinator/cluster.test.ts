/** Two coordinators on one PostgreSQL database, in one process, each with its own ports. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import test, { type ExecutionContext } from "ava";
import type * as wire from "../../proto/operator-types.ts";
import { hashFile } from "../../runtime/blake3.ts";
import { ShoalError } from "../../runtime/errors.ts";
import type { Digest } from "../../runtime/ids.ts";
import { openSwarm } from "../../swarm/process.ts";
import type { FakeAgent } from "./fake-agent.ts";
import { noise, publish } from "./publish.ts";
import { type OperatorClient, type StartOptions, startTestCoordinator, type TestCoordinator } from "./start.ts";
import { postgresDatabase } from "./store/postgres.ts";
import { temporaryFolder } from "./temporary.ts";

const TREE = { "README.md": "first" };

test("a rollout asked for at one coordinator reaches hosts at both, and is shown and steered at either", async (t) => {
  const [a, b] = (await two(t)) ?? [];
  if (a === undefined || b === undefined) return;
  const [atA, atB] = [await a.operator(), await b.operator()];
  await a.addHost("web1");
  await b.addHost("web2");
  const agents = [await living(a, "web1"), await living(b, "web2")];
  const release = await publish(atA, TREE, { tag: "release/1", keys: [a.fleet.signingKey] });
  const { rollout, hosts } = await atB.deploy(deploy("release/1"));
  t.is(hosts.length, 2);
  for (const kind of ["prepare", "activate"] as const) {
    for (const { obey } of agents) await obey(kind, release.tree as Digest);
  }
  for (const operator of [atA, atB]) {
    const done = await until(operator, rollout, ({ endedUnixMs }) => endedUnixMs > 0);
    t.is(done.state, "succeeded");
    t.deepEqual(
      done.hosts.map(({ host, state }) => [host, state]),
      [
        ["web1", "active"],
        ["web2", "active"],
      ],
    );
  }
  const repeated = await atA.deploy({ ...deploy("release/1"), requestId: "again" });
  await t.throwsAsync(atB.deploy({ ...deploy("release/1"), requestId: "second" }), { code: "E_ROLLOUT_OPEN" });
  t.is((await atB.abort({ app: "web", environment: "production", rollout: repeated.rollout, note: "" })).rollout, repeated.rollout);
});

test("when the leader stops, the other one leads, its hosts say hello again, and the rollout goes on", async (t) => {
  const [a, b] = (await two(t)) ?? [];
  if (a === undefined || b === undefined) return;
  const [atA, atB] = [await a.operator(), await b.operator()];
  await a.addHost("web1");
  // Who is asked about a stream first leads it.
  await t.throwsAsync(atA.abort({ app: "web", environment: "production", rollout: "", note: "" }), { code: "E_NOT_FOUND" });
  await b.addHost("web2");
  const before = await joined(b, "web2");
  const gone = await living(a, "web1");
  const release = await publish(atA, TREE, { tag: "release/1", keys: [a.fleet.signingKey] });
  const { rollout } = await atA.deploy(deploy("release/1"));
  await gone.obey("prepare", release.tree as Digest);
  await a.stop();
  t.is((await before.over) === null, false, "its session is ended by the new leader");
  const agents = [await living(b, "web1", gone.agent()), await living(b, "web2", before)] as const;
  await agents[1].obey("prepare", release.tree as Digest);
  for (const { obey } of agents) await obey("activate", release.tree as Digest);
  const done = await until(atB, rollout, ({ endedUnixMs }) => endedUnixMs > 0);
  t.is(done.state, "succeeded");
  const events = (await atB.listEvents({ app: "web", environment: "production", afterVersion: 0, limit: 1_000 })).events;
  t.true(events.filter(({ kind }) => kind === "coordinator-started").length >= 1, "of the one that follows; a new stream has none");
});

test("hosts of a coordinator are shown as connected at the other, and as gone when it is", async (t) => {
  const [a, b] = (await two(t)) ?? [];
  if (a === undefined || b === undefined) return;
  const atA = await a.operator();
  await b.addHost("web2");
  let agent = await joined(b, "web2");
  const isConnected = async (): Promise<boolean> => {
    const { hosts } = await atA.listHosts({ environment: "production" });
    return hosts.some(({ host, connected }) => host === "web2" && connected);
  };
  // On a machine that is slow for longer than a lease another leads, and ends the session: the host dials again.
  while (!(await isConnected())) if (await hasEnded(agent)) agent = await joined(b, "web2", agent);
  await b.stop();
  while (await isConnected());
  t.pass();
});

test("a bundle that one coordinator has made is fetched by the other from its seed, and seeded there too", async (t) => {
  const [a, b] = (await two(t, { realSwarm: true })) ?? [];
  if (a === undefined || b === undefined) return;
  const [atA, atB] = [await a.operator(), await b.operator()];
  await a.addHost("web1");
  const release = await publish(atA, { "data.bin": noise(3_000_000, "data") }, { tag: "release/1", keys: [a.fleet.signingKey] });
  const agent = await joined(b, "web1");
  await atB.deploy(deploy("release/1"));
  const prepare = await agent.nextIntent("prepare");
  const [route] = prepare.kind === "prepare" ? prepare.routes : [];
  const swarm = await openSwarm({
    identity: await a.fleet.identity("agent", "web1"),
    listen: { host: "127.0.0.1", port: 0 },
    ...{ advertiseHost: "127.0.0.1", preset: "loopback", memoryLimitMib: 256 },
  });
  t.teardown(() => swarm.stop());
  const file = join(temporaryFolder(t), "web1.bundle");
  const about = { torrent: route!.torrent, file, announceUrl: null, admission: { hosts: [] } };
  const transfer = await swarm.add({ ...about, peers: [`127.0.0.1:${b.coordinator.ports.swarm}`] });
  await transfer.waitForAll(AbortSignal.timeout(30_000));
  const [bundle] = release.bundles;
  t.is(await hashFile(file), bundle!.digest as Digest);
  t.is(await hashFile(join(b.dataDir, "bundles", `${bundle!.digest}.tar.zst`)), bundle!.digest as Digest);
  const second = publish(atB, TREE, { tag: "release/2", keys: [a.fleet.signingKey] });
  await t.throwsAsync(second, { code: "E_UNAVAILABLE", message: /made by another coordinator/ });
});

async function two(
  t: ExecutionContext,
  options: Pick<StartOptions, "realSwarm"> = {},
): Promise<readonly [TestCoordinator, TestCoordinator] | null> {
  const postgres = await postgresDatabase(t);
  if (postgres === null) return null;
  const passwordFile = join(temporaryFolder(t), "password");
  writeFileSync(passwordFile, `${postgres.password}\n`, { mode: 0o600 });
  const change = (configuration: Record<string, unknown>): void => {
    configuration["store"] = postgres.url;
    configuration["storePasswordFile"] = passwordFile;
  };
  const a = await startTestCoordinator(t, { ...options, change, name: "one" });
  return [a, await startTestCoordinator(t, { ...options, change, name: "two", fleet: a.fleet })];
}

/** Its disk is that of `like`. A host that another coordinator has registered is known here a moment later: it dials until it is. */
async function joined(c: TestCoordinator, host: string, like?: FakeAgent): Promise<FakeAgent> {
  for (;;) {
    const agent = await c.agent(host);
    if (like !== undefined) agent.remember(like);
    const welcome = await agent.join().catch(() => null);
    if (welcome !== null) return agent;
  }
}

/**
 * Obeys the next intent of a kind, as an agent does: dials again whenever a session is ended. On a machine that is slow for longer than a lease another
 * coordinator leads all of a sudden, and every host is to say hello again.
 */
async function living(c: TestCoordinator, host: string, like?: FakeAgent): Promise<Living> {
  let agent = await joined(c, host, like);
  return {
    agent: () => agent,
    async obey(kind, tree) {
      for (;;) {
        const intent = await agent.nextIntent(kind).catch(onlyEnded);
        // What it did, its next hello tells.
        if (intent !== null) return agent.obey(intent, tree).catch(() => undefined);
        agent = await joined(c, host, agent);
      }
    },
  };
}

interface Living {
  agent(): FakeAgent;
  obey(kind: "prepare" | "activate", tree: Digest): Promise<void>;
}

function onlyEnded(error: unknown): null {
  if (error instanceof ShoalError && error.retryable) return null;
  throw error;
}

function deploy(tag: string): wire.DeployRequest {
  return {
    ...{ app: "web", environment: "production", tag, slot: "", requestId: tag.replace("/", "-"), note: "", hosts: [], repair: false },
    ...{ policy: "", policyFile: "" },
  };
}

/** An end that has come already is told before the next turn of the event loop. */
function hasEnded({ over }: FakeAgent): Promise<boolean> {
  return Promise.race([over.then(() => true), nextTurn(false)]);
}

async function until(operator: OperatorClient, rollout: string, holds: (rollout: wire.Rollout) => boolean): Promise<wire.Rollout> {
  const call = operator.watch({ rollout, app: "", environment: "" });
  for await (const event of call) {
    if (event.rollout !== null && holds(event.rollout)) return event.rollout;
  }
  return operator.getRollout({ rollout });
}
