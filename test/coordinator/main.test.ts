import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { once } from "node:events";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { createClient } from "../../proto/rpc-client.ts";
import { agentContract, operatorContract } from "../../proto/service.ts";
import { blake3 } from "../../runtime/blake3.ts";
import type { Digest } from "../../runtime/ids.ts";
import { FakeAgent } from "./fake-agent.ts";
import { createFleet, type Fleet, writeConfiguration } from "./fleet.ts";
import { type CoordinatorProcess, run, startProcess } from "./process.ts";
import { missingOf, noise, publish } from "./publish.ts";
import type { OperatorClient } from "./start.ts";
import { temporaryFolder } from "./temporary.ts";

const TREE = { "README.md": "first", "data.bin": noise(300_000, "data") };
const fleet = await createFleet();

test.serial("it says when it is ready, serves, seeds, and ends with 0 on SIGTERM without leaving a process", async (t) => {
  const config = await writeConfiguration(temporaryFolder(t), fleet);
  const coordinator = await startProcess(t, config);
  const operator = await connect(t, fleet, coordinator);
  const release = await publish(operator, TREE, { tag: "release/1", keys: [fleet.signingKey] });
  t.is(release.bundles.length, 1);
  const children = descendants(coordinator.child.pid!);
  t.true(children.length >= 1, "the engine runs in a process of its own");
  const { code, signal, stderr } = await coordinator.end("SIGTERM");
  t.deepEqual([code, signal], [0, null]);
  t.false(stderr.includes('"level":"error"'), stderr);
  t.deepEqual(children.filter(isRunning), []);
});

test.serial("C18: a second coordinator on the same data directory is refused with the holder's pid, and the first goes on", async (t) => {
  const config = await writeConfiguration(temporaryFolder(t), fleet);
  const first = await startProcess(t, config);
  const second = await run(t, { args: ["--config", config] }).ended;
  t.is(second.code, 1);
  t.regex(second.stderr, new RegExp(`E_LOCKED.*in use by process ${first.child.pid}`));
  t.deepEqual((await (await connect(t, fleet, first)).listHosts({ environment: "" })).hosts, []);
});

test.serial("a wrong command line ends with 2 and says how to use it; a wrong configuration with 1 and a sentence", async (t) => {
  for (const args of [[], ["--confg", "x"], ["--config"], ["serve", "--config", "x"]]) {
    const { code, stderr } = await run(t, { args }).ended;
    t.is(code, 2, args.join(" "));
    t.regex(stderr, /usage: shoal-coordinator/);
  }
  const missing = await run(t, { args: ["--config", "/nonexistent/coordinator.yaml"] }).ended;
  t.deepEqual([missing.code, missing.stderr], [1, "shoal-coordinator: E_CONFIG: /nonexistent/coordinator.yaml: there is no such file\n"]);
});

test.serial("C07: a port that is in use is refused with the address, and nothing keeps running", async (t) => {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  t.teardown(() => taken.close());
  const { port } = taken.address() as { port: number };
  for (const which of ["control", "swarm", "tracker"] as const) {
    const config = await writeConfiguration(temporaryFolder(t), fleet, ({ listen }) => void (listen[which] = `127.0.0.1:${port}`));
    const { code, stderr } = await run(t, { args: ["--config", config] }).ended;
    t.is(code, 1, which);
    t.regex(stderr, new RegExp(`E_CONFIG: .*127\\.0\\.0\\.1:${port}`), which);
  }
});

for (const fault of ["upload:before-record", "release:after-listing", "release:before-register"]) {
  test.serial(
    `killed at ${fault}: nothing is registered, what was left is swept, and the same release is made by the next process`,
    async (t) => {
      const folder = temporaryFolder(t);
      const config = await writeConfiguration(folder, fleet);
      const killed = await startProcess(t, config, { SHOAL_FAULT: fault });
      await t.throwsAsync(publish(await connect(t, fleet, killed), TREE, { tag: "release/1", keys: [fleet.signingKey] }));
      t.is((await killed.ended).signal, "SIGKILL");
      const next = await startProcess(t, config);
      const operator = await connect(t, fleet, next);
      t.deepEqual((await operator.listReleases({ app: "", limit: 0 })).releases, []);
      for (const name of ["bundles", "listings", "packing", "uploads"]) t.deepEqual(readdirSync(join(folder, "data", name)), [], name);
      if (fault === "upload:before-record") t.is((await missingOf(operator, [blake3(Buffer.from("first"))])).length, 1);
      t.is((await publish(operator, TREE, { tag: "release/1", keys: [fleet.signingKey] })).bundles.length, 1);
    },
  );
}

