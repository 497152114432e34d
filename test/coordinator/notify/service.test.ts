/** Notifications of a whole coordinator: a rollout told to a real receiver, across a restart, and the operator's view of it. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import type { Digest } from "../../../runtime/ids.ts";
import { exampleConfiguration } from "../fleet.ts";
import { noise, publish } from "../publish.ts";
import { startTestCoordinator } from "../start.ts";
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
