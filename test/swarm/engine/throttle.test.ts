import test from "ava";
import fc from "fast-check";
import { NO_LIMITS, Throttle, type Waiting } from "../../../swarm/engine/throttle.ts";
import { THROTTLE_BURST_MS, TICK_MS } from "../../../swarm/limits.ts";
import type { SwarmLimits } from "../../../swarm/swarm.ts";

const KIB = 1024;
const BLOCK = 128 * KIB;

function rig(limits: Partial<SwarmLimits>): { readonly throttle: Throttle; nowMs: number; minute: number } {
  const state = { nowMs: 0, minute: 0 };
  const throttle = new Throttle({ ...NO_LIMITS, ...limits }, { now: () => state.nowMs, minuteOfDay: () => state.minute });
  return Object.assign(state, { throttle });
}

/** Bytes asked in this time by somebody who asks whenever it may. */
function askAll(world: ReturnType<typeof rig>, { forMs, outside }: { readonly forMs: number; readonly outside: boolean }): number {
  let bytes = 0;
  for (const end = world.nowMs + forMs; world.nowMs < end;) {
    world.nowMs += TICK_MS;
    world.throttle.tick();
    for (; world.throttle.mayAsk(outside); bytes += BLOCK) world.throttle.asked(outside, BLOCK);
  }
  return bytes;
}

test("whatever the cap, no more is asked for than it allows, but by one block and what a moment saves up; and no less", (t) => {
  fc.assert(
    fc.property(fc.integer({ min: 64 * KIB, max: 50_000 * KIB }), fc.integer({ min: 4, max: 400 }), (rate, ticks) => {
      const forMs = ticks * TICK_MS;
      const bytes = askAll(rig({ downloadBytesPerS: rate }), { forMs, outside: false });
      const allowed = (rate * forMs) / 1000;
      return bytes <= allowed + BLOCK + (rate * THROTTLE_BURST_MS) / 1000 && bytes >= allowed - 1;
    }),
  );
  t.pass();
});

test("the pace that back-off sets holds although it changes all the time, beside the caps, and ends with it", (t) => {
  const world = rig({});
  let allowed = 0;
  let bytes = 0;
  for (let step = 0; step < 60; step++) {
    const pace = (step % 2 === 0 ? 256 : 512) * KIB;
    world.throttle.pace({ uploadBytesPerS: null, downloadBytesPerS: pace });
    bytes += askAll(world, { forMs: 500, outside: false });
    allowed += pace / 2;
  }
  t.true(bytes <= allowed + BLOCK + (512 * KIB * THROTTLE_BURST_MS) / 1000, `${bytes} of ${allowed}`);
  t.true(bytes >= 0.9 * allowed, `${bytes} of ${allowed}`);
  t.true(world.throttle.maySend({ outside: false, go: () => t.fail() }), "the other way is free");
  world.throttle.asked(false, 1e9);
  world.throttle.pace({ uploadBytesPerS: null, downloadBytesPerS: null });
  t.true(world.throttle.mayAsk(false));
});

test("a process without limits never waits", (t) => {
  const { throttle } = rig({});
  throttle.asked(true, 1e12);
  throttle.sent(true, 1e12);
  t.true(throttle.mayAsk(true));
  t.true(throttle.maySend({ outside: true, go: () => t.fail() }));
});

test("the cap on other datacenters holds for them alone, and the one over all for both", (t) => {
  const outside = { uploadBytesPerS: null, downloadBytesPerS: 100 * KIB };
  const world = rig({ downloadBytesPerS: 1000 * KIB, outside });
  const abroad = askAll(world, { forMs: 10_000, outside: true });
  t.true(abroad <= 1000 * KIB + 2 * BLOCK, `${abroad}`);
  t.true(world.throttle.mayAsk(false));
  const home = askAll(world, { forMs: 10_000, outside: false });
  t.true(home >= 9_000 * KIB && home <= 10_500 * KIB + BLOCK, `${home}`);
});

test("what was asked for and did not come may be asked for again", (t) => {
  const world = rig({ downloadBytesPerS: 100 * KIB });
  world.nowMs = 250;
  world.throttle.tick();
  world.throttle.asked(false, BLOCK);
  t.false(world.throttle.mayAsk(false));
  world.throttle.asked(false, -BLOCK);
  t.true(world.throttle.mayAsk(false));
});

test("at its time of day another cap holds, also over midnight, and what was owed under the one before is forgiven", (t) => {
  const night = { fromMinute: 22 * 60, toMinute: 6 * 60, uploadBytesPerS: null, downloadBytesPerS: null, outside: NO_LIMITS.outside };
  const world = rig({ downloadBytesPerS: 64 * KIB, times: [night] });
  const at = (hours: number): boolean => {
    world.minute = hours * 60;
    world.nowMs += TICK_MS;
    world.throttle.tick();
    return world.throttle.mayAsk(false);
  };
  t.true(at(12));
  world.throttle.asked(false, 1e9);
  t.false(at(21));
  t.true(at(22));
  t.true(at(5));
  world.throttle.asked(false, 1e9);
  t.true(at(5));
  at(6);
  t.true(at(6), "a debt of the night would have lasted hours");
});

test("uploads that wait go by turns, one run each, as the cap allows", (t) => {
  const rate = 4 * BLOCK;
  const world = rig({ uploadBytesPerS: rate });
  const sent = new Map<string, number>();
  const turns = ["a", "b", "c"].map((name) => {
    const turn: Waiting = {
      outside: false,
      go() {
        while (world.throttle.maySend(turn)) {
          sent.set(name, (sent.get(name) ?? 0) + 1);
          world.throttle.sent(false, BLOCK);
        }
      },
    };
    return turn;
  });
  for (const turn of turns) turn.go();
  for (let tick = 0; tick < 60; tick++) {
    world.nowMs += 250;
    world.throttle.tick();
  }
  const counts = [...sent.values()];
  const total = counts.reduce((sum, count) => sum + count, 0);
  t.true(total >= 58 && total <= 63, `${total}`);
  t.true(Math.max(...counts) - Math.min(...counts) <= 1, counts.join(" "));
});

test("who has gone is not waited for", (t) => {
  const world = rig({ uploadBytesPerS: BLOCK });
  world.throttle.sent(false, BLOCK);
  const gone: Waiting = { outside: false, go: () => t.fail() };
  t.false(world.throttle.maySend(gone));
  world.throttle.forget(gone);
  world.nowMs = 10_000;
  world.throttle.tick();
  t.true(world.throttle.maySend({ outside: false, go: () => undefined }));
});
