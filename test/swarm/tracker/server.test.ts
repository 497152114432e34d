import { createSocket } from "node:dgram";
import { once } from "node:events";
import { request } from "node:https";
import { connect } from "node:tls";
import test, { type ExecutionContext } from "ava";
import bencode from "bencode";
import { createFleetCa } from "../../../runtime/certificates.ts";
import type { KeyPair } from "../../../runtime/identity.ts";
import { type InfoHash, parseHostId, parseInfoHash } from "../../../runtime/ids.ts";
import { createTrackerClient } from "../../../swarm/engine/announce.ts";
import { secureContext } from "../../../swarm/engine/tls.ts";
import type { SwarmIdentity } from "../../../swarm/swarm.ts";
import { type Tracker, type TrackerDeps, openTracker } from "../../../swarm/tracker/server.ts";
import { LOOPBACK, issueIdentity } from "../fleet.ts";

const KNOWN = parseInfoHash("aa".repeat(20));
const OTHERS = parseInfoHash("bb".repeat(20));
const PASSKEYS: Readonly<Record<string, string>> = {
  web1: "passkey-of-web1-0001",
  web2: "passkey-of-web2-0002",
  web3: "passkey-of-web3-0003",
};

interface Scene {
  readonly tracker: Tracker;
  readonly ca: KeyPair;
  identity(name: string): Promise<SwarmIdentity>;
  /** Announces as the certificate's host. */
  announce(as: string, query?: Query): Promise<Answer>;
}

interface Query {
  readonly passkey?: string;
  readonly infoHash?: InfoHash;
  readonly more?: string;
  readonly port?: number;
  readonly path?: string;
  readonly method?: string;
}

interface Answer {
  readonly status: number;
  readonly failure: string | null;
  readonly peers: readonly string[];
  readonly intervalMs: number;
}

const cas = { fleet: await createFleetCa({ name: "fleet", days: 2 }), other: await createFleetCa({ name: "other", days: 2 }) };

async function scene(t: ExecutionContext, deps: Partial<TrackerDeps> = {}): Promise<Scene> {
  const ca = cas.fleet;
  const lookup: TrackerDeps["lookup"] = (passkey) => {
    const name = Object.keys(PASSKEYS).find((host) => PASSKEYS[host] === passkey);
    return name === undefined ? null : { host: parseHostId(name), datacenter: name === "web3" ? "codfw" : "eqiad", address: null };
  };
  const tracker = await openTracker(
    { identity: await issueIdentity(ca, "coordinator", "main"), listen: LOOPBACK, preset: "loopback" },
    { lookup, allowed: (_host, infoHash) => infoHash === KNOWN, seeds: () => ["127.0.0.1:7001"], now: () => performance.now(), ...deps },
  );
  t.teardown(() => tracker.stop());
  const identity = (name: string): Promise<SwarmIdentity> => issueIdentity(ca, "agent", name);
  return {
    tracker,
    ca,
    identity,
    announce: async (as, query = {}) => announce(tracker, await identity(as), { passkey: PASSKEYS[as] ?? "", ...query }),
  };
}

function announce(tracker: Tracker, identity: SwarmIdentity, query: Query): Promise<Answer> {
  const { passkey, infoHash = KNOWN, more = "", port = 7100, method = "GET" } = query;
  const hash = infoHash.replace(/../g, "%$&");
  const path = query.path ?? `/${passkey}/announce?info_hash=${hash}&peer_id=${"x".repeat(20)}&port=${port}&left=10&compact=1${more}`;
  return new Promise((resolve, reject) => {
    const { host } = tracker.address;
    const options = {
      host,
      port: tracker.address.port,
      path,
      method,
      ca: identity.caPem,
      cert: identity.certificatePem,
      key: identity.keyPem,
    };
    const outgoing = request({ ...options, agent: false, checkServerIdentity: () => undefined }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => resolve(read(response.statusCode ?? 0, Buffer.concat(chunks))));
    });
    outgoing.on("error", reject);
    outgoing.end();
  });
}

function read(status: number, body: Buffer): Answer {
  if (status !== 200) return { status, failure: null, peers: [], intervalMs: 0 };
  const answer = bencode.decode(body) as { "failure reason"?: Uint8Array; peers?: Uint8Array; "interval ms"?: number };
  const compact = Buffer.from(answer.peers ?? []);
  const peers = Array.from(
    { length: compact.length / 6 },
    (_, at) => `${compact.subarray(at * 6, at * 6 + 4).join(".")}:${compact.readUInt16BE(at * 6 + 4)}`,
  );
  const failure = answer["failure reason"] === undefined ? null : Buffer.from(answer["failure reason"]).toString("utf8");
  return { status, failure, peers, intervalMs: answer["interval ms"] ?? 0 };
}

