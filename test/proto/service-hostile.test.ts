/** What a hostile or broken peer gets from the gRPC services (G01 … G15), over real sockets. */
import { once } from "node:events";
import { connect } from "node:http2";
import * as grpc from "@grpc/grpc-js";
import test, { type ExecutionContext } from "ava";
import { channelCredentials } from "../../proto/credentials.ts";
import { fromServiceError } from "../../proto/rpc-errors.ts";
import { operatorGen } from "../../proto/wire.ts";
import type { ShoalError } from "../../runtime/errors.ts";
import type { Identity } from "../../runtime/identity.ts";
import { identity, oddIdentity, strangerIdentity } from "./_fleet.ts";
import { alice, clientOf, HOST, ROLLOUT, start } from "./_server.ts";

const op = operatorGen.operator.v1;
const everything = { environment: "" };
const watchAll = { rollout: "", app: "web", environment: "staging" };
const URL_ = (value: string): { type: "url"; value: string } => ({ type: "url", value });

/** One call with these very bytes. */
async function callRaw(
  t: ExecutionContext,
  { address, method, bytes, metadata = new grpc.Metadata() }: { address: string; method: string; bytes: Buffer; metadata?: grpc.Metadata },
): Promise<ShoalError | Buffer> {
  const client = new grpc.Client(address, channelCredentials(await identity("operator", "alice"), "127.0.0.1"), {
    "grpc.max_send_message_length": -1,
  });
  t.teardown(() => client.close());
  const same = (given: Buffer): Buffer => given;
  return new Promise((resolve) => {
    client.makeUnaryRequest(
      `/shoal.operator.v1.Operator/${method}`,
      same,
      same,
      bytes,
      metadata,
      { deadline: Date.now() + 10_000 },
      (error, answer) => resolve(error === null ? (answer as Buffer) : fromServiceError(error)),
    );
  });
}

test("a message over 16 MiB is refused, and the next call is served", async (t) => {
  const client = await alice(t, { listHosts: async () => ({ hosts: [HOST] }) });
  const bytes = Buffer.from(op.ListHostsRequest.encode({ environment: "x".repeat(17 * 1024 * 1024) }).finish());
  t.like(await callRaw(t, { address: client.address, method: "ListHosts", bytes }), { code: "E_LIMIT" });
  t.is((await client.listHosts(everything)).hosts.length, 1);
});

test("bytes that are no message are E_MESSAGE", async (t) => {
  const client = await alice(t, { listHosts: async () => ({ hosts: [] }), watch: async () => {} });
  for (const bytes of [Buffer.from([0xff]), Buffer.from([0x0a, 0x05, 0x61]), Buffer.from([0x0a, 0x01, 0xff])]) {
    t.like(await callRaw(t, { address: client.address, method: "ListHosts", bytes }), { code: "E_MESSAGE" });
  }
  t.deepEqual(await client.listHosts(everything), { hosts: [] });
});

test("a number beyond 2^53 is refused, not rounded", async (t) => {
  const client = await alice(t, { listEvents: async () => ({ events: [] }) });
  // after_version = 2^53 + 1
  const bytes = Buffer.concat([Buffer.from([0x18]), Buffer.from([0x81, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10])]);
  t.like(await callRaw(t, { address: client.address, method: "ListEvents", bytes }), {
    code: "E_MESSAGE",
    message: "ListEventsRequest.afterVersion: 9007199254740992 is not a whole number below 2^53",
  });
  await t.throwsAsync(client.listEvents({ app: "", environment: "", afterVersion: 0.5, limit: 1 }), { code: "E_MESSAGE" } as never);
});

test("a label called __proto__ is a label, and no prototype", async (t) => {
  const client = await alice(t, {
    addHost: async ({ labels }) => {
      t.is(Object.getPrototypeOf(labels), Object.prototype);
      t.deepEqual(Object.keys(labels), ["__proto__"]);
      t.is(({} as { admin?: string }).admin, undefined);
      return HOST;
    },
  });
  const labels = JSON.parse('{"__proto__":"admin"}') as Record<string, string>;
  t.is((await client.addHost({ host: "web1", environment: "staging", apps: [], labels })).host, "web1");
});

test("an unknown method is E_VERSION", async (t) => {
  const client = await alice(t, {});
  t.like(await callRaw(t, { address: client.address, method: "Destroy", bytes: Buffer.alloc(0) }), { code: "E_VERSION" });
});

test("headers of 1 MiB, and one called __proto__, harm nobody", async (t) => {
  const client = await alice(t, { listHosts: async () => ({ hosts: [] }) });
  const large = new grpc.Metadata();
  large.set("x-large", "x".repeat(1024 * 1024));
  t.true((await callRaw(t, { address: client.address, method: "ListHosts", bytes: Buffer.alloc(0), metadata: large })) instanceof Error);
  const odd = new grpc.Metadata();
  odd.set("__proto__", "admin");
  t.true(Buffer.isBuffer(await callRaw(t, { address: client.address, method: "ListHosts", bytes: Buffer.alloc(0), metadata: odd })));
  t.deepEqual(await client.listHosts(everything), { hosts: [] });
});

