/** The record of which release each host ran since when. */
import test from "ava";
import { emptyStream, step } from "../../../coordinator/rollout/step.ts";
import { type Switch, switchesOf } from "../../../coordinator/rollout/switches.ts";
import { activating, APP, deploy, hosts, PRODUCTION, ready, ref, slotOn, START_UNIX_MS, type Stream } from "./stream.ts";

function record({ log }: Stream): Switch[] {
  let state = emptyStream(PRODUCTION, APP);
  return log.flatMap((logged) => {
    const before = state;
    ({ state } = step(before, logged));
    return switchesOf(before, logged, state);
  });
}

test("each switch that a host told of stands there once, with its time, its release and the rollout that did it", (t) => {
  const stream = activating("h1", "h2");
  stream.nowUnixMs += 1_000;
  stream.answer("h1", ready("a"));
  stream.nowUnixMs += 1_000;
  stream.answer("h2", ready("a"));
  stream.nowUnixMs += 1_000;
  deploy(stream, "b", { hosts: hosts("h1", "h2") });
  const told = record(stream).map(({ atUnixMs, host, release, rollout }) => [atUnixMs - START_UNIX_MS, host, release, rollout]);
  t.deepEqual(told, [
    [1_000, "h1", ref("a").release, "r1"],
    [2_000, "h2", ref("a").release, "r1"],
    [3_000, "h1", ref("b").release, "r2"],
    [3_000, "h2", ref("b").release, "r2"],
  ]);
  t.is(record(stream)[0]?.tree, ref("a").tree);
});

test("what the host did by itself, or a hand, has no rollout; the same said again is nothing", (t) => {
  const stream = activating("h1");
  stream.answer("h1", ready("a"));
  stream.slotChanged("h1", slotOn("z", { drift: true }));
  stream.slotChanged("h1", slotOn("z", { drift: true }));
  t.deepEqual(
    record(stream).map(({ release, rollout, detail }) => [release, rollout, detail]),
    [
      [ref("a").release, "r1", ""],
      [ref("z").release, null, "drift"],
    ],
  );
});
