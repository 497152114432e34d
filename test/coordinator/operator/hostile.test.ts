import grpc from "@grpc/grpc-js";
import test from "ava";
import { channelCredentials } from "../../../proto/credentials.ts";
import type * as wire from "../../../proto/operator-types.ts";
import { blake3 } from "../../../runtime/blake3.ts";
import { missingOf } from "../publish.ts";
import { startTestCoordinator } from "../start.ts";

const HELLO = Buffer.from("hello");
const START = { app: "web", digest: Buffer.from(blake3(HELLO), "hex"), sizeBytes: HELLO.length };

const uploads: readonly (readonly [string, readonly wire.UploadFilesRequest[], string])[] = [
  ["M11: a digest of 20 bytes", [{ start: { ...START, digest: Buffer.alloc(20) }, data: null }], "E_MESSAGE"],
  ["M11: no digest", [{ start: { ...START, digest: Buffer.alloc(0) }, data: null }], "E_MESSAGE"],
  ["M12: a negative size", [{ start: { ...START, sizeBytes: -1 }, data: null }], "E_MESSAGE"],
  ["G09: an unknown app", [{ start: { ...START, app: "nobody" }, data: null }], "E_NOT_FOUND"],
  ["M10: an app that is a path", [{ start: { ...START, app: "../web" }, data: null }], "E_MESSAGE"],
  ["G04: a part that is neither start nor data", [{ start: null, data: null }], "E_MESSAGE"],
  [
    "data over 1 MiB",
    [
      { start: START, data: null },
      { start: null, data: Buffer.alloc(1024 * 1024 + 1) },
    ],
    "E_MESSAGE",
  ],
  [
    "another content",
    [
      { start: START, data: null },
      { start: null, data: Buffer.from("hallo") },
    ],
    "E_DIGEST",
  ],
];

for (const [what, parts, code] of uploads) {
  test(`an upload with ${what} is refused with ${code}, and the next one is taken`, async (t) => {
    const c = await startTestCoordinator(t);
    const operator = await c.operator();
    await t.throwsAsync(operator.uploadFiles(parts), { code });
    t.is((await missingOf(operator, [blake3(HELLO)])).length, 1);
    const good = [
      { start: START, data: null },
      { start: null, data: HELLO },
    ];
    t.deepEqual(await operator.uploadFiles(good), { files: 1, bytes: 5 });
  });
}

test("a question for more than 10,000 digests, a negative limit and a negative version are refused", async (t) => {
  const c = await startTestCoordinator(t);
  const operator = await c.operator();
  const many = Array.from({ length: 10_001 }, () => "00".repeat(32));
  await t.throwsAsync(missingOf(operator, many), { code: "E_MESSAGE", message: /10001 are more than 10000/ });
  await t.throwsAsync(operator.listReleases({ app: "", limit: -1 }), { code: "E_MESSAGE" });
  await t.throwsAsync(operator.listReleases({ app: "", limit: 10_001 }), { code: "E_MESSAGE" });
  await t.throwsAsync(operator.listEvents({ app: "", environment: "", afterVersion: -1, limit: 0 }), { code: "E_MESSAGE" });
  await t.throwsAsync(operator.getRollout({ rollout: "__proto__" }), { code: "E_MESSAGE" });
  await t.throwsAsync(operator.getRollout({ rollout: "toString" }), { code: "E_MESSAGE" });
});

test("a release that does not begin with its start, or goes on with a second one, is refused", async (t) => {
  const c = await startTestCoordinator(t);
  const operator = await c.operator();
  for (const parts of [[{ start: null, listing: Buffer.from("x") }], [{ start: null, listing: null }], []]) {
    const call = operator.createRelease();
    for (const part of parts) await call.send({ file: null, data: null, ...part }).catch(() => undefined);
    call.end();
    await t.throwsAsync(
      (async () => {
        for await (const _ of call.responses);
      })(),
      { code: "E_MESSAGE" },
    );
  }
});

test("G01, G10: messages over 16 MiB and headers of 1 MiB are refused with a status, memory stays, and others are served meanwhile", async (t) => {
  const c = await startTestCoordinator(t);
  const operator = await c.operator();
  const identity = await c.fleet.identity("operator", "mallory");
  const client = new grpc.Client(`127.0.0.1:${c.coordinator.ports.control}`, channelCredentials(identity, "127.0.0.1"), {
    "grpc.ssl_target_name_override": "coordinator.invalid",
  });
  t.teardown(() => client.close());
  const call = (bytes: Buffer, metadata = new grpc.Metadata()): Promise<number> =>
    new Promise((resolve) => {
      client.makeUnaryRequest("/shoal.operator.v1.Operator/ListHosts", asIs, asIs, bytes, metadata, (error) =>
        resolve(error?.code ?? grpc.status.OK),
      );
    });
  const large = new grpc.Metadata();
  large.set("x", "y".repeat(1024 * 1024));
  const before = process.memoryUsage().rss;
  for (let n = 0; n < 8; n += 1) {
    t.is(await call(Buffer.alloc(17 * 1024 * 1024, 0x08)), grpc.status.RESOURCE_EXHAUSTED);
    t.not(await call(Buffer.alloc(0), large), grpc.status.OK);
    t.deepEqual((await operator.listHosts({ environment: "" })).hosts, []);
  }
  // Client and server share this process: twice the message and the garbage of both.
  t.true(process.memoryUsage().rss - before < 256 * 1024 * 1024);
});

function asIs(bytes: Buffer): Buffer {
  return bytes;
}
