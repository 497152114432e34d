import test from "ava";
import { throttle } from "../../../agent/effects/progress.ts";

test("the first value is told at once, then the newest per interval, and the last one at the end", (t) => {
  const clock = manualClock();
  const told: number[] = [];
  const progress = throttle<number>({ intervalMs: 250, clock, tell: (value) => told.push(value) });
  for (const value of [1, 2, 3]) progress.offer(value);
  t.deepEqual(told, [1]);
  clock.advance(250);
  t.deepEqual(told, [1, 3]);
  clock.advance(250);
  t.deepEqual(told, [1, 3], "nothing new, nothing told");
  progress.offer(4);
  progress.offer(5);
  progress.end();
  progress.offer(6);
  clock.advance(1000);
  t.deepEqual(told, [1, 3, 4, 5]);
  t.is(clock.timers.size, 0);
});

test("at most four values a second are told, however many are offered", (t) => {
  const clock = manualClock();
  let told = 0;
  const progress = throttle<number>({ intervalMs: 250, clock, tell: () => told++ });
  for (let ms = 0; ms < 10_000; ms++) {
    progress.offer(ms);
    clock.advance(1);
  }
  t.true(told <= 41 && told >= 39, String(told));
});

function manualClock() {
  let nowMs = 0;
  const timers = new Set<{ readonly atMs: number; readonly fire: () => void }>();
  return {
    timers,
    setTimer(ms: number, fire: () => void): () => void {
      const timer = { atMs: nowMs + ms, fire };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(ms: number): void {
      nowMs += ms;
      for (const timer of [...timers].filter(({ atMs }) => atMs <= nowMs)) {
        timers.delete(timer);
        timer.fire();
      }
    },
  };
}