test.serial("killed right after a release was registered: it is there, whole, and seeded by the next process", async (t) => {
  const folder = temporaryFolder(t);
  const config = await writeConfiguration(folder, fleet);
  const killed = await startProcess(t, config, { SHOAL_FAULT: "release:after-register" });
  await t.throwsAsync(publish(await connect(t, fleet, killed), TREE, { tag: "release/1", keys: [fleet.signingKey] }));
  const next = await startProcess(t, config);
  const { releases } = await (await connect(t, fleet, next)).listReleases({ app: "web", limit: 0 });
  t.deepEqual(
    releases.map(({ tag }) => tag),
    ["release/1"],
  );
  t.is(
    blake3(readFileSync(join(folder, "data", "bundles", `${releases[0]!.bundles[0]!.digest}.tar.zst`))),
    releases[0]!.bundles[0]!.digest as Digest,
  );
});

test.serial("kill -9 in the middle of a rollout: the next process goes on, and the host is asked for nothing twice", async (t) => {
  const folder = temporaryFolder(t);
  const config = await writeConfiguration(folder, fleet);
  const first = await startProcess(t, config);
  const operator = await connect(t, fleet, first);
  const { tree } = await publish(operator, TREE, { tag: "release/1", keys: [fleet.signingKey] });
  await operator.addHost({ host: "web1", environment: "production", apps: ["web"], labels: {} });
  const agent = await dial(t, first);
  await agent.join();
  const { rollout } = await operator.deploy({
    app: "web",
    environment: "production",
    tag: "release/1",
    slot: "",
    requestId: "r1",
    note: "",
    repair: false,
    hosts: [],
    policy: "",
    policyFile: "",
  });
  const prepare = await agent.nextIntent("prepare");
  await first.end("SIGKILL");

  const second = await startProcess(t, config);
  const again = await connect(t, fleet, second);
  const back = await dial(t, second);
  await back.join();
  const repeated = await back.nextIntent("prepare");
  t.deepEqual([repeated.commandId, repeated.position], [prepare.commandId, prepare.position]);
  await back.obey(repeated, tree as Digest);
  await back.obey(await back.nextIntent("activate"), tree as Digest);
  const states: string[] = [];
  for await (const event of again.watch({ rollout, app: "", environment: "" }))
    if (event.rollout !== null) states.push(event.rollout.state);
  t.is(states.at(-1), "succeeded");
  t.deepEqual(back.received, []);
});

test.serial("killed between writing a request down and acting on it: the same request again finds its rollout, once", async (t) => {
  const config = await writeConfiguration(temporaryFolder(t), fleet);
  const first = await startProcess(t, config);
  const operator = await connect(t, fleet, first);
  const { tree } = await publish(operator, TREE, { tag: "release/1", keys: [fleet.signingKey] });
  await operator.addHost({ host: "web1", environment: "production", apps: ["web"], labels: {} });
  await first.end("SIGTERM");
  const request = {
    app: "web",
    environment: "production",
    tag: "release/1",
    slot: "",
    requestId: "r1",
    note: "",
    repair: false,
    hosts: [],
    policy: "",
    policyFile: "",
  };
  const killed = await startProcess(t, config, { SHOAL_FAULT: "rollout:after-append" });
  await t.throwsAsync((await connect(t, fleet, killed)).deploy(request), { code: "E_UNAVAILABLE" });
  t.is((await killed.ended).signal, "SIGKILL");

  const next = await startProcess(t, config);
  const again = await connect(t, fleet, next);
  const { rollout } = await again.deploy(request);
  t.deepEqual(
    (await again.listRollouts({ app: "", environment: "", limit: 0 })).rollouts.map((one) => one.rollout),
    [rollout],
  );
  const agent = await dial(t, next);
  await agent.join();
  const prepare = await agent.nextIntent("prepare");
  t.deepEqual([prepare.position.sequence, prepare.kind === "prepare" && prepare.routes[0]?.toTree], [1, tree as Digest]);
});

async function connect(t: ExecutionContext, { identity }: Fleet, { ports }: CoordinatorProcess): Promise<OperatorClient> {
  const client = createClient(operatorContract, { address: `127.0.0.1:${ports.control}`, identity: await identity("operator", "alice") });
  t.teardown(() => client.close());
  return client;
}

async function dial(t: ExecutionContext, { ports }: CoordinatorProcess): Promise<FakeAgent> {
  const client = createClient(agentContract, { address: `127.0.0.1:${ports.control}`, identity: await fleet.identity("agent", "web1") });
  t.teardown(() => client.close());
  const agent = new FakeAgent(client, { host: "web1" });
  t.teardown(() => agent.hangUp());
  return agent;
}

function descendants(pid: number): readonly number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean).map(Number);
  return children.flatMap((child) => [child, ...descendants(child)]);
}

function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}
