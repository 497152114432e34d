import test from "ava";
import fc from "fast-check";
import { PRESETS } from "../../../swarm/presets.ts";
import { ALL_SHARES, HAND_OUT_POLICY, NO_SHARES, ownsPiece } from "../../../swarm/tracker/hand-out.ts";
import { type PeerAnnounce, type PeerAnswer, TorrentPeers, type TorrentPeersOptions } from "../../../swarm/tracker/peers.ts";

const preset = PRESETS.loopback;
const SIZE = 100e6;

/** One ingress a datacenter, unless a test is about more. */
function peers({ policy, ...more }: Partial<TorrentPeersOptions> = {}): TorrentPeers {
  let state = 1;
  const random = (): number => ((state = (state * 48_271) % 2_147_483_647) - 1) / 2_147_483_646;
  return new TorrentPeers({
    preset,
    seeds: () => ["seed:1"],
    seedDatacenter: "home",
    random,
    ...more,
    policy: { ingressHostsMax: 1, ...policy },
  });
}

function says(host: string, more: Partial<PeerAnnounce> = {}): PeerAnnounce {
  return { host, datacenter: "eqiad", address: `${host}:7000`, leftBytes: SIZE, event: "update", ...more };
}

test("three datacenters of two hosts: one of each is told of the seed and of the others' ingress, the rest only of each other", (t) => {
  const torrent = peers();
  const told = new Map<string, PeerAnswer>();
  for (const host of ["e1", "e2", "c1", "c2", "u1", "u2"]) told.set(host, torrent.announce(says(host, { datacenter: host[0]! }), 0));
  t.deepEqual(told.get("e1")?.peers, ["seed:1"]);
  t.deepEqual(told.get("e2")?.peers, ["e1:7000"]);
  t.deepEqual(told.get("u1")?.peers, ["seed:1", "e1:7000", "c1:7000"]);
  t.deepEqual(
    [...told].filter(([, { shares }]) => shares === ALL_SHARES).map(([host]) => host),
    ["e1", "c1", "u1"],
  );
  t.is(told.get("c2")?.shares, NO_SHARES);
});

test("a datacenter of four hosts has two ingress hosts, which own disjoint shares that are all", (t) => {
  const torrent = peers({ policy: HAND_OUT_POLICY });
  const round = (nowMs: number): number[] => ["e1", "e2", "e3", "e4"].map((host) => torrent.announce(says(host), nowMs).shares);
  round(0);
  const shares = round(1).filter((owned) => owned !== NO_SHARES);
  t.is(shares.length, 2);
  t.is(shares[0]! & shares[1]!, NO_SHARES);
  t.is(shares[0]! | shares[1]!, ALL_SHARES);
});

test("hosts at the seed's site are told of the seed, never of other sites; nobody abroad is told of them while there is a seed", (t) => {
  let seeds = ["seed:1"];
  const torrent = peers({ seeds: () => seeds });
  const home = { datacenter: "home" };
  t.deepEqual(torrent.announce(says("h1", home), 0).peers, ["seed:1"]);
  t.deepEqual(torrent.announce(says("e1"), 0).peers, ["seed:1"]);
  t.deepEqual(torrent.announce(says("h1", home), 1).peers, ["seed:1"]);
  seeds = [];
  t.deepEqual(torrent.announce(says("e1"), 2).peers, ["h1:7000"], "without a seed its site is one like the others");
});

test("a datacenter of one host is fed from outside, however badly it does", (t) => {
  const torrent = peers();
  for (let nowMs = 0; nowMs < 120_000; nowMs += preset.announceMs) {
    const { peers: told, shares } = torrent.announce(says("e1"), nowMs);
    t.deepEqual([told, shares], [["seed:1"], ALL_SHARES]);
  }
});

test("where all hosts hold half already, one of them is still the ingress", (t) => {
  const torrent = peers();
  const half = { leftBytes: SIZE / 2 };
  t.is(torrent.announce(says("e1", half), 0).shares, ALL_SHARES);
  t.like(torrent.announce(says("e2", half), 0), { peers: ["e1:7000"], shares: NO_SHARES });
});

test("where a complete host serves the others, nobody is the ingress, to the last byte", (t) => {
  const torrent = peers();
  for (let nowMs = 0; nowMs <= 50_000; nowMs += 1_000) {
    torrent.announce(says("e0", { leftBytes: 0 }), nowMs);
    for (const host of ["e1", "e2"]) {
      const { peers: told, shares } = torrent.announce(says(host, { leftBytes: SIZE - nowMs * 1_999 }), nowMs);
      t.is(shares, NO_SHARES);
      t.is(told[0], "e0:7000", "who is complete comes first");
      t.false(told.includes("seed:1"));
    }
  }
});

