/** Sending on one stream of a call with a bounded queue, the same on server and client. */
import type { Writable } from "node:stream";
import { ShoalError } from "../runtime/errors.ts";
import { SEND_QUEUE_BYTES, SEND_QUEUE_BYTES_MAX, SEND_STALL_MS } from "./limits.ts";
import type { Codec, Send } from "./rpc.ts";

export interface SenderOptions<T> {
  readonly stream: Writable;
  readonly codec: Codec<T>;
  /** Aborts when the call is over. */
  readonly over: AbortSignal;
  /** Ends the call with an error: its reader stands still. */
  readonly cut: (error: ShoalError) => void;
  readonly stallMs?: number;
}

/**
 * A `send` that resolves once little is queued. Errors: E_MESSAGE (can't be encoded; the call goes on), E_CANCELLED (the call is
 * over), E_TIMEOUT and E_BUSY (the reader stands still; the call is cut).
 */
export function createSender<T>({ stream, codec, over, cut, stallMs = SEND_STALL_MS }: SenderOptions<T>): Send<T> {
  let queuedBytes = 0;
  const waiting = new Set<Waiter>();
  const written = (size: number): void => {
    queuedBytes -= size;
    for (const waiter of waiting) {
      if (queuedBytes <= SEND_QUEUE_BYTES) waiter.finish("room");
      else waiter.progress();
    }
  };
  const fail = (error: ShoalError): never => {
    cut(error);
    throw error;
  };
  return async (message) => {
    const bytes = codec.encode(message);
    if (over.aborted || stream.destroyed || stream.writableEnded) throw ended();
    if (queuedBytes + bytes.length > SEND_QUEUE_BYTES_MAX)
      fail(new ShoalError("E_BUSY", `${queuedBytes} bytes wait for a reader that stands still`));
    queuedBytes += bytes.length;
    stream.write(bytes, () => written(bytes.length));
    if (queuedBytes <= SEND_QUEUE_BYTES) return;
    const outcome = await room({ waiting, over, stallMs });
    if (outcome === "over") throw ended();
    if (outcome === "stalled") fail(new ShoalError("E_TIMEOUT", `the reader took nothing of ${queuedBytes} bytes for ${stallMs / 1000} s`));
  };
}

type Outcome = "room" | "over" | "stalled";

interface Waiter {
  readonly finish: (outcome: Outcome) => void;
  readonly progress: () => void;
}

interface RoomOptions {
  readonly waiting: Set<Waiter>;
  readonly over: AbortSignal;
  readonly stallMs: number;
}

function room({ waiting, over, stallMs }: RoomOptions): Promise<Outcome> {
  return new Promise((resolve) => {
    const finish = (outcome: Outcome): void => {
      clearTimeout(timer);
      over.removeEventListener("abort", onOver);
      waiting.delete(waiter);
      resolve(outcome);
    };
    const onOver = (): void => finish("over");
    const timer = setTimeout(() => finish("stalled"), stallMs);
    const waiter: Waiter = { finish, progress: () => void timer.refresh() };
    over.addEventListener("abort", onOver);
    waiting.add(waiter);
  });
}

function ended(): ShoalError {
  return new ShoalError("E_CANCELLED", "the call is over");
}
