import { EventEmitter } from "node:events";
import test from "ava";
import { createLifecycle, stopOnSignals, withTimeout } from "../../runtime/lifecycle.ts";

test("parts stop in the reverse order of their start, one after the other", async (t) => {
  const order: string[] = [];
  const lifecycle = createLifecycle({ onProblem: () => t.fail() });
  for (const name of ["store", "server", "session"]) {
    lifecycle.onStop(name, async () => {
      order.push(`${name} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      order.push(`${name} ends`);
    });
  }
  t.false(lifecycle.signal.aborted);
  const stopping = lifecycle.stop("test");
  t.true(lifecycle.signal.aborted);
  t.is(lifecycle.stop("again"), stopping);
  await stopping;
  t.deepEqual(order, ["session begins", "session ends", "server begins", "server ends", "store begins", "store ends"]);
});

test("a part that fails or hangs is told of, and the others are stopped", async (t) => {
  const problems: string[] = [];
  const stopped: string[] = [];
  const lifecycle = createLifecycle({ onProblem: (part, error) => problems.push(`${part}: ${String(error)}`), partTimeoutMs: 20 });
  lifecycle.onStop("store", () => void stopped.push("store"));
  lifecycle.onStop("hanging", () => new Promise(() => {}));
  lifecycle.onStop("failing", () => {
    throw new Error("no");
  });
  await lifecycle.stop("test");
  t.deepEqual(stopped, ["store"]);
  t.deepEqual(problems, ["failing: Error: no", "hanging: ShoalError: stopping hanging took more than 20 ms"]);
});

test("a part that starts while the process stops is stopped as well", async (t) => {
  const stopped: string[] = [];
  const lifecycle = createLifecycle({ onProblem: () => t.fail() });
  lifecycle.onStop("a", () => lifecycle.onStop("late", () => void stopped.push("late")));
  await lifecycle.stop("test");
  lifecycle.onStop("later", () => void stopped.push("later"));
  await lifecycle.stop("test");
  t.deepEqual(stopped, ["late", "later"]);
});

test("the first signal stops in order and exits with 0, the second exits with 1 at once", async (t) => {
  const signals = new EventEmitter();
  const exits: number[] = [];
  const lifecycle = createLifecycle({ onProblem: () => {} });
  const { promise: part, resolve: endPart } = Promise.withResolvers<void>();
  lifecycle.onStop("part", () => part);
  stopOnSignals(lifecycle, { signals, exit: (code) => exits.push(code) });
  signals.emit("SIGTERM");
  t.deepEqual(exits, []);
  signals.emit("SIGINT");
  t.deepEqual(exits, [1]);
  endPart();
  await lifecycle.stop("test");
  await new Promise((resolve) => setImmediate(resolve));
  t.deepEqual(exits, [1, 0]);
});

test("work in time has its outcome, work out of time is E_TIMEOUT and told so", async (t) => {
  t.is(await withTimeout({ timeoutMs: 1_000, what: "x" }, async () => 5), 5);
  await t.throwsAsync(
    withTimeout({ timeoutMs: 1_000, what: "x" }, () => Promise.reject(new Error("own"))),
    { message: "own" },
  );
  let heard: AbortSignal | undefined;
  const hanging = withTimeout({ timeoutMs: 5, what: "dialling" }, (signal) => {
    heard = signal;
    return new Promise(() => {});
  });
  await t.throwsAsync(hanging, { name: "ShoalError", code: "E_TIMEOUT", message: "dialling took more than 5 ms" } as never);
  t.true(heard?.aborted);
});