test("K10 who says to be complete and serves nobody keeps a datacenter from its feed for moments only", (t) => {
  for (const perS of [0, 8_192]) {
    const torrent = peers();
    const left = (nowMs: number): number => SIZE - (perS * nowMs) / 1000;
    torrent.announce(says("liar", { leftBytes: 0 }), 0);
    let helpedMs = -1;
    for (let nowMs = 0; nowMs <= 30_000; nowMs += preset.announceMs) {
      const { peers: told, shares } = torrent.announce(says("e1", { leftBytes: left(nowMs) }), nowMs);
      if (shares === ALL_SHARES && helpedMs < 0) helpedMs = nowMs;
      if (nowMs % preset.announceCompleteMs === 0) torrent.announce(says("liar", { leftBytes: 0 }), nowMs);
      t.is(shares === ALL_SHARES, helpedMs >= 0, "once helped it stays so");
      t.is(told.includes("seed:1"), helpedMs >= 0);
    }
    t.true(helpedMs > 0 && helpedMs <= 2_500, `after ${helpedMs} ms`);
  }
});

test("K10 an ingress goes on when another host says to be complete, and when it says so itself falsely the next one takes over", (t) => {
  const torrent = peers();
  t.is(torrent.announce(says("e1"), 0).shares, ALL_SHARES);
  torrent.announce(says("e2"), 0);
  torrent.announce(says("liar", { leftBytes: 0 }), 100);
  t.is(torrent.announce(says("e1", { leftBytes: SIZE / 2 }), 2_000).shares, ALL_SHARES);
  t.is(torrent.announce(says("e2", { leftBytes: SIZE / 2 }), 2_000).shares, NO_SHARES);
  torrent.announce(says("e1", { leftBytes: 0 }), 2_100);
  t.is(torrent.announce(says("e2", { leftBytes: SIZE / 2 }), 4_000).shares, ALL_SHARES, "nothing came to e2 since");
});

test("K10 hosts abroad are not left with who says to be complete once there is an ingress", (t) => {
  const torrent = peers();
  torrent.announce(says("liar", { datacenter: "codfw", leftBytes: 0 }), 0);
  t.deepEqual(torrent.announce(says("e1"), 0).peers, ["seed:1", "liar:7000"]);
  for (let nowMs = 0; nowMs <= 2_000; nowMs += preset.announceMs) torrent.announce(says("c1", { datacenter: "codfw" }), nowMs);
  t.deepEqual(torrent.announce(says("e1"), 2_000).peers, ["seed:1", "c1:7000"]);
});

test("a host that announces itself in two ways, of which one does not say what came, is measured by the other", (t) => {
  const torrent = peers();
  torrent.announce(says("e0", { leftBytes: 0 }), 0);
  for (let nowMs = 0; nowMs <= 10_000; nowMs += preset.announceMs) {
    const receivedBytes = nowMs * 2_000;
    t.is(torrent.announce(says("e1", { leftBytes: SIZE - receivedBytes, receivedBytes }), nowMs).shares, NO_SHARES);
    t.is(torrent.announce(says("e1", { leftBytes: SIZE - receivedBytes - 1 }), nowMs + 450).shares, NO_SHARES);
  }
  t.is(torrent.announce(says("e1", { leftBytes: SIZE / 2, receivedBytes: 20e6 }), 12_000).shares, ALL_SHARES, "and nothing came by it");
});

for (const [fault, later] of [
  ["dead", () => []],
  ["stalled", (nowMs: number) => [says("e1", { leftBytes: nowMs === 0 ? SIZE : SIZE - 1 })]],
] as const) {
  test(`a ${fault} ingress is replaced within seconds`, (t) => {
    const torrent = peers();
    let nowMs = 0;
    torrent.announce(says("e1"), nowMs);
    for (const host of ["e2", "e3", "e4"]) torrent.announce(says(host), nowMs);
    let successor = "";
    for (; successor === "" && nowMs < 60_000; nowMs += preset.announceMs) {
      for (const announce of later(nowMs)) torrent.announce(announce, nowMs);
      // They get on, from each other.
      for (const host of ["e2", "e3", "e4"]) {
        const { peers: told, shares } = torrent.announce(says(host, { leftBytes: SIZE / 2 - nowMs }), nowMs);
        if (shares === ALL_SHARES && told.includes("seed:1")) successor = host;
      }
    }
    t.not(successor, "");
    t.true(nowMs <= preset.stalledMs + 3 * preset.announceMs, `after ${nowMs} ms`);
  });
}

