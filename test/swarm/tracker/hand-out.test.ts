import test from "ava";
import fc from "fast-check";
import {
  ALL_SHARES,
  HAND_OUT_POLICY,
  type HandOutPolicy,
  type HostFacts,
  type IngressFacts,
  NO_SHARES,
  type Ownership,
  SHARES,
  UNOWNED,
  appoint,
  dismiss,
  faultOf,
  getsOn,
  ingressCount,
  ownersOf,
  ownsPiece,
  sharesOf,
} from "../../../swarm/tracker/hand-out.ts";

const policy: HandOutPolicy = { ...HAND_OUT_POLICY, stalledMs: 5_000, silentMs: 3_000 };

const one = { ingressHosts: 1, mayOwn: true };

test("a small datacenter has one ingress, a large one several, up to a limit", (t) => {
  t.is(ingressCount(1, policy), 1);
  t.is(ingressCount(policy.hostsPerIngress, policy), 1);
  t.is(ingressCount(policy.hostsPerIngress + 1, policy), 2);
  t.is(ingressCount(1_000_000, policy), policy.ingressHostsMax);
});

test("who comes first owns all shares, and who comes next owns none where one ingress is enough", (t) => {
  const first = appoint("a", UNOWNED, one);
  t.is(sharesOf("a", first), ALL_SHARES);
  t.is(sharesOf("b", appoint("b", first, one)), NO_SHARES);
});

test("a second ingress gets its half only after the first has been told", (t) => {
  const two = { ingressHosts: 2, mayOwn: true };
  const promised = appoint("b", appoint("a", UNOWNED, one), two);
  t.is(sharesOf("a", promised), ALL_SHARES);
  t.is(sharesOf("b", promised), NO_SHARES);
  const told = appoint("a", promised, two);
  t.is(bits(sharesOf("a", told)), SHARES / 2);
  t.is(sharesOf("a", told) | sharesOf("b", told), ALL_SHARES);
});

test("an owner that goes leaves its shares to the heir, or to the next host that asks", (t) => {
  const two = { ingressHosts: 2, mayOwn: true };
  const promised = appoint("b", appoint("a", UNOWNED, one), two);
  t.is(bits(sharesOf("b", dismiss("a", promised))), SHARES / 2);
  t.is(sharesOf("b", appoint("b", dismiss("a", promised), two)), ALL_SHARES);
  t.is(sharesOf("a", dismiss("b", promised)), ALL_SHARES);
  t.true(dismiss("b", promised).every(({ heir }) => heir === null));
});

test("who may not own takes nothing, but hands over what it promised", (t) => {
  t.deepEqual(appoint("a", UNOWNED, { ...one, mayOwn: false }), UNOWNED);
  const promised = appoint("b", appoint("a", UNOWNED, one), { ingressHosts: 2, mayOwn: true });
  t.is(bits(sharesOf("b", appoint("a", promised, { ingressHosts: 2, mayOwn: false }))), SHARES / 2);
});

test("each piece has one owner at every time, and soon all ingress hosts own equally much, whoever comes and goes", (t) => {
  const step = fc.record({ host: fc.integer({ min: 0, max: 9 }).map(String), goes: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 6 }), (steps, ingressHosts) => {
      let shares: readonly Ownership[] = UNOWNED;
      for (const { host, goes } of steps) {
        shares = goes ? dismiss(host, shares) : appoint(host, shares, { ingressHosts, mayOwn: true });
        const owned = ownersOf(shares).map((owner) => sharesOf(owner, shares));
        for (let piece = 0; piece < 2 * SHARES; piece++) {
          const owners = owned.filter((set) => ownsPiece(set, piece)).length;
          if (owners > 1 || (!goes && owners !== 1)) return false;
        }
        if (ownersOf(shares).length > ingressHosts) return false;
      }
      for (let round = 0; round < 3; round++) {
        for (let host = 0; host < 10; host++) shares = appoint(String(host), shares, { ingressHosts, mayOwn: true });
      }
      return ownersOf(shares).length === ingressHosts;
    }),
  );
  t.pass();
});

const well: IngressFacts = { leftBytes: 100e6, heardMs: 60_000, progressedMs: 60_000, appointedMs: 0, bytesPerS: 10e6, lagBytes: 0 };
const usual = { nowMs: 60_500, usualBytesPerS: 10e6, slowBefore: 0, policy };

test("an ingress that gets on stays; a silent, a stalled and a slow one are replaced within seconds", (t) => {
  t.is(faultOf(well, usual), null);
  t.is(faultOf({ ...well, heardMs: 57_000 }, usual), "silent");
  t.is(faultOf({ ...well, progressedMs: 55_000 }, usual), "stalled");
  t.is(faultOf({ ...well, bytesPerS: 3e6 }, usual), "slow");
});

test("an ingress is not slow before it got going, nor for the last bytes, nor where there is nothing to compare with", (t) => {
  const slow = { ...well, bytesPerS: 3e6 };
  t.is(faultOf({ ...slow, appointedMs: 58_000 }, usual), null);
  t.is(faultOf({ ...slow, leftBytes: 20e6 }, usual), null);
  t.is(faultOf({ ...slow, bytesPerS: null }, usual), null);
  t.is(faultOf(slow, { ...usual, usualBytesPerS: null }), null);
  t.is(faultOf({ ...well, progressedMs: 0, appointedMs: 59_000 }, usual), null, "a new one has had no time to progress");
});

test("where replacing slow ones did not help, it is the link: they are replaced ever less often", (t) => {
  const slow = { ...well, bytesPerS: 3e6, appointedMs: 40_000 };
  t.is(faultOf(slow, { ...usual, slowBefore: 2 }), "slow");
  t.is(faultOf(slow, { ...usual, slowBefore: 3 }), null);
});

const host: HostFacts = { leftBytes: 100e6, joinedMs: 0, lastBytesPerS: 0 };

test("beside who says to be complete, a host gets on if enough comes to it", (t) => {
  t.false(getsOn(host, usual));
  t.true(getsOn({ ...host, lastBytesPerS: policy.servingBytesPerS }, usual));
  t.false(getsOn({ ...host, lastBytesPerS: policy.servingBytesPerS - 1 }, usual));
});

test("a host gets on as long as it had no time, and if what it lacks comes within seconds", (t) => {
  t.true(getsOn({ ...host, lastBytesPerS: null }, usual));
  t.true(getsOn({ ...host, joinedMs: 59_600 }, usual));
  t.true(getsOn({ ...host, lastBytesPerS: 0.5e6, leftBytes: 1e6 }, usual));
});

function bits(shares: number): number {
  return shares.toString(2).replaceAll("0", "").length;
}
