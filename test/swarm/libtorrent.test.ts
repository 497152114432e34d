/** A stock BitTorrent client as a peer of ours, both ways. Needs Debian's python3-libtorrent; says so in one line where it is absent. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { getDiffieHellman } from "node:crypto";
import { once } from "node:events";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import test, { type ExecutionContext } from "ava";
import { createFleetCa } from "../../runtime/certificates.ts";
import type { SwarmIdentity } from "../../swarm/swarm.ts";
import { type Bundle, type Fleet, adding, createFleet, hosts, issueIdentity, sameBytes } from "./fleet.ts";

const PYTHON = "/usr/bin/python3";
const SCRIPT = fileURLToPath(new URL("./libtorrent_peer.py", import.meta.url));
const MIB = 1024 * 1024;
const present = spawnSync(PYTHON, ["-c", "import libtorrent"]).status === 0;
const maybe = present ? test.serial : test.serial.skip;
if (!present) test("stock client: skipped, for python3-libtorrent is not installed", (t) => t.pass());

interface Stock {
  readonly child: ChildProcess;
  readonly lines: AsyncIterator<string>;
  readonly save: string;
}

interface Outcome {
  readonly done: boolean;
  readonly downloaded: number;
  readonly alerts: readonly string[];
}

/** Starts the client in a directory of its own. `peer`: whom it connects to. */
async function start(
  t: ExecutionContext,
  { fleet, bundle, name, identity, peer = null, complete = false, timeoutS = 30 }: StockOptions,
): Promise<Stock> {
  const save = fleet.path(name);
  await mkdir(save);
  const path = (file: string): string => `${save}/${file}`;
  await writeFile(path("x.torrent"), bundle.torrent.metainfo);
  await writeFile(path("dh.pem"), diffieHellmanPem());
  if (identity !== null) {
    await writeFile(path("certificate.pem"), identity.certificatePem);
    await writeFile(path("key.pem"), identity.keyPem);
  }
  if (complete) await copyFile(bundle.file, path("bundle.tar.zst"));
  const certificate = identity === null ? null : path("certificate.pem");
  const options = { torrent: path("x.torrent"), save, certificate, key: path("key.pem"), dh: path("dh.pem"), peer, timeout_s: timeoutS };
  const child = spawn(PYTHON, [SCRIPT, JSON.stringify(options)], { stdio: ["pipe", "pipe", "inherit"] });
  t.teardown(() => child.kill("SIGKILL"));
  return { child, save, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
}

interface StockOptions {
  readonly fleet: Fleet;
  readonly bundle: Bundle;
  readonly name: string;
  readonly identity: SwarmIdentity | null;
  readonly peer?: string | null;
  readonly complete?: boolean;
  readonly timeoutS?: number;
}

async function line<T>({ lines }: Stock): Promise<T> {
  const { value } = await lines.next();
  return JSON.parse(String(value)) as T;
}

async function outcome(stock: Stock): Promise<Outcome> {
  await line<{ port: number }>(stock);
  return line<Outcome>(stock);
}

/** RFC 3526 group 14; libtorrent insists on a file of parameters, TLS 1.3 does not use them. */
function diffieHellmanPem(): string {
  const integer = (bytes: Buffer): Buffer => element(0x02, bytes.readUInt8(0) > 0x7f ? Buffer.concat([Buffer.alloc(1), bytes]) : bytes);
  const element = (tag: number, body: Buffer): Buffer => {
    const length = body.length < 128 ? Buffer.from([body.length]) : Buffer.from([0x82, body.length >> 8, body.length & 0xff]);
    return Buffer.concat([Buffer.from([tag]), length, body]);
  };
  const group = getDiffieHellman("modp14");
  const der = element(0x30, Buffer.concat([integer(group.getPrime()), integer(group.getGenerator())]));
  const text = der.toString("base64").replace(/.{64}/g, "$&\n");
  return `-----BEGIN DH PARAMETERS-----\n${text}\n-----END DH PARAMETERS-----\n`;
}

maybe("a stock client with a fleet certificate downloads a bundle from our seed and from our host", async (t) => {
  const fleet = await createFleet(t);
  const bundle = await fleet.bundle(8 * MIB + 777);
  const seed = await fleet.open("coordinator", "main");
  await seed.swarm.add(adding(bundle.torrent, bundle.file));
  const host = await fleet.open("agent", "web1");
  await host.swarm.add(adding(bundle.torrent, bundle.file));
  for (const { name, address } of [seed, host]) {
    const identity = await fleet.identity("agent", `stock-${name}`);
    const stock = await start(t, { fleet, bundle, name: `from-${name}`, identity, peer: address });
    const result = await outcome(stock);
    t.true(result.done, result.alerts.join("\n"));
    await sameBytes(t, `${stock.save}/bundle.tar.zst`, bundle.bytes);
  }
});

maybe("a stock client without a certificate, with another fleet's, or not admitted gets nothing", async (t) => {
  const fleet = await createFleet(t);
  const bundle = await fleet.bundle(MIB);
  const seed = await fleet.open("coordinator", "main");
  await seed.swarm.add(adding(bundle.torrent, bundle.file, { admission: { hosts: hosts("admitted") } }));
  const foreign = await issueIdentity(await createFleetCa({ name: "other fleet", days: 2 }), "agent", "admitted");
  const refused = { none: null, foreign, stranger: await fleet.identity("agent", "stranger") };
  const results = await Promise.all(
    Object.entries(refused).map(async ([name, identity]) => {
      const stock = await start(t, { fleet, bundle, name, identity, peer: seed.address, timeoutS: 4 });
      return { name, ...(await outcome(stock)) };
    }),
  );
  for (const { name, done, downloaded } of results) t.deepEqual({ done, downloaded }, { done: false, downloaded: 0 }, name);
  t.true(seed.events.some((event) => event.kind === "peer-refused" && event.address === "agent:stranger"));
  const stock = await start(t, {
    fleet,
    bundle,
    name: "admitted",
    identity: await fleet.identity("agent", "admitted"),
    peer: seed.address,
  });
  t.true((await outcome(stock)).done, "the harmless twin");
});

maybe("our host downloads from a stock client that seeds", async (t) => {
  const fleet = await createFleet(t);
  const bundle = await fleet.bundle(8 * MIB + 777);
  const identity = await fleet.identity("agent", "stock");
  const stock = await start(t, { fleet, bundle, name: "stock", identity, complete: true });
  const { port } = await line<{ port: number }>(stock);
  const host = await fleet.open("agent", "web1");
  const transfer = await host.swarm.add(adding(bundle.torrent, fleet.path("web1"), { peers: [`127.0.0.1:${port}`] }));
  await transfer.waitForAll();
  await sameBytes(t, fleet.path("web1"), bundle.bytes);
  t.is(transfer.stats.bytesFromHosts, bundle.bytes.length);
  stock.child.stdin?.end();
  await once(stock.child, "exit");
});