test("an ingress much slower than those of other datacenters is replaced within seconds, and not chosen again", (t) => {
  const torrent = peers();
  const left = (perS: number, nowMs: number): number => SIZE - (perS * nowMs) / 1000;
  let replacedMs = -1;
  for (let nowMs = 0; nowMs < 8_000; nowMs += preset.announceMs) {
    for (const datacenter of ["codfw", "ulsfo"]) {
      torrent.announce(says(`${datacenter}1`, { datacenter, leftBytes: left(8e6, nowMs) }), nowMs);
    }
    const slow = torrent.announce(says("e1", { leftBytes: left(1e6, nowMs) }), nowMs).shares;
    const other = torrent.announce(says("e2", { leftBytes: left(1e6, nowMs) }), nowMs).shares;
    if (replacedMs >= 0) t.deepEqual([slow, other], [NO_SHARES, ALL_SHARES]);
    else if (other === ALL_SHARES) replacedMs = nowMs;
  }
  t.true(replacedMs > 0 && replacedMs <= 5_000, `after ${replacedMs} ms`);
});

test("an ingress that fetches well but hands on too slowly is replaced, and its successor is told of it", (t) => {
  const torrent = peers();
  let successor = "";
  for (let nowMs = 0; nowMs < 8_000 && successor === ""; nowMs += preset.announceMs) {
    torrent.announce(says("e1", { leftBytes: SIZE - nowMs * 8_000 }), nowMs);
    for (const host of ["e2", "e3", "e4", "e5"]) {
      const { peers: told, shares } = torrent.announce(says(host, { leftBytes: SIZE - nowMs * 800, connected: 50 }), nowMs);
      if (shares !== ALL_SHARES) continue;
      successor = host;
      t.true(told.includes("e1:7000"));
    }
  }
  t.not(successor, "");
});

test("who is connected is told of as many more as it lacks; an ingress keeps the same peers abroad", (t) => {
  const torrent = peers({ policy: { neighbours: 4 } });
  for (let at = 0; at < 10; at++) torrent.announce(says(`e${at}`), 0);
  t.is(torrent.announce(says("e5", { connected: 1 }), 1).peers.length, 3);
  t.is(torrent.announce(says("e5", { connected: 9 }), 1).peers.length, 0);
  for (let at = 0; at < 5; at++) torrent.announce(says(`c${at}`, { datacenter: "codfw", leftBytes: 0 }), 1);
  const abroad = (nowMs: number): readonly string[] => torrent.announce(says("e0", { connected: 9 }), nowMs).peers.slice(1);
  t.is(abroad(2).length, 1);
  t.deepEqual(abroad(3), abroad(4));
});

test("stalled hosts are helped past the ingress some at a time, not all at once", (t) => {
  const torrent = peers({ policy: { slowWorthMs: 1e9 } });
  const hosts = Array.from({ length: 12 }, (_, at) => `e${at}`);
  const nowMs = preset.stalledMs + 1;
  for (let at = 0; at < nowMs; at += 1_000) {
    // The ingress gets on, they don't.
    torrent.announce(says("e0", { leftBytes: SIZE - at }), at);
    for (const host of hosts.slice(1)) torrent.announce(says(host), at);
  }
  torrent.announce(says("e0", { leftBytes: 1 }), nowMs);
  const helped = hosts.slice(1).filter((host) => torrent.announce(says(host), nowMs).peers.includes("seed:1"));
  t.is(helped.length, 2);
  t.true(helped.every((host) => torrent.announce(says(host), nowMs + 1).shares === ALL_SHARES));
});

test("neighbours are of the asker's rack first, and of others too", (t) => {
  const torrent = peers({ policy: { neighbours: 9 } });
  const hosts = Array.from({ length: 200 }, (_, at) => says(`e${at}`, { rack: `r${at % 10}` }));
  for (const host of hosts) torrent.announce(host, 0);
  const rackOf = new Map(hosts.map(({ address, rack }) => [address, rack]));
  const told = torrent.announce(hosts[33]!, 1).peers;
  const sameRack = told.filter((address) => rackOf.get(address) === "r3").length;
  t.is(told.length, 9);
  t.true(sameRack >= 5 && sameRack <= 8, `${sameRack} of 9`);
});

