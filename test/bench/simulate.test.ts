import test from "ava";
import fc from "fast-check";
import { FLOW, TICK } from "../../bench/simulate/kinds.ts";
import { summary } from "../../bench/simulate/outcome.ts";
import { Queue } from "../../bench/simulate/queue.ts";
import { SHAPES, type Shape } from "../../bench/simulate/shape.ts";
import { World } from "../../bench/simulate/world.ts";
import { STALLED_PEER_MS } from "../../swarm/limits.ts";

const MIB = 1024 * 1024;

function simulated(shape: Partial<Shape>, seed = 1): ReturnType<typeof summary> {
  const small = { sites: 5, hostsPerSite: 10, sizeBytes: 128 * MIB, slow: 0, stragglers: 0, failing: 0, ingressKills: 0 };
  const whole = { ...SHAPES.find(({ name }) => name === "10k")!, ...small, ...shape };
  const world = new World({ shape: whole, seed, policy: {} });
  world.run(600_000);
  return summary(whole, world);
}

test("events come by time, of equal times as they were added; a flow's end comes once, when it was last expected", (t) => {
  const event = fc.record({ way: fc.constantFrom("add", "append", "end", "forget"), timeMs: fc.nat(50), flow: fc.nat(2_000) });
  fc.assert(
    fc.property(fc.array(event, { maxLength: 3_000 }), (events) => {
      const queue = new Queue();
      const expected: { timeMs: number; kind: number; a: number }[] = [];
      let latestMs = 0;
      for (const [at, { way, timeMs, flow }] of events.entries()) {
        const before = expected.findIndex(({ kind, a }) => kind === FLOW && a === flow);
        if ((way === "end" || way === "forget") && before >= 0) expected.splice(before, 1);
        if (way === "add") queue.add(timeMs, TICK, at);
        if (way === "append") queue.append((latestMs = Math.max(latestMs, timeMs)), TICK, at, 0);
        if (way === "end") queue.expectEnd(timeMs, flow);
        if (way === "forget") queue.forgetEnd(flow);
        else
          expected.push({
            timeMs: way === "append" ? latestMs : timeMs,
            ...(way === "end" ? { kind: FLOW, a: flow } : { kind: TICK, a: at }),
          });
      }
      const taken: typeof expected = [];
      while (queue.take()) taken.push({ timeMs: queue.timeMs, kind: queue.kind, a: queue.a });
      t.deepEqual(
        taken,
        expected.toSorted((a, b) => a.timeMs - b.timeMs),
      );
    }),
  );
});

test("a fleet without trouble needs little more than one copy over one uplink, and one copy a site", (t) => {
  const outcome = simulated({});
  t.is(outcome.unfinished, 0);
  t.true(outcome.allS > outcome.boundS && outcome.allS < 1.5 * outcome.boundS, `${outcome.allS} s of ${outcome.boundS}`);
  t.true(outcome.copiesWorst < 1.001);
});

test("the same seed gives the same figures, another one others", (t) => {
  const trouble = { failing: 0.1, slow: 0.1, ingressKills: 1 };
  t.deepEqual(simulated(trouble), simulated(trouble));
  t.notDeepEqual(simulated(trouble), simulated(trouble, 2));
});

test("pieces that only killed ingress hosts had are there again long before their connections are given up", (t) => {
  const outcome = simulated({ sites: 8, ingressKills: 2 });
  t.is(outcome.unfinished, 0);
  t.true(outcome.allS < STALLED_PEER_MS / 1000 / 2, `${outcome.allS} s`);
});