const strangers: readonly (readonly [string, () => Promise<Identity>, string])[] = [
  ["of an agent", () => identity("agent", "web1"), "E_DENIED"],
  ["of a coordinator", () => identity("coordinator", "main"), "E_DENIED"],
  ["without a URI name, CN only", () => oddIdentity([]), "E_DENIED"],
  ["with two URI names", () => oddIdentity([URL_("shoal://agent/a"), URL_("shoal://operator/alice")]), "E_DENIED"],
  ["of another scheme", () => oddIdentity([URL_("spiffe://operator/alice")]), "E_DENIED"],
  ["of another CA with the same name", () => strangerIdentity("operator", "alice"), "E_UNAVAILABLE"],
  ["that has expired", () => oddIdentity([URL_("shoal://operator/alice")], new Date(Date.now() - 1000)), "E_UNAVAILABLE"],
];
for (const [what, make, code] of strangers) {
  test(`a caller with a certificate ${what} gets nothing`, async (t) => {
    const server = await start({ operator: { listHosts: async () => t.fail("was called") as never } });
    t.teardown(server.stop);
    const client = await clientOf(t, server.address, await make());
    await t.throwsAsync(client.listHosts(everything), { code } as never);
  });
}

test("a caller without a certificate gets nothing", async (t) => {
  const server = await start({ operator: { listHosts: async () => t.fail("was called") as never } });
  t.teardown(server.stop);
  const { caPem } = await identity("operator", "alice");
  const client = new grpc.Client(server.address, grpc.credentials.createSsl(Buffer.from(caPem)));
  t.teardown(() => client.close());
  const same = (given: Buffer): Buffer => given;
  const error = await new Promise((resolve) => {
    client.makeUnaryRequest("/shoal.operator.v1.Operator/ListHosts", same, same, Buffer.alloc(0), resolve);
  });
  t.is(fromServiceError(error).code, "E_DENIED");
});

for (const [what, make, message] of [
  ["an agent", () => identity("agent", "web1"), /that of agent:web1, not of a coordinator/],
  ["a coordinator of another address", () => identity("coordinator", "main", ["10.0.0.1"]), /altnames/],
  ["another CA", () => strangerIdentity("coordinator", "main"), /certificate/],
] as const) {
  test(`a client talks to no server that shows the certificate of ${what}`, async (t) => {
    const server = await start({ operator: { listHosts: async () => t.fail("was called") as never } }, await make());
    t.teardown(server.stop);
    const client = await clientOf(t, server.address);
    await t.throwsAsync(client.listHosts(everything), { code: "E_DENIED", message } as never);
  });
}

test("where nothing listens is E_UNAVAILABLE, at once", async (t) => {
  const client = await clientOf(t, "127.0.0.1:1");
  await t.throwsAsync(client.listHosts(everything), { code: "E_UNAVAILABLE", message: /ECONNREFUSED/ } as never);
  await t.throwsAsync(Array.fromAsync(client.watch(watchAll)), { code: "E_UNAVAILABLE" } as never);
});

test("a deadline of zero or in the past is E_TIMEOUT, and one that passes aborts the handler", async (t) => {
  const { promise: aborted, resolve } = Promise.withResolvers<void>();
  const client = await alice(t, {
    getRollout: async () => ROLLOUT,
    listHosts: async (_, { signal }) => {
      signal.addEventListener("abort", () => resolve());
      return new Promise(() => {});
    },
  });
  for (const timeoutMs of [0, -5]) await t.throwsAsync(client.listHosts(everything, { timeoutMs }), { code: "E_TIMEOUT" } as never);
  // With a connection the call reaches the handler long before its deadline.
  await client.getRollout({ rollout: "r1" });
  await t.throwsAsync(client.listHosts(everything, { timeoutMs: 1_000 }), { code: "E_TIMEOUT" } as never);
  await aborted;
});

test("a caller that gives up ends the handler's sending", async (t) => {
  const { promise: outcome, resolve } = Promise.withResolvers<unknown>();
  const client = await alice(t, {
    watch: async (_, send, { signal }) => {
      signal.addEventListener("abort", () => {
        send({ rollout: ROLLOUT, hosts: null }).then(resolve, resolve);
      });
      await send({ rollout: ROLLOUT, hosts: null });
      await new Promise(() => {});
    },
  });
  const giveUp = new AbortController();
  await t.throwsAsync(
    async () => {
      for await (const _ of client.watch(watchAll, { signal: giveUp.signal })) giveUp.abort();
    },
    { code: "E_CANCELLED" } as never,
  );
  t.like(await outcome, { code: "E_CANCELLED" });
});