test("K03 twice the fleet announces and nobody is evicted", (t) => {
  const torrent = peers();
  for (let round = 0; round < 2; round++)
    for (let host = 0; host < 2_000; host++) {
      torrent.announce(says(`h${host}`, { datacenter: `d${host % 5}`, leftBytes: host === 7 ? 0 : SIZE }), round);
    }
  t.is(torrent.size, 2_000);
  t.is(torrent.complete, 1);
  t.is(torrent.announce(says("h12", { datacenter: "d2" }), 2).peers[0], "h7:7000");
});

test("the silent expire, the stopped leave at once, and a host is in one datacenter only", (t) => {
  const torrent = peers();
  torrent.announce(says("a"), 0);
  torrent.announce(says("b", { leftBytes: 0 }), 0);
  torrent.announce(says("b", { datacenter: "codfw" }), 1);
  t.is(torrent.size, 2);
  t.is(torrent.complete, 0);
  torrent.announce(says("b", { datacenter: "codfw", event: "stopped" }), 2);
  t.is(torrent.size, 1);
  torrent.announce(says("c", { leftBytes: 0 }), 3);
  torrent.expire(9_000);
  t.is(torrent.size, 1, "who is complete is asked less often");
  torrent.expire(60_000);
  t.is(torrent.size, 0);
  t.is(torrent.complete, 0);
});

test("hosts of a large torrent are asked less often, but not its ingress hosts", (t) => {
  const torrent = peers();
  const answers = Array.from({ length: 3_000 }, (_, at) => torrent.announce(says(`h${at}`), 0));
  const intervals = answers.slice(-100).map(({ intervalMs }) => intervalMs);
  t.true(Math.max(...intervals) <= 3_000 && Math.min(...intervals) >= 1_450);
  t.true(new Set(intervals).size > 50, "spread, so that somebody always announces soon");
  t.is(torrent.announce(says("h0"), 1).intervalMs, preset.announceMs);
});

test("where so many announce that each does so once in half a minute, a dead ingress is replaced within seconds all the same", (t) => {
  const torrent = peers();
  const due = new Map<string, number>();
  const announce = (host: string, nowMs: number): PeerAnswer => {
    const answer = torrent.announce(says(host), nowMs);
    due.set(host, nowMs + answer.intervalMs);
    return answer;
  };
  for (const nowMs of [0, 1]) for (let at = 0; at < 30_000; at++) announce(`h${at}`, nowMs);
  due.delete("h0");
  const often = [...due.values()].filter((ms) => ms < 10_000);
  t.true(often.length > 0 && often.length < 10, `${often.length} announce often`);
  for (let nowMs = 0; nowMs < 10_000; nowMs += 50) {
    const heirs = [...due].filter(([host, ms]) => ms <= nowMs && announce(host, nowMs).shares !== NO_SHARES);
    if (heirs.length > 0) return t.pass();
  }
  t.fail("nobody took over");
});

test("in any fleet, whoever comes, goes, gets on or stalls: one owner a piece and datacenter, few outside, nobody told of itself", (t) => {
  const step = fc.record({
    host: fc.nat(40),
    leftBytes: fc.constantFrom(SIZE, SIZE / 2, 1, 0),
    event: fc.constantFrom("update", "update", "update", "stopped" as const),
    waitMs: fc.constantFrom(0, 10, 300, 2_000),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 150 }), fc.integer({ min: 1, max: 4 }), (steps, datacenters) => {
      const torrent = peers({ policy: { ingressHostsMax: 4, hostsPerIngress: 3, reliefHosts: 0 } });
      const last = new Map<string, { datacenter: string; shares: number }>();
      let nowMs = 0;
      for (const { host, leftBytes, event, waitMs } of steps) {
        nowMs += waitMs;
        const name = `h${host}`;
        const datacenter = `d${host % datacenters}`;
        const { peers: told, shares } = torrent.announce(says(name, { datacenter, leftBytes, event }), nowMs);
        if (told.includes(`${name}:7000`) || new Set(told).size < told.length || told.length > 50) return false;
        if (shares === NO_SHARES && told.includes("seed:1")) return false;
        last.set(name, { datacenter, shares });
        for (let piece = 0; waitMs === 0 && piece < 12; piece++) {
          const owners = [...last].filter(([at, one]) => at === name && ownsPiece(one.shares, piece)).length;
          if (owners > 1) return false;
        }
      }
      return torrent.complete <= torrent.size && torrent.peers.filter((peer) => peer.leftBytes === 0).length === torrent.complete;
    }),
    { numRuns: 200 },
  );
  t.pass();
});