test("hosts of one datacenter are told of each other, and only the first of the seed", async (t) => {
  const { announce, tracker } = await scene(t, { now: () => 0 });
  t.like(await announce("web1", { port: 7101 }), { status: 200, failure: null, peers: ["127.0.0.1:7001"] });
  t.deepEqual((await announce("web2", { port: 7102 })).peers, ["127.0.0.1:7101"]);
  t.deepEqual((await announce("web3", { port: 7103 })).peers, ["127.0.0.1:7001", "127.0.0.1:7101"]);
  t.deepEqual(
    tracker
      .peers(KNOWN)
      .map(({ host }) => host)
      .toSorted(),
    ["web1", "web2", "web3"],
  );
});

test("a seed with a DNS name is handed out by that name", async (t) => {
  const { tracker, identity } = await scene(t, { seeds: () => ["coordinator.example:7001", "[2001:db8::1]:7002"] });
  const client = createTrackerClient(secureContext(await identity("web1")));
  t.teardown(() => client.close());
  const url = tracker.announceUrl("localhost", PASSKEYS["web1"] ?? "");
  const numbers = { port: 7100, uploaded: 0, downloaded: 0, left: 5, connected: 0, event: "started" } as const;
  const answer = await client.announce(url, { infoHash: KNOWN, peerId: Buffer.alloc(20), ...numbers }, AbortSignal.timeout(5_000));
  t.deepEqual(answer.peers, [
    { host: "coordinator.example", port: 7001 },
    { host: "2001:db8:0:0:0:0:0:1", port: 7002 },
  ]);
});

test("three first announces at the same moment lose nobody", async (t) => {
  const { announce, tracker } = await scene(t);
  await Promise.all(["web1", "web2", "web3"].map((host) => announce(host)));
  t.is(tracker.peers(KNOWN).length, 3);
});

test("K02 an unknown torrent is refused and costs no memory", async (t) => {
  const { announce, tracker } = await scene(t);
  for (let at = 0; at < 20; at++) {
    const infoHash = parseInfoHash(at.toString(16).padStart(40, "0"));
    t.like(await announce("web1", { infoHash }), { status: 200, failure: "torrent not allowed", peers: [] });
  }
  t.is(tracker.torrents, 0);
});

test("a torrent of another host's app is refused", async (t) => {
  const { announce } = await scene(t, { allowed: (host, infoHash) => host === "web1" || infoHash === OTHERS });
  t.is((await announce("web1")).failure, null);
  t.is((await announce("web2")).failure, "torrent not allowed");
});

test("K08 a passkey in another host's hands is worth nothing: announce and stop are refused with 403", async (t) => {
  const { announce, tracker } = await scene(t);
  await announce("web1");
  t.is((await announce("web2", { passkey: PASSKEYS["web1"] ?? "" })).status, 403);
  t.is((await announce("web2", { passkey: PASSKEYS["web1"] ?? "", more: "&event=stopped" })).status, 403);
  t.deepEqual(
    tracker.peers(KNOWN).map(({ host }) => host),
    ["web1"],
  );
  t.is((await announce("web1", { more: "&event=stopped" })).status, 200, "the harmless twin");
  t.is(tracker.torrents, 0, "an empty swarm is gone");
});

test("a coordinator's or operator's certificate is no host's, an unknown passkey is nobody's", async (t) => {
  const { announce, tracker, ca } = await scene(t);
  for (const role of ["coordinator", "operator"] as const) {
    const identity = await issueIdentity(ca, role, "web1");
    const passkey = PASSKEYS["web1"] ?? "";
    t.is((await announceAs(tracker, identity, passkey)).status, 403);
  }
  t.is((await announce("web1", { passkey: "a-passkey-of-nobody" })).status, 403);
});

function announceAs(tracker: Tracker, identity: SwarmIdentity, passkey: string): Promise<Answer> {
  return announce(tracker, identity, { passkey });
}

test("without a certificate of the fleet not even the handshake succeeds", async (t) => {
  const { tracker } = await scene(t);
  const stranger = { ...(await issueIdentity(cas.other, "agent", "web1")), caPem: cas.fleet.certificatePem };
  await t.throwsAsync(announceAs(tracker, stranger, PASSKEYS["web1"] ?? ""));
  await t.throwsAsync(announceAs(tracker, { caPem: cas.fleet.certificatePem } as SwarmIdentity, PASSKEYS["web1"] ?? ""));
});

test("the address is the connection's or the registered one, whatever the query says", async (t) => {
  const { announce, tracker } = await scene(t);
  await announce("web1", { more: "&ip=169.254.169.254&ipv4=10.0.0.1&ipv6=::1" });
  t.is(tracker.peers(KNOWN)[0]?.address, "127.0.0.1:7100");
  const lookup: TrackerDeps["lookup"] = () => ({ host: parseHostId("web1"), datacenter: "eqiad", address: "10.1.2.3" });
  const registered = await scene(t, { lookup });
  await registered.announce("web1");
  t.is(registered.tracker.peers(KNOWN)[0]?.address, "10.1.2.3:7100");
});

