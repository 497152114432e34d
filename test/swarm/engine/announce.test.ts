import { createServer } from "node:https";
import type { ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import test, { type ExecutionContext } from "ava";
import bencode from "bencode";
import { createFleetCa } from "../../../runtime/certificates.ts";
import type { Role } from "../../../runtime/identity.ts";
import { parseInfoHash } from "../../../runtime/ids.ts";
import { createTrackerClient, mayDial, parsePeerAddress, readAnswer, type AnnounceAnswer } from "../../../swarm/engine/announce.ts";
import { secureContext } from "../../../swarm/engine/tls.ts";
import {
  ANNOUNCE_INTERVAL_MAX_MS,
  ANNOUNCE_INTERVAL_MIN_MS,
  ANNOUNCE_PEERS_MAX,
  ANNOUNCE_RESPONSE_BYTES_MAX,
} from "../../../swarm/limits.ts";
import { issueIdentity } from "../fleet.ts";

const ca = await createFleetCa({ name: "fleet", days: 2 });
const otherCa = await createFleetCa({ name: "other", days: 2 });
const announce = {
  infoHash: parseInfoHash("aa".repeat(20)),
  peerId: Buffer.alloc(20),
  port: 7000,
  uploaded: 0,
  downloaded: 0,
  left: 5,
  connected: 2,
  event: null,
} as const;

type Respond = (response: ServerResponse) => void;

/** Announces at a tracker that answers as told; every request that reaches it is counted. */
async function ask(
  t: ExecutionContext,
  respond: Respond,
  { role = "coordinator", by = ca }: { role?: Role; by?: typeof ca } = {},
): Promise<AnnounceAnswer> {
  const identity = await issueIdentity(by, role, "main");
  const server = createServer({ cert: identity.certificatePem, key: identity.keyPem, minVersion: "TLSv1.3" }, (_request, response) =>
    respond(response),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const client = createTrackerClient(secureContext(await issueIdentity(ca, "agent", "web1")));
  t.teardown(() => {
    client.close();
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return client.announce(`https://127.0.0.1:${port}/passkey/announce`, announce, AbortSignal.timeout(10_000));
}

const answering =
  (body: Uint8Array): Respond =>
  (response) =>
    response.end(body);

test("a lawful answer gives peers and interval", async (t) => {
  const peers = Buffer.from([127, 0, 0, 1, 0x1b, 0x58, 10, 0, 0, 2, 0x1b, 0x59]);
  const peers6 = Buffer.concat([Buffer.alloc(15), Buffer.from([1, 0x1b, 0x5a])]);
  const answer = await ask(t, answering(bencode.encode({ interval: 30, peers, peers6 })));
  t.deepEqual(answer, {
    intervalMs: 30_000,
    peers: [
      { host: "127.0.0.1", port: 7000 },
      { host: "10.0.0.2", port: 7001 },
      { host: "0:0:0:0:0:0:0:1", port: 7002 },
    ],
    datacenter: null,
    shares: null,
  });
});

test("where we are and what we may fetch from elsewhere is taken only as our tracker says it", (t) => {
  const read = (datacenter: unknown, shares: unknown): unknown[] => {
    const answer = readAnswer(bencode.encode({ interval: 30, datacenter, shares }));
    return [answer.datacenter, answer.shares];
  };
  t.deepEqual(read("eqiad", 4095), ["eqiad", 4095]);
  t.deepEqual(read("", 0), ["", 0]);
  t.deepEqual(read(5, 4096), [null, null]);
  t.deepEqual(read(["eqiad"], -1), [null, null]);
  t.deepEqual(read("x".repeat(300), "1"), [null, null]);
});

test("K09 a million peers are cut to the cap", (t) => {
  const peers = Buffer.alloc(6 * 1_000_000, 1);
  t.is(readAnswer(bencode.encode({ interval: 30, peers })).peers.length, ANNOUNCE_PEERS_MAX);
});

for (const [interval, expected] of [
  [0, ANNOUNCE_INTERVAL_MIN_MS],
  [-1, ANNOUNCE_INTERVAL_MIN_MS],
  [1e12, ANNOUNCE_INTERVAL_MAX_MS],
] as const) {
  test(`K09 an interval of ${interval} is forced into the limits`, (t) => {
    t.is(readAnswer(bencode.encode({ interval, peers: "" })).intervalMs, expected);
  });
}

test("K09 an answer without end is cut off at its cap", async (t) => {
  let sent = 0;
  const bomb: Respond = (response) => {
    const chunk = Buffer.alloc(64 * 1024, 0x31);
    const more = (): void => {
      while (!response.destroyed && sent < 100 * 1024 * 1024) {
        sent += chunk.length;
        if (!response.write(chunk)) return void response.once("drain", more);
      }
    };
    more();
  };
  await t.throwsAsync(ask(t, bomb), { code: "E_PEER", message: new RegExp(`${ANNOUNCE_RESPONSE_BYTES_MAX}`) });
  t.true(sent < 30 * 1024 * 1024);
});

test("K09 a redirect is an error and is not followed", async (t) => {
  for (const location of ["http://169.254.169.254/latest", "file:///etc/passwd"]) {
    const redirect: Respond = (response) => response.writeHead(302, { location }).end();
    await t.throwsAsync(ask(t, redirect), { code: "E_PEER", message: /302/ });
  }
});

test("a failure reason, junk and empty answers are errors", async (t) => {
  await t.throwsAsync(ask(t, answering(bencode.encode({ "failure reason": "torrent not allowed" }))), { message: /torrent not allowed/ });
  for (const junk of ["", "i5e", "l-3:e", "<html>", "d5:peersle"])
    await t.throwsAsync(ask(t, answering(Buffer.from(junk))), { code: "E_PEER" }, junk);
});

test("peers in other forms than compact are ignored", (t) => {
  t.deepEqual(readAnswer(bencode.encode({ peers: [{ ip: "169.254.169.254", port: 80 }] })).peers, []);
  t.is(readAnswer(bencode.encode({ peers: new Uint8Array(11) })).peers.length, 1);
});

test("only a coordinator of this fleet is believed to be the tracker", async (t) => {
  await t.throwsAsync(ask(t, answering(bencode.encode({})), { role: "agent" }), { code: "E_PEER", message: /no coordinator/ });
  await t.throwsAsync(ask(t, answering(bencode.encode({})), { by: otherCa }), { code: "E_PEER" });
});

test("only https is spoken", async (t) => {
  const client = createTrackerClient(secureContext(await issueIdentity(ca, "agent", "web1")));
  await t.throwsAsync(client.announce("http://127.0.0.1:1/announce", announce, AbortSignal.timeout(1_000)), {
    code: "E_PEER",
    message: /http:/,
  });
});

test("P11 addresses of services, of multicast and of the metadata service are never dialled", (t) => {
  const never = [
    "127.0.0.1:22",
    "169.254.169.254:8080",
    "224.0.0.1:7000",
    "255.255.255.255:7000",
    "0.0.0.0:7000",
    "[::]:7000",
    "[fe80::1]:7000",
    "[ff02::1]:7000",
    "[::ffff:169.254.169.254]:7000",
  ];
  for (const text of never) t.false(mayDial(parsePeerAddress(text), { loopback: true }), text);
  t.true(mayDial(parsePeerAddress("10.0.0.1:7000"), { loopback: false }));
  t.true(mayDial(parsePeerAddress("[2001:db8::1]:7000"), { loopback: false }));
  for (const text of ["127.0.0.1:7000", "[::1]:7000"]) {
    t.true(mayDial(parsePeerAddress(text), { loopback: true }));
    t.false(mayDial(parsePeerAddress(text), { loopback: false }));
  }
  for (const text of ["", ":1", "host", "host:0", "host:65536", "a b:7000", "[::1]7000", "host:7000/x", "-:7e3"])
    t.throws(() => parsePeerAddress(text), { code: "E_PEER" });
});
