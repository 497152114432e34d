import { once } from "node:events";
import { connect } from "node:net";
import test, { type ExecutionContext } from "ava";
import { listen, type Listening } from "../../proto/rpc-listen.ts";

const HOST = "127.0.0.1";

async function listening(t: ExecutionContext, port: number, onConnection: () => void): Promise<Listening> {
  const one = await listen({ host: HOST, port }, (socket) => {
    socket.on("error", () => undefined).resume();
    t.teardown(() => socket.destroy());
    onConnection();
  });
  t.teardown(() => one.close());
  return one;
}

test("of callers that wait, more than one is taken in a turn of the event loop", async (t) => {
  const callers = 64;
  const taken = { now: 0, all: Promise.withResolvers<void>() };
  const { port } = await listening(t, 0, () => {
    taken.now += 1;
    if (taken.now === callers) taken.all.resolve();
  });
  const sockets = Array.from({ length: callers }, () => connect(port, HOST).on("error", () => undefined));
  t.teardown(() => sockets.forEach((socket) => socket.destroy()));
  // The loop stands still; the kernel goes on.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  const turns = { count: 0, over: false };
  const turn = (): void => {
    turns.count += 1;
    if (!turns.over) setImmediate(turn);
  };
  setImmediate(turn);
  await taken.all.promise;
  turns.over = true;
  t.true(turns.count < callers * 0.8, `${turns.count} turns for ${callers} callers`);
});

test("a port that somebody has is refused, also to who would share it, and is free again after the end", async (t) => {
  const first = await listening(t, 0, () => undefined);
  await t.throwsAsync(
    listen({ host: HOST, port: first.port }, () => t.fail()),
    { code: "EADDRINUSE" },
  );
  await first.close();
  const second = await listening(t, first.port, () => undefined);
  const caller = connect(second.port, HOST);
  await once(caller, "connect");
  caller.destroy();
});