test("a second announce of a host replaces its first, so a host can't fill the list", async (t) => {
  const { announce, tracker } = await scene(t);
  for (const port of [7100, 7200, 7300]) await announce("web1", { port });
  t.deepEqual(
    tracker.peers(KNOWN).map(({ address }) => address),
    ["127.0.0.1:7300"],
  );
});

test("K06 statistics, scrape and everything else answer 404", async (t) => {
  const { announce } = await scene(t);
  const passkey = PASSKEYS["web1"] ?? "";
  for (const path of ["/stats", "/stats.json", "/", "/announce", `/${passkey}/scrape`, `/${passkey}/announce/`, `/${passkey}/stats`]) {
    t.is((await announce("web1", { path })).status, 404, path);
  }
  t.is((await announce("web1", { method: "POST" })).status, 404);
});

test("K07 a WebSocket upgrade is refused", async (t) => {
  const { tracker, identity } = await scene(t);
  const { certificatePem, keyPem, caPem } = await identity("web1");
  const options = { host: "127.0.0.1", port: tracker.address.port, ca: caPem, cert: certificatePem, key: keyPem };
  const socket = connect({ ...options, checkServerIdentity: () => undefined });
  await once(socket, "secureConnect");
  let heard = "";
  socket.on("data", (chunk: Buffer) => (heard += chunk.toString("latin1")));
  socket.on("error", () => {});
  socket.write("GET /passkey-of-web1-0001/announce HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
  await once(socket, "close");
  t.false(heard.includes("101"));
});

test("K01 nothing listens on the tracker's UDP port", async (t) => {
  const { tracker } = await scene(t);
  const socket = createSocket("udp4");
  t.teardown(() => socket.close());
  socket.connect(tracker.address.port, "127.0.0.1");
  await once(socket, "connect");
  socket.send(Buffer.alloc(16));
  const [error] = (await once(socket, "error")) as [NodeJS.ErrnoException];
  t.is(error.code, "ECONNREFUSED");
});

test("announces that are malformed are refused, and the tracker goes on", async (t) => {
  const { announce, tracker } = await scene(t);
  const passkey = PASSKEYS["web1"] ?? "";
  for (const query of [
    "",
    "?info_hash=x",
    "?info_hash[]=a&info_hash[]=b",
    `?${"a=b&".repeat(500)}`,
    "?info_hash=%ff&peer_id=%00",
    "?__proto__=1",
  ]) {
    t.truthy((await announce("web1", { path: `/${passkey}/announce${query}` })).failure, query);
  }
  t.is((await announce("web1", { port: 22 })).failure, "port not allowed");
  t.is((await announce("web1", { more: "&event=toString" })).failure, "unknown event");
  t.is((await announce("web1", { path: `/${passkey}/announce?${"a".repeat(20_000)}` })).status, 431);
  t.is(tracker.torrents, 0);
  t.is((await announce("web1", { more: "&left=-5" })).failure, null);
});

test("a host may ask about another one, for torrents of its own", async (t) => {
  const { announce } = await scene(t, { allowed: (host, infoHash) => infoHash === KNOWN && host !== "web3" });
  const ask = async (as: string, host: string, infoHash: string): Promise<number> =>
    (await announce(as, { path: `/${PASSKEYS[as]}/admits?info_hash=${infoHash}&host=${host}` })).status;
  t.is(await ask("web1", "web2", KNOWN), 204);
  t.is(await ask("web1", "web3", KNOWN), 403);
  t.is(await ask("web3", "web2", KNOWN), 403);
  t.is(await ask("web1", "web2", OTHERS), 403);
  t.is(await ask("web1", "..", "x"), 403);
});

test("a host that announces all the time is told to wait, others are not", async (t) => {
  const { announce } = await scene(t, { now: () => 1_000_000 });
  const statuses: number[] = [];
  for (let at = 0; at < 60; at++) statuses.push((await announce("web1")).status);
  t.is(statuses[0], 200);
  t.is(statuses.at(-1), 429);
  t.is((await announce("web2")).status, 200);
});

test("who has everything is asked to announce less often", async (t) => {
  const { announce } = await scene(t);
  const waiting = await announce("web1");
  const done = await announce("web1", {
    path: `/${PASSKEYS["web1"]}/announce?info_hash=${KNOWN.replace(/../g, "%$&")}&peer_id=${"x".repeat(20)}&port=7100&left=0&compact=1`,
  });
  t.true(waiting.intervalMs < done.intervalMs);
  t.deepEqual(done.peers, []);
});
