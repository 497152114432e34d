import test from "ava";
import { SeedSwarm } from "../../coordinator/seed-swarm.ts";
import { ShoalError } from "../../runtime/errors.ts";
import type { Swarm } from "../../swarm/swarm.ts";

test("a swarm that gave up is opened again on its port, and everything is added again", async (t) => {
  const { seeds, opened, events, dead } = open();
  t.is((await seeds.start()).port, 7_000);
  await seeds.check();
  dead.add(0);
  await seeds.check();
  t.deepEqual(opened, [null], "one missing sign of life is an engine's own restart");
  await seeds.check();
  t.deepEqual(opened, [null, 7_000]);
  t.deepEqual(events, ["warned", "stopped 0", "reopened"]);
  await seeds.check();
  await seeds.check();
  t.is(opened.length, 2);
});

test("a swarm that can't be opened again is tried again, and a stop ends that", async (t) => {
  const { seeds, opened, dead, fail } = open();
  await seeds.start();
  dead.add(0);
  fail.add(1);
  for (let n = 0; n < 4; n += 1) await seeds.check();
  t.true(opened.length >= 3);
  await seeds.stop();
  const before = opened.length;
  await seeds.check();
  t.is(opened.length, before);
  await t.throwsAsync(seeds.add({} as never), { code: "E_SWARM" });
});

function open() {
  const opened: (number | null)[] = [];
  const events: string[] = [];
  const dead = new Set<number>();
  const fail = new Set<number>();
  const seeds = new SeedSwarm({
    open: async (port) => {
      const number = opened.push(port) - 1;
      if (fail.has(number)) throw new ShoalError("E_IO", "the port is in use");
      return swarm(number, events, dead);
    },
    every: () => () => undefined,
    onReopened: () => void events.push("reopened"),
    warn: () => void events.push("warned"),
  });
  return { seeds, opened, events, dead, fail };
}

function swarm(number: number, events: string[], dead: ReadonlySet<number>): Swarm {
  return {
    address: { host: "127.0.0.1", port: 7_000 },
    memoryBytes: async () => {
      if (dead.has(number)) throw new ShoalError("E_SWARM", "gone");
      return 1;
    },
    stop: async () => void events.push(`stopped ${number}`),
  } as Partial<Swarm> as Swarm;
}
