/**
 * One client over the addresses of several coordinators: the first that answers is kept, and left when it does not any more. Whoever answers knows the same: they share a
 * database. A call that only asks, or that is safe to make twice (each request of an operator is), goes to the next at once; an upload is the caller's to make again.
 */
import type { Client, Methods } from "../../proto/rpc.ts";
import { toFailure } from "../../runtime/errors.ts";

export function createFailover<M extends Methods>(methods: M, clients: readonly Client<M>[]): Client<M> {
  const state = { at: 0 };
  const calls = Object.entries(methods).map(([name, { kind }]) => {
    const call = (args: readonly unknown[]): unknown => (clients[state.at] as unknown as Record<string, AnyCall>)[name]?.(...args);
    const pool: Pool = {
      size: clients.length,
      current: () => state.at,
      leave: (at) => void (state.at === at && (state.at = (at + 1) % clients.length)),
    };
    if (kind === "unary") return [name, (...args: readonly unknown[]) => askAny(pool, () => call(args) as Promise<unknown>)] as const;
    if (kind === "serverStream")
      return [name, (...args: readonly unknown[]) => readAny(pool, () => call(args) as AsyncIterable<unknown>)] as const;
    return [name, (...args: readonly unknown[]) => call(args)] as const;
  });
  const close = (): void => {
    for (const client of clients) client.close();
  };
  return { ...Object.fromEntries(calls), close } as unknown as Client<M>;
}

type AnyCall = (...args: readonly unknown[]) => unknown;

interface Pool {
  readonly size: number;
  readonly current: () => number;
  /** Unless somebody else has by now. */
  readonly leave: (at: number) => void;
}

async function askAny<T>(pool: Pool, ask: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    const at = pool.current();
    try {
      return await ask();
    } catch (error) {
      if (!isGone(error)) throw error;
      pool.leave(at);
      if (tried >= pool.size) throw error;
    }
  }
}

/** What was given out already can't be taken back: a stream that breaks off later is the caller's to open again, at the next one then. */
async function* readAny<T>(pool: Pool, open: () => AsyncIterable<T>): AsyncGenerator<T> {
  let given = false;
  for (let tried = 1; ; tried += 1) {
    const at = pool.current();
    try {
      for await (const item of open()) {
        given = true;
        yield item;
      }
      return;
    } catch (error) {
      if (!isGone(error)) throw error;
      pool.leave(at);
      if (given || tried >= pool.size) throw error;
    }
  }
}

function isGone(error: unknown): boolean {
  return toFailure(error).code === "E_UNAVAILABLE";
}
