import test from "ava";
import { createOutput, type OutputStream } from "../../../coordinator/cli/output.ts";

interface Screen extends OutputStream {
  readonly written: string[];
  fail(): void;
}

function screen(isTTY: boolean): Screen {
  const written: string[] = [];
  let onError: (error: Error) => void = () => {};
  return {
    written,
    isTTY,
    columns: 20,
    rows: 10,
    write: (text) => written.push(text),
    on: (_, listener) => (onError = listener),
    fail: () => onError(new Error("EPIPE")),
  };
}

test("on a terminal a block is redrawn in place, and what is noted stands above it", (t) => {
  const [stdout, stderr] = [screen(true), screen(true)];
  let nowMs = 0;
  const output = createOutput({ json: false, stdout, stderr, nowMs: () => nowMs });
  output.live(() => ["one", "two"]);
  nowMs = 1_000;
  output.live(() => ["three"]);
  output.note("a note");
  output.endLive("remove");
  t.deepEqual(stderr.written, [
    "one\ntwo\n",
    "\u001b[2A\r\u001b[J",
    "three\n",
    "\u001b[1A\r\u001b[J",
    "a note\n",
    "three\n",
    "\u001b[1A\r\u001b[J",
  ]);
  t.deepEqual(stdout.written, []);
});

test("a block is drawn at most ten times a second, and never wraps", (t) => {
  const stderr = screen(true);
  let nowMs = 0;
  const output = createOutput({ json: false, stdout: screen(true), stderr, nowMs: () => nowMs });
  for (; nowMs < 1_000; nowMs += 10) output.live(({ columns }) => ["x".repeat(columns * 2)]);
  const drawn = stderr.written.filter((text) => text.includes("x"));
  t.is(drawn.length, 10);
  t.true(drawn.every((text) => text.length === 20));
});

test("without a terminal, and with --json, nothing is drawn", (t) => {
  for (const [json, isTTY] of [
    [false, false],
    [true, true],
  ] as const) {
    const [stdout, stderr] = [screen(isTTY), screen(isTTY)];
    const output = createOutput({ json, stdout, stderr, nowMs: () => 0 });
    t.false(output.interactive);
    output.live(() => ["block"]);
    output.endLive("keep");
    t.deepEqual([...stdout.written, ...stderr.written], []);
  }
});

test("a stream whose reader has gone is not written to any more", (t) => {
  const stdout = screen(false);
  const output = createOutput({ json: false, stdout, stderr: screen(false), nowMs: () => 0 });
  output.answer(null, () => ["first"]);
  stdout.fail();
  output.answer(null, () => ["second"]);
  t.deepEqual(stdout.written, ["first\n"]);
});
