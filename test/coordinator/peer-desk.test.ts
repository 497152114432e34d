import test from "ava";
import { createPeerDesk } from "../../coordinator/peer-desk.ts";
import type { HostRecord } from "../../coordinator/store/hosts.ts";
import type { CoordinatorMessage, Peers } from "../../proto/messages.ts";
import type { HostId, InfoHash } from "../../runtime/ids.ts";
import type { PeerAnnounce } from "../../swarm/tracker/peers.ts";

const TORRENT = "a".repeat(40) as InfoHash;

interface Bench {
  readonly sent: readonly (readonly [HostId, Peers])[];
  readonly announced: readonly PeerAnnounce[];
  announce(host: string, options?: { readonly stopped?: boolean; readonly remoteAddress?: string }): void;
  forget(host: string): void;
  /** The pause is over. */
  flush(): void;
}

function bench(): Bench {
  const records = new Map(
    [
      ["ams1", "ams"],
      ["ams2", "ams"],
      ["fra1", "fra"],
    ].map(([host, dc]) => [host, { host, labels: { dc, rack: "r1" } } as unknown as HostRecord]),
  );
  const sent: [HostId, Peers][] = [];
  const announced: PeerAnnounce[] = [];
  let run = (): void => undefined;
  const desk = createPeerDesk({
    tracker: {
      announce(_, announce) {
        const peers = announced.filter(({ host }) => host !== announce.host).map(({ address }) => address);
        announced.push(announce);
        return { peers: [...new Set(peers)], shares: 3, intervalMs: 700 };
      },
    },
    allowed: (host) => host !== ("stranger" as HostId),
    hosts: { get: (host) => records.get(host) ?? null },
    send: (host, message: CoordinatorMessage) => message.kind === "peers" && sent.push([host, message.peers]) > 0,
    setTimer: (_, then) => {
      run = then;
      return () => undefined;
    },
  });
  return {
    sent,
    announced,
    announce: (host, { stopped = false, remoteAddress = "10.0.0.1" } = {}) =>
      desk.announced(
        records.get(host) ?? ({ host, labels: {} } as unknown as HostRecord),
        { kind: "announce", infoHash: TORRENT, port: 7000 + host.length + Number(host.at(-1) ?? 0), leftBytes: 5, stopped },
        remoteAddress,
      ),
    forget: (host) => desk.forget(host as HostId),
    flush: () => run(),
  };
}

test("an announce is answered with addresses and the names behind them; each of them hears the newcomer's, once a session", (t) => {
  const { sent, announce, flush, forget } = bench();
  announce("ams1");
  announce("ams2");
  t.deepEqual(sent.at(-1), [
    "ams2" as HostId,
    { infoHash: TORRENT, addresses: ["10.0.0.1:7005"], hosts: [{ host: "ams1" as HostId, datacenter: "ams" }], shares: 3, intervalMs: 700 },
  ]);
  flush();
  const introduction = {
    infoHash: TORRENT,
    addresses: [],
    hosts: [{ host: "ams2" as HostId, datacenter: "ams" }],
    shares: null,
    intervalMs: null,
  };
  t.deepEqual(sent.at(-1), ["ams1" as HostId, introduction]);
  announce("ams2");
  const before = sent.length;
  flush();
  t.is(sent.length, before, "it knows already");
  forget("ams1");
  announce("ams2");
  flush();
  t.deepEqual(sent.at(-1), ["ams1" as HostId, introduction]);
});

test("the address is that of the session, in brackets where it is an IPv6 one; rack and datacenter are the registered ones", (t) => {
  const { announced, announce } = bench();
  announce("fra1", { remoteAddress: "fd00::7" });
  t.like(announced[0], { address: "[fd00::7]:7005", datacenter: "fra", rack: "r1", host: "fra1", event: "update" });
});

test("a host that the app is not assigned to is neither heard nor named, and one that left is not named any more", (t) => {
  const { sent, announced, announce } = bench();
  announce("stranger");
  announce("ams1", { remoteAddress: "" });
  t.deepEqual([sent.length, announced.length], [0, 0]);
  announce("ams1");
  announce("ams1", { stopped: true });
  t.is(announced.at(-1)?.event, "stopped");
  announce("ams2");
  t.deepEqual(sent.at(-1)?.[1].hosts, []);
});
