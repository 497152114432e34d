import test from "ava";
import { accountsOf, copiesOf } from "../../../coordinator/rollout/accounts.ts";
import { HostMap } from "../../../coordinator/rollout/host-map.ts";
import type { Rollout, RolloutHost } from "../../../coordinator/rollout/state.ts";
import { type LinkTraffic, NO_WORK } from "../../../proto/messages.ts";
import type { Digest, HostId } from "../../../runtime/ids.ts";

const link = (datacenter: string, payloadBytes: number, rest: Partial<LinkTraffic> = {}): LinkTraffic => ({
  ...{ seed: false, datacenter, payloadBytes, protocolBytes: 1, wastedBytes: 0 },
  ...rest,
});
const host = (datacenter: string, links: readonly LinkTraffic[], rest: Partial<RolloutHost> = {}): RolloutHost => ({
  ...{ datacenter, wave: 0, state: "ready", failure: null, outstanding: null, retries: 0, activateMs: null, ...rest },
  prepare: { ...NO_WORK, route: "base", bundle: "b".repeat(64) as Digest, bundleBytes: 100, links },
});
const rollout = (hosts: Readonly<Record<string, RolloutHost>>): Rollout =>
  ({ hosts: HostMap.from(Object.entries(hosts) as [HostId, RolloutHost][]) }) as unknown as Rollout;

test("what crossed into a datacenter is counted once for all its hosts, with what was wasted, and without what stayed at home", (t) => {
  const { datacenters, links } = accountsOf(
    rollout({
      a1: host("ams", [link("", 100, { seed: true })]),
      a2: host("ams", [link("ams", 100)]),
      f1: host("fra", [link("", 40, { seed: true }), link("ams", 30, { wastedBytes: 10 }), link("fra", 30)]),
      f2: host("fra", [link("fra", 75), link("ams", 25)]),
    }),
    "ams",
  );
  t.deepEqual(
    datacenters.map(({ datacenter, outsideBytes, bundleBytes, hosts }) => [datacenter, outsideBytes, bundleBytes, hosts]),
    [
      ["ams", 0, 100, 2],
      ["fra", 105, 100, 2],
    ],
  );
  t.is(datacenters[1] === undefined ? null : copiesOf(datacenters[1]), 1.05);
  const crossed = links.find(
    ({ fromDatacenter, toDatacenter, from }) => from === "hosts" && fromDatacenter === "ams" && toDatacenter === "fra",
  );
  t.deepEqual(crossed, { from: "hosts", fromDatacenter: "ams", toDatacenter: "fra", payloadBytes: 55, protocolBytes: 2, wastedBytes: 10 });
});

test("two bundles in one datacenter are two to be brought there; nothing unpacked is no copy at all", (t) => {
  const other = host("ams", [link("", 50, { seed: true })]);
  const small: RolloutHost = {
    ...other,
    prepare: { ...NO_WORK, bundle: "c".repeat(64) as Digest, bundleBytes: 50, links: other.prepare?.links ?? [] },
  };
  const there: RolloutHost = { ...host("fra", []), prepare: NO_WORK };
  const { datacenters } = accountsOf(rollout({ a1: host("ams", [link("", 100, { seed: true })]), a2: small, f1: there }), "");
  t.deepEqual(
    datacenters.map((account) => [account.bundleBytes, copiesOf(account)]),
    [
      [150, 1],
      [0, null],
    ],
  );
});

test("half and all are told when so many were ready, and the first piece is the soonest", (t) => {
  const ready = (readyMs: number, firstPieceMs: number): RolloutHost => {
    const one = host("ams", [], { readyMs });
    return { ...one, prepare: one.prepare === null ? null : { ...one.prepare, firstPieceMs } };
  };
  const waiting: RolloutHost = { ...host("ams", []), prepare: null };
  const some = accountsOf(rollout({ a: ready(30, 7), b: ready(10, 9), c: waiting }), "");
  t.deepEqual([some.firstPieceMs, some.halfMs, some.allMs], [7, 30, null]);
  const all = accountsOf(rollout({ a: ready(30, 0), b: ready(10, 0), c: ready(20, 0) }), "");
  t.deepEqual([all.firstPieceMs, all.halfMs, all.allMs], [null, 20, 30]);
});

test("what an earlier version ended, and what nobody has reported yet, has no accounts and breaks nothing", (t) => {
  const { bytesFromSeed, bytesFromHosts, durationMs, route, why } = NO_WORK;
  const old = { ...host("ams", []), prepare: { bytesFromSeed, bytesFromHosts, durationMs, route, why } as typeof NO_WORK };
  t.deepEqual(accountsOf(rollout({ a: old }), "").links, []);
});
