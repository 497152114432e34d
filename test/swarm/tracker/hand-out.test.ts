import test from "ava";
import fc from "fast-check";
import { PRESETS } from "../../../swarm/presets.ts";
import { type HandOutPolicy, type TrackedPeer, chooseIngress, handOut } from "../../../swarm/tracker/hand-out.ts";
import { TorrentPeers } from "../../../swarm/tracker/peers.ts";

const policy: HandOutPolicy = { ingressHosts: 1, stalledMs: 1_000, peersMax: 50 };
const none: ReadonlySet<string> = new Set();

function peer(host: string, more: Partial<TrackedPeer> = {}): TrackedPeer {
  return { host, datacenter: "eqiad", address: `${host}:7000`, leftBytes: 100, joinedMs: 0, progressedMs: 0, ...more };
}

test("the host that lacks least is the ingress, the first comer among equals", (t) => {
  const home = [peer("b", { joinedMs: 1 }), peer("a", { joinedMs: 2 }), peer("c", { joinedMs: 3, leftBytes: 50 })];
  t.deepEqual([...chooseIngress(home, none, { nowMs: 0, policy })], ["c"]);
  t.deepEqual([...chooseIngress(home.slice(0, 2), none, { nowMs: 0, policy })], ["b"]);
});

test("an ingress stays while it gets on, and is replaced when it stalls or goes", (t) => {
  const home = [peer("a", { progressedMs: 5_000 }), peer("b", { leftBytes: 1, progressedMs: 5_000 })];
  t.deepEqual([...chooseIngress(home, new Set(["a"]), { nowMs: 5_500, policy })], ["a"]);
  const stalled = [peer("a", { progressedMs: 0 }), peer("b", { progressedMs: 5_000 })];
  t.deepEqual([...chooseIngress(stalled, new Set(["a"]), { nowMs: 5_500, policy })], ["b"]);
  t.deepEqual([...chooseIngress([peer("b")], new Set(["a"]), { nowMs: 0, policy })], ["b"]);
});

test("no ingress is needed where a host has everything", (t) => {
  t.is(chooseIngress([peer("a", { leftBytes: 0 }), peer("b")], new Set(["b"]), { nowMs: 0, policy }).size, 0);
});

test("only the ingress and the stalled are told of the seed and of other datacenters", (t) => {
  const home = [peer("a"), peer("b", { progressedMs: 9_000 })];
  const abroad = [peer("x", { datacenter: "codfw" })];
  const ask = (asker: TrackedPeer, nowMs: number): readonly string[] =>
    handOut({ asker, home, ingress: new Set(["a"]), abroad, seeds: ["seed:1"], nowMs, policy });
  t.deepEqual(ask(peer("a"), 0), ["seed:1", "x:7000", "b:7000"]);
  t.deepEqual(ask(peer("b", { progressedMs: 9_000 }), 9_500), ["a:7000"]);
  t.deepEqual(ask(peer("b", { progressedMs: 0 }), 9_500), ["seed:1", "x:7000", "a:7000"]);
  t.deepEqual(ask(peer("b", { leftBytes: 0 }), 0), [], "who has everything is found by the others");
});

test("nobody is told of itself, and of no more than the cap", (t) => {
  const name = fc.integer({ min: 0, max: 200 }).map((number) => `host${number}`);
  const anyPeer = fc
    .record({ host: name, leftBytes: fc.nat(3), joinedMs: fc.nat(9), progressedMs: fc.nat(3_000) })
    .map((given) => peer(given.host, given));
  fc.assert(
    fc.property(fc.uniqueArray(anyPeer, { minLength: 1, maxLength: 120, selector: ({ host }) => host }), fc.nat(4_000), (home, nowMs) => {
      const asker = home[0]!;
      const ingress = chooseIngress(home, none, { nowMs, policy });
      const given = handOut({ asker, home, ingress, abroad: [], seeds: ["seed:1"], nowMs, policy });
      const complete = home.some(({ leftBytes }) => leftBytes === 0);
      return given.length <= 50 && !given.includes(asker.address) && ingress.size <= 1 && (!complete || ingress.size === 0);
    }),
  );
  t.pass();
});

const preset = PRESETS.loopback;
const announce = (host: string, leftBytes: number, datacenter = "eqiad"): Parameters<TorrentPeers["announce"]>[0] => ({
  host,
  datacenter,
  address: `${host}:7000`,
  leftBytes,
  event: "update",
});

test("three datacenters of two hosts: three are told of the seed, and all are connected", (t) => {
  const torrent = new TorrentPeers({ preset, seeds: () => ["seed:1"] });
  const hosts = ["e1", "e2", "c1", "c2", "u1", "u2"];
  const told = new Map(hosts.map((host) => [host, torrent.announce(announce(host, 100, host.slice(0, 1)), 0).peers]));
  t.deepEqual(
    hosts.filter((host) => told.get(host)?.includes("seed:1")),
    ["e1", "c1", "u1"],
  );
  t.deepEqual(told.get("e2"), ["e1:7000"]);
  t.deepEqual(told.get("u1"), ["seed:1", "c1:7000", "e1:7000"]);
});

test("K03 twice the fleet announces and nobody is evicted; K10 who claims to be complete is only ranked", (t) => {
  const torrent = new TorrentPeers({ preset, seeds: () => [] });
  for (let round = 0; round < 2; round++)
    for (let host = 0; host < 2_000; host++) torrent.announce(announce(`h${host}`, host === 7 ? 0 : 100, `d${host % 5}`), round);
  t.is(torrent.size, 2_000);
  t.is(torrent.announce(announce("h12", 100, "d2"), 2).peers[0], "h7:7000");
});

test("the silent expire, the stopped leave at once, and a host is in one datacenter only", (t) => {
  const torrent = new TorrentPeers({ preset, seeds: () => [] });
  torrent.announce(announce("a", 100), 0);
  torrent.announce(announce("b", 100), 0);
  torrent.announce(announce("b", 100, "codfw"), 1);
  t.is(torrent.size, 2);
  torrent.announce({ ...announce("b", 100, "codfw"), event: "stopped" }, 2);
  t.is(torrent.size, 1);
  torrent.expire(60_000);
  t.is(torrent.size, 0);
});

test("a dead ingress is replaced: the next announce of its neighbour is told of the seed", (t) => {
  const torrent = new TorrentPeers({ preset, seeds: () => ["seed:1"] });
  torrent.announce(announce("a", 100), 0);
  t.deepEqual(torrent.announce(announce("b", 100), 0).peers, ["a:7000"]);
  t.deepEqual(torrent.announce(announce("b", 100), preset.stalledMs + 1).peers, ["seed:1"]);
});
