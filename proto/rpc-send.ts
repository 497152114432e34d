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
}

/**
 * A `send` that resolves once little is queued. Errors: E_MESSAGE (can't be encoded; the call goes on), E_CANCELLED (the call is
 * over), E_TIMEOUT and E_BUSY (the reader stands still; the call is cut).
 */
export function createSender<T>({ stream, codec, over, cut }: SenderOptions<T>): Send<T> {
  let queuedBytes = 0;
  let wake: (() => void)[] = [];
  const written = (size: number): void => {
    queuedBytes -= size;
    if (queuedBytes > SEND_QUEUE_BYTES) return;
    for (const go of wake) go();
    wake = [];
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
    const outcome = await room((go) => wake.push(go), over);
    if (outcome === "over") throw ended();
    if (outcome === "stalled")
      fail(new ShoalError("E_TIMEOUT", `the reader took nothing of ${queuedBytes} bytes for ${SEND_STALL_MS / 1000} s`));
  };
}

function room(onRoom: (go: () => void) => void, over: AbortSignal): Promise<"room" | "over" | "stalled"> {
  return new Promise((resolve) => {
    const finish = (outcome: "room" | "over" | "stalled"): void => {
      clearTimeout(timer);
      over.removeEventListener("abort", onOver);
      resolve(outcome);
    };
    const onOver = (): void => finish("over");
    const timer = setTimeout(() => finish("stalled"), SEND_STALL_MS);
    over.addEventListener("abort", onOver);
    onRoom(() => finish("room"));
  });
}

function ended(): ShoalError {
  return new ShoalError("E_CANCELLED", "the call is over");
}
