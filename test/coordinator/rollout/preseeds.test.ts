/** Preseeds beside the rollouts of a stream. */
import test from "ava";
import { PRESEEDS_MAX } from "../../../proto/limits.ts";
import type { StreamEffect } from "../../../coordinator/rollout/events.ts";
import type { HostId } from "../../../runtime/ids.ts";
import { deploy, hosts, ref, Stream } from "./stream.ts";

const UNTIL_MS = 1_000_000;

function preseed(stream: Stream, name: string, ...names: readonly string[]): readonly StreamEffect[] {
  const release = ref(name);
  const untilUnixMs = stream.nowUnixMs + UNTIL_MS;
  const what = { datacenter: "", sharePercent: 100, hosts: hosts(...names), untilUnixMs, note: "" };
  return stream.post({ kind: "preseed-requested", release, ...what });
}

/** Host → releases that it is told of. */
function told(effects: readonly StreamEffect[]): Readonly<Record<string, readonly string[]>> {
  const preseeds = effects.filter((effect) => effect.kind === "send-preseeds");
  return Object.fromEntries(preseeds.map(({ host, releases }) => [host, releases.map(({ release }) => release)]));
}

function connected(...names: readonly string[]): Stream {
  const stream = new Stream();
  for (const name of names) stream.connect(name);
  return stream;
}

test("connected hosts are told at once, the others in their next session, and each time the whole set", (t) => {
  const stream = connected("h1");
  t.deepEqual(told(preseed(stream, "a", "h1", "h2")), { h1: [ref("a").release] });
  t.deepEqual(told(stream.connect("h2")), { h2: [ref("a").release] });
  t.deepEqual(told(preseed(stream, "b", "h1")), { h1: [ref("a").release, ref("b").release] });
  t.deepEqual(told(stream.connect("h3")), {}, "who is not meant hears nothing");
});

test("the same again changes nothing and leaves no line in the log; more hosts are added", (t) => {
  const stream = connected("h1", "h2");
  preseed(stream, "a", "h1");
  const lines = stream.log.length;
  t.deepEqual(preseed(stream, "a", "h1"), []);
  t.is(stream.log.length, lines);
  preseed(stream, "a", "h2");
  t.deepEqual(
    stream.state.preseeds[0]?.hosts.map(({ host }) => host),
    ["h1", "h2"] as HostId[],
  );
});

test("who was told hears that it was stopped, also in a later session; stopping again says nothing", (t) => {
  const stream = connected("h1");
  preseed(stream, "a", "h1", "h2");
  const stop = () => stream.post({ kind: "preseed-stopped", release: ref("a").release, note: "" });
  t.deepEqual(told(stop()), { h1: [] });
  t.deepEqual(told(stream.connect("h2")), { h2: [] });
  t.deepEqual(stop(), []);
});

test("it ends with its time, and when its release was rolled out", (t) => {
  const stream = connected("h1", "h2");
  preseed(stream, "a", "h1");
  stream.nowUnixMs += UNTIL_MS - 1;
  t.deepEqual(told(stream.connect("h1")), { h1: [ref("a").release] });
  stream.nowUnixMs += 1;
  t.deepEqual(told(stream.connect("h1")), { h1: [] });
  preseed(stream, "b", "h1");
  deploy(stream, "b");
  t.is(stream.rollout.state, "succeeded");
  t.true(stream.state.preseeds.at(-1)?.stopped);
});

test("newer ones crowd out the oldest, and its hosts hear of that: a host never holds more than so many", (t) => {
  const stream = connected("h1", "h2");
  preseed(stream, "old", "h2");
  let last: readonly StreamEffect[] = [];
  for (let n = 0; n < PRESEEDS_MAX; n++) last = preseed(stream, `new${n}`, "h1");
  t.is(stream.state.preseeds.length, PRESEEDS_MAX);
  t.deepEqual(told(last)["h2"], []);
  t.is(told(last)["h1"]?.length, PRESEEDS_MAX);
});
