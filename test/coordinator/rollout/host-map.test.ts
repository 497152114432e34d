/** The map of hosts against Map: whatever is done to any version of it, no other version changes. */
import fc from "fast-check";
import test from "ava";
import { HostMap } from "../../../coordinator/rollout/host-map.ts";
import type { HostId } from "../../../runtime/ids.ts";

test("every version has what a Map would have, in the order of insertion, whichever version is written to next", (t) => {
  const write = fc.record({ version: fc.nat({ max: 50 }), host: fc.nat({ max: 200 }), value: fc.integer() });
  fc.assert(
    fc.property(fc.array(write, { maxLength: 300 }), fc.integer({ min: 0, max: 200 }), (writes, begin) => {
      const first = Array.from({ length: begin }, (_, at) => [`b${at}` as HostId, at] as const);
      const versions = [{ mine: HostMap.from(first), model: new Map(first) }];
      for (const { version, host, value } of writes) {
        const from = versions[version % versions.length]!;
        const name = (host % 3 === 0 ? `b${host}` : `h${host}`) as HostId;
        versions.push({ mine: from.mine.with(name, value), model: new Map(from.model).set(name, value) });
      }
      for (const { mine, model } of versions) {
        if (JSON.stringify([...mine]) !== JSON.stringify([...model])) t.fail("entries");
        if (mine.size !== model.size || mine.keys().join() !== [...model.keys()].join()) t.fail("keys");
        if ([...mine.values()].join() !== [...model.values()].join()) t.fail("values");
        for (const host of ["b0", "b3", "h1", "h200", "none"] as HostId[])
          if (mine.get(host) !== model.get(host) || mine.has(host) !== model.has(host)) t.fail("get");
        if (mine.at(0) !== [...model.keys()][0] || mine.at(mine.size) !== undefined) t.fail("at");
      }
      const [last, other] = [versions.at(-1)!, versions[Math.floor(versions.length / 2)]!];
      const changed = [...last.model].flatMap(([host, value]) => (other.model.get(host) === value ? [] : [host]));
      t.deepEqual(last.mine.changedSince(other.mine), changed);
    }),
    { numRuns: 100 },
  );
});

test("it is kept as an object by host, and read back", (t) => {
  const map = HostMap.empty<number>()
    .with("b" as HostId, 1)
    .with("a" as HostId, 2)
    .with("b" as HostId, 3);
  t.is(JSON.stringify(map), '{"b":3,"a":2}');
  t.deepEqual([...HostMap.from(Object.entries(JSON.parse(JSON.stringify(map)) as object) as [HostId, number][])], [...map]);
});
