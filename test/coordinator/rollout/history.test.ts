/** What a slot ran, and what `rollback` goes back to. */
import fc from "fast-check";
import test from "ava";
import { recordSuccess, rollbackTarget } from "../../../coordinator/rollout/history.ts";
import { MAX_HISTORY } from "../../../coordinator/rollout/limits.ts";
import type { Rollout, StreamState } from "../../../coordinator/rollout/state.ts";
import { CURRENT, deploy, ended, failed, preparing, ready, ref, Stream, succeeded } from "./stream.ts";

function tags(history: readonly { readonly tag: string }[] = []): readonly string[] {
  return history.map(({ tag }) => tag.replace("release/", ""));
}

function target(stream: Stream): string | null {
  return rollbackTarget(stream.state, CURRENT)?.tag.replace("release/", "") ?? null;
}

/** `a`, then `b` were deployed. */
function twice(): Stream {
  const stream = succeeded();
  deploy(stream, "b");
  return stream;
}

test("with nothing or one release before there is nothing to go back to", (t) => {
  t.is(target(new Stream()), null);
  t.is(target(preparing()), null);
  t.is(target(succeeded()), null);
});

test("after a success it is the release before", (t) => {
  t.is(target(twice()), "a");
});

test("after an attempt that never left preparing it is the release before the one that runs", (t) => {
  const stream = twice();
  stream.request({ release: ref("c") });
  stream.answer("h1", ended("failed", "E_IO"));
  t.is(stream.rollout.state, "failed");
  t.is(target(stream), "a");
});

test("after an attempt that touched hosts it is the last one that succeeded", (t) => {
  for (const finish of [
    (stream: Stream) => void stream.answer("h1", ready("c")),
    (stream: Stream) => (stream.answer("h1", ready("c")), stream.answer("h2", ended("failed", "E_IO"))),
    (stream: Stream) => (stream.abort(), stream.answer("h1", ended("cancelled", "E_CANCELLED")), stream.pass(12_000)),
  ]) {
    const stream = twice();
    stream.request({ release: ref("c") });
    for (const host of ["h1", "h2"]) stream.answer(host, ready("c"));
    finish(stream);
    t.is(target(stream), "b");
  }
});

test("after an attempt that touched no host it is the release before the one that runs", (t) => {
  const stream = twice();
  stream.request({ release: ref("c") });
  for (const host of ["h1", "h2"]) stream.answer(host, ready("c"));
  stream.abort();
  for (const host of ["h1", "h2"]) stream.answer(host, ended("cancelled", "E_CANCELLED"));
  t.is(stream.rollout.state, "aborted");
  t.is(target(stream), "a");
});

test("a rollback forgets what came after its release: rolling back twice goes back two", (t) => {
  const stream = twice();
  deploy(stream, "c");
  deploy(stream, "b", { rolloutKind: "rollback" });
  t.deepEqual(tags(stream.state.history[CURRENT]), ["a", "b"]);
  t.is(target(stream), "a");
});

test("a rollback to a release that is not in the history is one more release", (t) => {
  const stream = twice();
  deploy(stream, "z", { rolloutKind: "rollback" });
  t.deepEqual(tags(stream.state.history[CURRENT]), ["a", "b", "z"]);
});

test("a deploy of what runs already adds nothing; one of an older release does", (t) => {
  const stream = twice();
  deploy(stream, "b");
  t.deepEqual(tags(stream.state.history[CURRENT]), ["a", "b"]);
  deploy(stream, "a");
  t.deepEqual(tags(stream.state.history[CURRENT]), ["a", "b", "a"]);
  t.is(target(stream), "b");
});

test("the history is bounded: the oldest releases are reached by their tags", (t) => {
  const names = Array.from({ length: MAX_HISTORY + 10 }, (_, index) => `v${index}`);
  const kind = "deploy";
  const history = names.reduce<StreamState["history"][typeof CURRENT]>(
    (before, name) => recordSuccess(before, { kind, release: ref(name) } as Rollout),
    [],
  );
  t.deepEqual(tags(history), names.slice(-MAX_HISTORY));
});

test("slots have each their own history, and another slot's attempt is none of this one's", (t) => {
  const stream = twice();
  const blue = "blue" as typeof CURRENT;
  stream.request({ slot: blue, release: ref("c") });
  for (const host of ["h1", "h2"]) stream.answer(host, ready("c"));
  stream.answer("h1", ready("c"));
  stream.answer("h2", ended("failed", "E_IO"));
  t.is(target(stream), "a");
  t.is(rollbackTarget(stream.state, blue), null);
});

test("a failed attempt is never in the history", (t) => {
  const stream = preparing();
  stream.answer("h1", ended("failed", "E_IO"));
  t.deepEqual(stream.state.history, {});
  t.truthy(failed("E_IO"));
});

test("whatever succeeds in whatever order: the history is bounded, ends with what runs, and never has the same release twice in a row", (t) => {
  const attempt = fc.record({ name: fc.constantFrom("a", "b", "c", "d"), kind: fc.constantFrom("deploy", "rollback") });
  fc.assert(
    fc.property(fc.array(attempt, { maxLength: 150 }), (attempts) => {
      let history: StreamState["history"][typeof CURRENT] = [];
      for (const { name, kind } of attempts) {
        history = recordSuccess(history, { kind, release: ref(name) } as Rollout);
        if (history.at(-1)?.release !== ref(name).release || history.length > MAX_HISTORY) return false;
        if (history.some(({ release }, index) => release === history[index - 1]?.release)) return false;
      }
      return true;
    }),
  );
  t.pass();
});
