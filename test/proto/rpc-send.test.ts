import { Writable } from "node:stream";
import test from "ava";
import { createSender } from "../../proto/rpc-send.ts";
import type { Codec } from "../../proto/rpc.ts";
import type { ShoalError } from "../../runtime/errors.ts";

const raw: Codec<Uint8Array> = { encode: (bytes) => bytes, decode: (bytes) => bytes };
const MIB = new Uint8Array(1024 * 1024);

/** A stream whose reader takes a message when told to. */
function slowStream(): { stream: Writable; take: () => void } {
  const waiting: (() => void)[] = [];
  const stream = new Writable({ objectMode: true, write: (_chunk, _encoding, done) => void waiting.push(done) });
  return { stream, take: () => waiting.shift()?.() };
}

test("send resolves at once for little, and waits for the reader for much", async (t) => {
  const { stream, take } = slowStream();
  const send = createSender({ stream, codec: raw, over: new AbortController().signal, cut: () => t.fail() });
  await send(MIB.subarray(1));
  let resolved = false;
  const sending = send(MIB).then(() => {
    resolved = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  t.false(resolved);
  take();
  await sending;
  t.true(resolved);
});

test("a sender that does not wait is cut at the bound", async (t) => {
  const { stream } = slowStream();
  const cuts: ShoalError[] = [];
  const over = new AbortController();
  const send = createSender({ stream, codec: raw, over: over.signal, cut: (error) => cuts.push(error) });
  const sends = Array.from({ length: 65 }, () => send(MIB));
  await t.throwsAsync(sends[64] as Promise<void>, { code: "E_BUSY" } as never);
  t.is(cuts.length, 1);
  over.abort();
  const outcomes = await Promise.allSettled(sends);
  t.is(outcomes.filter(({ status }) => status === "fulfilled").length, 1);
});

test("a reader that stands still is cut, with the time and the bytes", async (t) => {
  const { stream } = slowStream();
  const cuts: ShoalError[] = [];
  const send = createSender({ stream, codec: raw, over: new AbortController().signal, cut: (error) => cuts.push(error), stallMs: 20 });
  await t.throwsAsync(send(new Uint8Array(MIB.length + 1)), {
    code: "E_TIMEOUT",
    message: /nothing of 1048577 bytes for 0\.02 s/,
  } as never);
  t.is(cuts[0]?.code, "E_TIMEOUT");
});

test("a call that is over takes nothing, and ends waiting sends", async (t) => {
  const { stream } = slowStream();
  const over = new AbortController();
  const send = createSender({ stream, codec: raw, over: over.signal, cut: () => t.fail() });
  const waiting = [send(MIB), send(MIB)];
  over.abort();
  await t.throwsAsync(waiting[1] as Promise<void>, { code: "E_CANCELLED" } as never);
  await t.throwsAsync(send(MIB), { code: "E_CANCELLED" } as never);
});

test("what can't be encoded fails, and the call goes on", async (t) => {
  const { stream } = slowStream();
  const picky: Codec<number> = {
    encode: (n) => {
      if (n < 0) throw new RangeError("negative");
      return new Uint8Array(n);
    },
    decode: (bytes) => bytes.length,
  };
  const send = createSender({ stream, codec: picky, over: new AbortController().signal, cut: () => t.fail() });
  await t.throwsAsync(send(-1), { message: "negative" });
  await t.notThrowsAsync(send(5));
});
