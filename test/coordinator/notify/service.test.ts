/** Notifications of a whole coordinator: a rollout told to a real receiver, across a restart, and the operator's view of it. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { createClient } from "../../../proto/rpc-client.ts";
import { operatorContract } from "../../../proto/service.ts";
import type { Digest } from "../../../runtime/ids.ts";
import { createFleet, exampleConfiguration, writeConfiguration } from "../fleet.ts";
import { type CoordinatorProcess, startProcess } from "../process.ts";
import { noise, publish } from "../publish.ts";
import { type OperatorClient, startTestCoordinator } from "../start.ts";
import { temporaryFolder } from "../temporary.ts";
import { isSigned, receiver, SECRET } from "./receiver.ts";

const TREE = { "README.md": "first", "data.bin": noise(20_000, "data") };

test("a rollout is told in its order, signed; what a coordinator could not deliver it delivers after its restart", async (t) => {
  let isDown = false;
  const ops = await receiver(t, (_, response) => void response.writeHead(isDown ? 503 : 204).end());
  const secretFile = join(temporaryFolder(t), "ops.secret");
  writeFileSync(secretFile, `whsec_${SECRET.toString("base64")}`, { mode: 0o600 });
  const coordinator = await startTestCoordinator(t, {
    change: (c) => (c["notify"] = { ops: { format: "json", url: ops.url, secretFile } }),
  });
  const operator = await coordinator.operator();
  await coordinator.addHost("web1");
  const release = await publish(operator, TREE, { tag: "release/1", keys: [coordinator.fleet.signingKey] });
  const agent = await coordinator.agent("web1");
  await agent.join();
  const { rollout } = await operator.deploy({
    ...{ app: "web", environment: "production", tag: "release/1", slot: "", requestId: "q1" },
    ...{ note: "monday", repair: false, hosts: [], policy: "", policyFile: "" },
  });
  await agent.obey(await agent.nextIntent("prepare"), release.tree as Digest);
  await ops.has(4);
  isDown = true;
  await agent.obey(await agent.nextIntent("activate"), release.tree as Digest);
  await ops.has(5);
  t.like((await operator.listNotifyTargets({})).targets[0], { name: "ops", format: "json", signed: true, delivered: 4 });
  const tested = await operator.testNotify({ name: "ops" });
  t.like(tested, { delivered: false, why: "ops answers 503" });
  await t.throwsAsync(operator.testNotify({ name: "none" }), { code: "E_NOT_FOUND" });
  await coordinator.stop();
  isDown = false;
  const before = ops.received.length;
  await coordinator.restart();
  await ops.has(before + 2);
  const all = ops.received.filter(({ message }) => message.kind !== "test");
  t.true(all.every((one) => isSigned(one)));
  t.true(all.every(({ message }) => message.rollout?.id === rollout));
  const told = [...new Map(all.map(({ message }) => [message.id, message.kind])).values()];
  t.deepEqual(told, ["opened", "preparing", "barrier", "wave-opened", "wave-done", "ended"]);
  t.like(all.at(-1)?.message, { severity: "info", rollout: { state: "succeeded", tag: "release/1", hosts: 1, active: 1 } });
  t.notRegex(coordinator.log.join("\n"), /verysecret|whsec_/);
  t.deepEqual(exampleConfiguration()["notify"], {}, "the documented default is nobody");
});

test("a coordinator that is killed as something is told tells it again, and what comes after it", async (t) => {
  let kill = (): void => undefined;
  const ops = await receiver(t, (_, response) => {
    kill();
    response.writeHead(204).end();
  });
  const folder = temporaryFolder(t);
  const fleet = await createFleet();
  writeFileSync(join(folder, "ops.secret"), `whsec_${SECRET.toString("base64")}`, { mode: 0o600 });
  const config = await writeConfiguration(
    folder,
    fleet,
    (c) => (c["notify"] = { ops: { format: "json", url: ops.url, secretFile: "ops.secret" } }),
  );
  const identity = await fleet.identity("operator", "alice");
  const start = async (): Promise<{ process: CoordinatorProcess; operator: OperatorClient }> => {
    const started = await startProcess(t, config);
    const operator = createClient(operatorContract, { address: `127.0.0.1:${started.ports.control}`, identity });
    t.teardown(() => operator.close());
    return { process: started, operator };
  };
  const first = await start();
  await first.operator.addHost({ host: "web1", environment: "production", apps: ["web"], labels: {} });
  await publish(first.operator, TREE, { tag: "release/1", keys: [fleet.signingKey] });
  kill = () => void first.process.child.kill("SIGKILL");
  await first.operator
    .deploy({
      ...{ app: "web", environment: "production", tag: "release/1", slot: "", requestId: "q1" },
      ...{ note: "", repair: false, hosts: [], policy: "", policyFile: "" },
    })
    .catch(() => undefined);
  await first.process.ended;
  const [died] = ops.received;
  kill = () => undefined;
  const second = await start();
  await ops.has(3);
  t.is(ops.received[1]?.message.id, died?.message.id, "the same, with its id");
  t.is(ops.received[1]?.body, died?.body);
  await second.operator.abort({ app: "web", environment: "production", rollout: "", note: "enough" });
  await ops.has(4);
  t.deepEqual(
    ops.received.map(({ message }) => message.kind),
    ["opened", "opened", "preparing", "ended"],
  );
  t.is((await second.process.end("SIGTERM")).code, 0);
});
