import test from "ava";
import type { AgentMessage, CoordinatorMessage } from "../../proto/messages.ts";
import type { MissingFilesRequest, UploadFilesRequest } from "../../proto/operator-types.ts";
import { createClient } from "../../proto/rpc-client.ts";
import { agentContract, operatorContract } from "../../proto/service.ts";
import { ShoalError } from "../../runtime/errors.ts";
import type { InstanceId } from "../../runtime/ids.ts";
import { identity } from "./_fleet.ts";
import { HOST, ROLLOUT, start } from "./_server.ts";

test("a unary call carries complete messages and the caller's principal", async (t) => {
  const server = await start({
    operator: {
      listHosts: async (request, { peer }) => {
        t.deepEqual(request, { environment: "staging" });
        t.is(peer.principal as string, "operator:alice");
        return { hosts: [HOST, { ...HOST, host: "web2", labels: {}, connected: false, heardUnixMs: 0 }] };
      },
      getRollout: async () => ROLLOUT,
    },
  });
  t.teardown(server.stop);
  const client = createClient(operatorContract, { address: server.address, identity: await identity("operator", "alice") });
  t.teardown(client.close);
  t.deepEqual(await client.listHosts({ environment: "staging" }), {
    hosts: [HOST, { ...HOST, host: "web2", labels: {}, connected: false, heardUnixMs: 0 }],
  });
  t.deepEqual(await client.getRollout({ rollout: "r1" }), ROLLOUT);
});

test("a handler's error arrives as the same ShoalError", async (t) => {
  const given = new ShoalError("E_ROLLOUT_OPEN", "rollout r1 of web in staging is open", {
    hint: "wait for it, or abort it",
    retryable: false,
  });
  const server = await start({ operator: { deploy: () => Promise.reject(given), watch: () => Promise.reject(given) } });
  t.teardown(server.stop);
  const client = createClient(operatorContract, { address: server.address, identity: await identity("operator", "alice") });
  t.teardown(client.close);
  const request = {
    app: "web",
    environment: "staging",
    tag: "v1",
    slot: "",
    requestId: "q",
    note: "",
    repair: false,
    hosts: [],
    policy: "",
    policyFile: "",
  };
  const error = await t.throwsAsync(client.deploy(request), { instanceOf: ShoalError });
  t.like(error, { code: given.code, message: given.message, hint: given.hint, retryable: false });
  const streamed = await t.throwsAsync(Array.fromAsync(client.watch({ rollout: "r1", app: "", environment: "" })), {
    instanceOf: ShoalError,
  });
  t.like(streamed, { code: given.code, message: given.message, hint: given.hint, retryable: false });
});

test("streams of each kind arrive in order and whole", async (t) => {
  const server = await start({
    operator: {
      watch: async (_request, send) => {
        for (let i = 1; i <= 50; i++) await send({ rollout: { ...ROLLOUT, startedUnixMs: i }, hosts: null });
      },
      uploadFiles: async (requests) => {
        let [files, bytes] = [0, 0];
        for await (const { start, data } of requests) {
          if (start !== null) files += 1;
          if (data !== null) bytes += data.length;
        }
        return { files, bytes };
      },
      missingFiles: async (requests, send) => {
        for await (const { digests } of requests) await send({ missing: digests.slice(1) });
      },
    },
  });
  t.teardown(server.stop);
  const client = createClient(operatorContract, { address: server.address, identity: await identity("operator", "alice") });
  t.teardown(client.close);

  const watched = await Array.fromAsync(client.watch({ rollout: "r1", app: "", environment: "" }));
  t.deepEqual(
    watched.map((event) => event.rollout?.startedUnixMs),
    Array.from({ length: 50 }, (_, i) => i + 1),
  );
  t.is(watched[0]?.hosts, null);

  async function* upload(): AsyncIterable<UploadFilesRequest> {
    yield { start: { app: "web", digest: Buffer.alloc(32), sizeBytes: 20 << 20 }, data: null };
    for (let i = 0; i < 20; i++) yield { start: null, data: Buffer.alloc(1 << 20, i) };
  }
  t.deepEqual(await client.uploadFiles(upload()), { files: 1, bytes: 20 << 20 });

  const missing = client.missingFiles();
  const ask = (count: number): MissingFilesRequest => ({
    app: "web",
    digests: Array.from({ length: count }, (_, i) => Buffer.alloc(32, i)),
  });
  await missing.send(ask(2));
  await missing.send(ask(3));
  missing.end();
  const answers = await Array.fromAsync(missing.responses);
  t.deepEqual(
    answers.map((answer) => answer.missing.length),
    [1, 2],
  );
});

test("a session goes both ways until the agent ends it", async (t) => {
  const up: AgentMessage = { stamp: { instance: "i1" as InstanceId, clockMs: 12 }, report: { kind: "heartbeat" } };
  const down: CoordinatorMessage = {
    kind: "welcome",
    protocolVersion: 1,
    heartbeatMs: 1000,
    swarm: { announceUrl: "https://127.0.0.1:1/abc/announce", datacenter: "a" },
  };
  const server = await start({
    agent: {
      session: async (messages, send, { peer }) => {
        t.is(peer.principal as string, "agent:web1");
        for await (const message of messages) {
          t.deepEqual(message, up);
          await send(down);
        }
      },
    },
  });
  t.teardown(server.stop);
  const client = createClient(agentContract, { address: server.address, identity: await identity("agent", "web1") });
  t.teardown(client.close);
  const session = client.session();
  await session.send(up);
  await session.send(up);
  session.end();
  t.deepEqual(await Array.fromAsync(session.responses), [down, down]);
});

test("a caller of the other role is refused, whatever it calls", async (t) => {
  const server = await start({});
  t.teardown(server.stop);
  const client = createClient(operatorContract, { address: server.address, identity: await identity("agent", "web1") });
  t.teardown(client.close);
  await t.throwsAsync(client.listHosts({ environment: "" }), { code: "E_DENIED", message: /agent:web1 may not call this/ } as never);
  const agent = createClient(agentContract, { address: server.address, identity: await identity("operator", "alice") });
  t.teardown(agent.close);
  await t.throwsAsync(Array.fromAsync(agent.session().responses), { code: "E_DENIED" } as never);
});
