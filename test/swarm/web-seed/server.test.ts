import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { type IncomingMessage, ServerResponse } from "node:http";
import { Agent, request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { createFleetCa } from "../../../runtime/certificates.ts";
import { type InfoHash, parseHostId, parseInfoHash } from "../../../runtime/ids.ts";
import { WEB_SEED_RANGE_BYTES_MAX, WEB_SEED_REQUESTS_PER_HOST_MAX } from "../../../swarm/limits.ts";
import { openTracker } from "../../../swarm/tracker/server.ts";
import { createRangeDesk } from "../../../swarm/web-seed/server.ts";
import { LOOPBACK, issueIdentity, until } from "../fleet.ts";

const [SEEDED, UNSEEDED, FOREIGN] = ["aa", "bb", "cc"].map((pair) => parseInfoHash(pair.repeat(20))) as [InfoHash, InfoHash, InfoHash];
const PASSKEY = "passkey-of-web1-0001";
const SIZE = WEB_SEED_RANGE_BYTES_MAX + 100_000;

interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

/** `get(infoHash, range)` as web1 does it. */
async function scene(
  t: ExecutionContext,
): Promise<{ readonly bytes: Buffer; readonly file: string; get(infoHash: InfoHash, range: string | null, as?: string): Promise<Answer> }> {
  const directory = await mkdtemp(join(tmpdir(), "shoal-web-seed-"));
  t.teardown(() => rm(directory, { recursive: true }));
  const [file, bytes] = [join(directory, "bundle"), randomBytes(SIZE)];
  await writeFile(file, bytes);
  const ca = await createFleetCa({ name: "fleet", days: 2 });
  const tracker = await openTracker(
    { identity: await issueIdentity(ca, "coordinator", "main"), listen: LOOPBACK, preset: "loopback" },
    {
      lookup: (passkey) => (passkey === PASSKEY ? { host: parseHostId("web1"), datacenter: "eqiad", address: null } : null),
      allowed: (_host, infoHash) => infoHash !== FOREIGN,
      seeds: () => [],
      bundle: (infoHash) => (infoHash === SEEDED ? { file, sizeBytes: SIZE } : null),
      now: () => performance.now(),
    },
  );
  t.teardown(() => tracker.stop());
  const identities = { web1: await issueIdentity(ca, "agent", "web1"), web2: await issueIdentity(ca, "agent", "web2") };
  return {
    bytes,
    file,
    async get(infoHash, range, as = "web1") {
      const { caPem, certificatePem, keyPem } = identities[as as "web1" | "web2"];
      const agent = new Agent({ ca: caPem, cert: certificatePem, key: keyPem });
      const url = `https://127.0.0.1:${tracker.address.port}/${PASSKEY}/bundle?info_hash=${infoHash}`;
      const outgoing = request(url, { agent, headers: range === null ? {} : { range } }).end();
      const [response] = (await once(outgoing, "response")) as [IncomingMessage];
      const chunks: Buffer[] = [];
      for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
      agent.destroy();
      return { status: response.statusCode ?? 0, body: Buffer.concat(chunks) };
    },
  };
}

test("a host that is admitted gets exactly the range of a seeded bundle", async (t) => {
  const { bytes, get } = await scene(t);
  for (const [first, last] of [
    [0, 0],
    [5, 70_000],
    [SIZE - 1, SIZE - 1],
    [100_000, 100_000 + WEB_SEED_RANGE_BYTES_MAX - 1],
  ] as const) {
    const { status, body } = await get(SEEDED, `bytes=${first}-${last}`);
    t.is(status, 206);
    t.true(body.equals(bytes.subarray(first, last + 1)), `${first}-${last}`);
  }
});

test("no other range, no other torrent and no other host is served", async (t) => {
  const { get, file } = await scene(t);
  const ranges = [
    null,
    "bytes=0-",
    "bytes=-5",
    "bytes=5-4",
    `bytes=0-${SIZE}`,
    `bytes=0-${WEB_SEED_RANGE_BYTES_MAX}`,
    "bytes=0-1,3-4",
    "pieces=0-1",
  ];
  for (const range of [...ranges, "bytes=0-99999999999999999999"]) t.is((await get(SEEDED, range)).status, 416, String(range));
  t.is((await get(UNSEEDED, "bytes=0-1")).status, 404);
  t.is((await get(FOREIGN, "bytes=0-1")).status, 403);
  t.is((await get("nonsense" as InfoHash, "bytes=0-1")).status, 403);
  t.is((await get(SEEDED, "bytes=0-1", "web2")).status, 403, "the passkey is another host's");
  await writeFile(file, "cut");
  t.is((await get(SEEDED, "bytes=0-1")).status, 404, "the file is not what is seeded");
});

test("a host that takes nothing of what it asked for holds its own places only, and not for ever", async (t) => {
  const { file } = await scene(t);
  const desk = createRangeDesk(() => ({ file, sizeBytes: SIZE }));
  const ask = (name: string): { readonly response: ServerResponse; readonly over: Promise<void> } => {
    const incoming = { headers: { range: "bytes=0-999999" }, method: "GET" } as unknown as IncomingMessage;
    const response = new ServerResponse(incoming);
    return { response, over: desk.serve({ host: parseHostId(name), infoHash: SEEDED }, incoming, response) };
  };
  // Without a socket, a response takes what fits its buffer and waits.
  const idle = Array.from({ length: WEB_SEED_REQUESTS_PER_HOST_MAX }, () => ask("web1"));
  await until(() => idle.every(({ response }) => response.headersSent || response.statusCode === 206));
  t.is(ask("web1").response.statusCode, 503);
  const other = ask("web2");
  await until(() => other.response.statusCode === 206 && other.response.writableLength > 0);
  for (const { response } of [...idle, other]) response.destroy();
  await Promise.all([...idle, other].map(({ over }) => over));
  const again = ask("web1");
  await until(() => again.response.writableLength > 0);
  t.is(again.response.statusCode, 206);
  again.response.destroy();
  await again.over;
});
