import test from "ava";
import { SwarmKeeper } from "../../agent/swarm-keeper.ts";
import { SWARM_REOPEN_PAUSE_MS } from "../../agent/shell-limits.ts";
import type { ErrorCode } from "../../runtime/errors.ts";
import { ShoalError } from "../../runtime/errors.ts";
import type { AddOptions, Swarm, Transfer } from "../../swarm/swarm.ts";

const OPTIONS = {} as AddOptions;
const TRANSFER = {} as Transfer;

test("a swarm that gave up is opened again on its port, what was in it is told to join again, and the add succeeds", async (t) => {
  const world = openWorld();
  t.is((await world.keeper.start()).port, 7410);
  t.is(await world.keeper.add(OPTIONS), TRANSFER);
  world.failure = "E_SWARM";
  world.nowMs += SWARM_REOPEN_PAUSE_MS;
  t.is(await world.keeper.add(OPTIONS), TRANSFER);
  t.deepEqual(world.log, ["open null", "stop 1", "open 7410", "reopened"]);
});

test("adds that fail together open one swarm", async (t) => {
  const world = openWorld();
  await world.keeper.start();
  world.failure = "E_SWARM";
  world.nowMs += SWARM_REOPEN_PAUSE_MS;
  t.deepEqual(await Promise.all([world.keeper.add(OPTIONS), world.keeper.add(OPTIONS)]), [TRANSFER, TRANSFER]);
  t.deepEqual(world.log, ["open null", "stop 1", "open 7410", "reopened"]);
});

test("soon after an opening it is not opened again, and another error never does it", async (t) => {
  const world = openWorld();
  await world.keeper.start();
  for (const code of ["E_SWARM", "E_TORRENT"] as const) {
    world.failure = code;
    t.is((await t.throwsAsync(world.keeper.add(OPTIONS), { instanceOf: ShoalError })).code, code);
    world.nowMs += code === "E_SWARM" ? SWARM_REOPEN_PAUSE_MS * 2 : 0;
  }
  t.deepEqual(world.log, ["open null"]);
});

test("after stop nothing is opened", async (t) => {
  const world = openWorld();
  await world.keeper.start();
  await world.keeper.stop();
  world.nowMs += SWARM_REOPEN_PAUSE_MS;
  t.is((await t.throwsAsync(world.keeper.add(OPTIONS), { instanceOf: ShoalError })).code, "E_SWARM");
  t.deepEqual(world.log, ["open null", "stop 1"]);
});

interface World {
  readonly log: string[];
  nowMs: number;
  /** What the open swarm fails with; a new one works. */
  failure: ErrorCode | null;
  readonly keeper: SwarmKeeper;
}

function openWorld(): World {
  const log: string[] = [];
  const world: Omit<World, "keeper"> = { log, nowMs: 0, failure: null };
  let opened = 0;
  const open = async (port: number | null): Promise<Swarm> => {
    const number = ++opened;
    world.failure = null;
    log.push(`open ${port}`);
    const add = async (): Promise<Transfer> => {
      if (world.failure !== null) throw new ShoalError(world.failure, "gone");
      return TRANSFER;
    };
    return {
      address: { host: "127.0.0.1", port: 7410 },
      add,
      stop: async () => void log.push(`stop ${number}`),
    } as Partial<Swarm> as Swarm;
  };
  const keeper = new SwarmKeeper({ open, clockMs: () => world.nowMs, onReopened: () => log.push("reopened") });
  return Object.assign(world, { keeper });
}