test("leaving the loop over a stream ends the call", async (t) => {
  const { promise: aborted, resolve } = Promise.withResolvers<void>();
  const client = await alice(t, {
    watch: async (_, send, { signal }) => {
      signal.addEventListener("abort", () => resolve());
      for (;;) {
        await send({ rollout: ROLLOUT, hosts: null });
        if (signal.aborted) return;
        await new Promise((next) => setImmediate(next));
      }
    },
  });
  for await (const event of client.watch(watchAll)) {
    t.is(event.rollout?.rollout, ROLLOUT.rollout);
    break;
  }
  await aborted;
});

test("a stream that nobody reads makes its sender wait, and not the server grow", async (t) => {
  let sent = 0;
  const note = "x".repeat(256 * 1024);
  const { promise: blocked, resolve } = Promise.withResolvers<void>();
  const client = await alice(t, {
    watch: async (_, send) => {
      for (;;) {
        const timer = setTimeout(resolve, 500);
        await send({ rollout: { ...ROLLOUT, note }, hosts: null });
        clearTimeout(timer);
        sent += 1;
      }
    },
  });
  const iterator = client.watch(watchAll)[Symbol.asyncIterator]();
  await iterator.next();
  await blocked;
  // Windows, the kernel's socket buffers and both queues; 64 MiB is what a client may cost the server (G12).
  t.true(sent * note.length < 64 * 1024 * 1024, `${sent} messages`);
  await iterator.return?.();
});

test("what was sent before a handler failed arrives, then the failure", async (t) => {
  const client = await alice(t, {
    watch: async (_, send) => {
      await send({ rollout: ROLLOUT, hosts: null });
      throw new TypeError("a bug");
    },
  });
  const seen: unknown[] = [];
  await t.throwsAsync(
    async () => {
      for await (const event of client.watch(watchAll)) seen.push(event);
    },
    { code: "E_INTERNAL", message: "a bug" } as never,
  );
  t.is(seen.length, 1);
});

test("an upload ends at once when the server refuses it, and with the source's own error when that fails", async (t) => {
  const client = await alice(t, {
    uploadFiles: async (requests) => {
      for await (const { data } of requests) if (data?.[0] === 7) throw Object.assign(new Error("no room"), { code: "ENOSPC" });
      return { files: 0, bytes: 0 };
    },
  });
  let pulled = 0;
  async function* endless(): AsyncIterable<{ start: null; data: Uint8Array }> {
    for (;;) {
      pulled += 1;
      yield { start: null, data: new Uint8Array(100_000).fill(7) };
    }
  }
  await t.throwsAsync(client.uploadFiles(endless()), { code: "E_DISK_FULL" } as never);
  t.true(pulled < 1_000);
  async function* failing(): AsyncIterable<{ start: null; data: Uint8Array }> {
    yield { start: null, data: new Uint8Array(1) };
    throw new Error("the file changed");
  }
  await t.throwsAsync(client.uploadFiles(failing()), { message: "the file changed" });
});

test("a server that stops ends open calls, and its clients hear of it", async (t) => {
  const server = await start({
    operator: {
      watch: async (_, send) => {
        await send({ rollout: ROLLOUT, hosts: null });
        await new Promise(() => {});
      },
    },
  });
  const client = await clientOf(t, server.address);
  const iterator = client.watch(watchAll)[Symbol.asyncIterator]();
  await iterator.next();
  const ending = t.throwsAsync(iterator.next() as Promise<unknown>);
  await server.stop();
  t.regex(((await ending) as unknown as ShoalError).code, /^E_(UNAVAILABLE|CANCELLED)$/);
});

test("an address that is taken, or is none, is E_CONFIG", async (t) => {
  const server = await start({});
  t.teardown(server.stop);
  await t.throwsAsync(start({}, undefined, Number(server.address.split(":")[1])), {
    code: "E_CONFIG",
    message: /can't listen on 127\.0\.0\.1:\d+: .*EADDRINUSE/,
  } as never);
});

test("two thousand calls that are reset at once leave other callers alone", async (t) => {
  const client = await alice(t, { listHosts: async () => ({ hosts: [] }) });
  const { caPem, certificatePem, keyPem } = await identity("operator", "mallory");
  const tls = { ca: caPem, cert: certificatePem, key: keyPem, servername: "coordinator.invalid", checkServerIdentity: () => undefined };
  const session = connect(`https://${client.address}`, tls);
  session.on("error", () => {});
  await once(session, "connect");
  for (let i = 0; i < 2_000 && !session.destroyed; i++) {
    const stream = session.request({
      ":method": "POST",
      ":path": "/shoal.operator.v1.Operator/ListHosts",
      "content-type": "application/grpc",
      te: "trailers",
    });
    stream.on("error", () => {});
    stream.close(8);
  }
  t.deepEqual(await client.listHosts(everything), { hosts: [] });
  session.destroy();
  t.deepEqual(await client.listHosts(everything), { hosts: [] });
});
