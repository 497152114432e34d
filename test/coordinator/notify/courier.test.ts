/** What waits in the outbox, brought to real receivers: at least once, in order, bounded; a target that is down holds up nothing else. */
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import test, { type ExecutionContext } from "ava";
import { messageOf } from "../../../coordinator/notify/message.ts";
import { noticesOf } from "../../../coordinator/notify/notices.ts";
import { createNotify, type Notify, type NotifyOptions } from "../../../coordinator/notify/notify.ts";
import { repeat } from "../../../coordinator/control.ts";
import { emptyStream, step } from "../../../coordinator/rollout/step.ts";
import type { StreamName } from "../../../coordinator/store/events.ts";
import { openStore, type Store } from "../../../coordinator/store/store.ts";
import { systemClock } from "../../../runtime/clock.ts";
import { systemRandom } from "../../../runtime/random.ts";
import { deployed, named } from "../rollout/policies.ts";
import { APP, PRODUCTION, ready, type Stream } from "../rollout/stream.ts";
import { temporaryFolder } from "../temporary.ts";
import { type Receiver, receiver, targetAt } from "./receiver.ts";

const WEB: StreamName = "production/web";
const API: StreamName = "production/api";

test("what was written is delivered in its order, once each, and gone from the outbox", async (t) => {
  const ops = await receiver(t);
  const bench = await start(t, [ops]);
  await write(bench, WEB, whole());
  const one = ["opened", "preparing", "barrier", "wave-opened", "wave-done", "ended"];
  await ops.has(one.length * 2);
  t.deepEqual(
    ops.received.map(({ message }) => message.kind),
    [...one, ...one],
  );
  await until(async () => (await bench.notify.status())[0]?.waiting === 0);
});

test("a target that answers 500 is tried again until it takes it: nothing is left out, the order is kept, what comes twice has one id", async (t) => {
  const ops = await receiver(t, (_, response, count) => void response.writeHead(count % 3 === 0 ? 204 : 500).end());
  const bench = await start(t, [ops]);
  await write(bench, WEB, whole());
  const expected = expectedIds(whole());
  await ops.has(expected.length * 3);
  const ids = ops.received.map(({ message }) => message.id);
  t.deepEqual([...new Set(ids)], expected);
  t.deepEqual(
    ids,
    expected.flatMap((id) => [id, id, id]),
  );
  t.is(new Set(ops.received.map(({ headers }) => headers["webhook-id"])).size, expected.length);
  t.is(
    bench.warnings.filter((text) => text.startsWith("notifications wait: ops0 answers 500")).length,
    expected.length,
    "once for each row that failed first",
  );
});

test("a target that never answers holds up no other, no append, and not the stop", async (t) => {
  const [dead, ops] = [await receiver(t, () => undefined), await receiver(t)];
  const bench = await start(t, [dead, ops], { timeoutMs: 60_000 });
  const begun = performance.now();
  await write(bench, WEB, whole());
  const tookMs = performance.now() - begun;
  await ops.has(expectedIds(whole()).length);
  t.true(tookMs < 2_000, `${tookMs} ms`);
  await bench.notify.stop();
  t.is(await bench.store.notifications.waiting("ops0"), expectedIds(whole()).length);
});

test("a notification that is refused for what it is goes after five attempts, with a warning, and the next ones come", async (t) => {
  const first = expectedIds(whole())[0];
  const ops = await receiver(t, (request, response) => void response.writeHead(request.headers["webhook-id"] === first ? 400 : 204).end());
  const bench = await start(t, [ops]);
  await write(bench, WEB, whole());
  const expected = expectedIds(whole());
  await ops.has(4 + expected.length);
  const ids = ops.received.map(({ message }) => message.id);
  t.deepEqual(ids, [...Array.from({ length: 5 }, () => first), ...expected.slice(1)]);
  t.deepEqual((await bench.notify.status())[0]?.dropped, 1);
  t.true(bench.warnings.some((text) => /1 notifications for ops0 were dropped.*answers 400, 5 times/.test(text)));
});

test("beyond the bound the oldest are dropped, with one warning that counts them", async (t) => {
  const bench = await start(t, [await receiver(t, (_, response) => void response.writeHead(503).end())], {
    waitingMax: 3,
    retryMinMs: 60_000,
  });
  const expected = expectedIds(whole());
  await write(bench, WEB, whole());
  await until(async () => (await bench.notify.status())[0]?.waiting === 3);
  const kept = await bench.store.notifications.oldest("ops0", WEB, 10);
  t.deepEqual(
    kept.map(({ body }) => (JSON.parse(body) as { id: string }).id),
    expected.slice(-3),
  );
  await until(async () => bench.warnings.some((text) => text.includes("were dropped")));
  t.is((await bench.notify.status())[0]?.dropped, expected.length - 3);
  t.is(bench.warnings.filter((text) => text.includes("were dropped")).length, 1);
});

test("a process that died before, or right after, a delivery: the next one tells the rest, and at most that one again", async (t) => {
  const folder = temporaryFolder(t);
  const expected = expectedIds(whole());
  for (const died of [1, 2, expected.length]) {
    const path = join(folder, `${died}.db`);
    // The first process hears no answer to that one: it may have been taken.
    const first = await receiver(t, (_, response, count) => void (count < died && response.writeHead(204).end()));
    const before = await start(t, [first], { path });
    await write(before, WEB, whole());
    await first.has(died);
    await before.close();
    const second = await receiver(t);
    const after = await start(t, [second], { path });
    await second.has(expected.length - died + 1);
    const [told, again] = [first, second].map(({ received }) => received.map(({ message }) => message.id));
    t.deepEqual([told, again], [expected.slice(0, died), expected.slice(died - 1)]);
    await after.close();
  }
});

test("who does not lead a stream does not tell of it, and does from when it leads", async (t) => {
  const led = new Set<StreamName>([API]);
  const ops = await receiver(t);
  const bench = await start(t, [ops], { leads: (stream) => led.has(stream) });
  await write(bench, WEB, whole());
  await write(bench, API, whole());
  await until(async () => (await bench.store.notifications.waiting("ops0")) === expectedIds(whole()).length);
  t.deepEqual(await bench.store.notifications.streams("ops0"), [WEB]);
  led.add(WEB);
  bench.notify.written();
  await until(async () => (await bench.store.notifications.waiting("ops0")) === 0);
});

test("what waits for a target that is not configured any more is forgotten, and said so", async (t) => {
  const path = join(temporaryFolder(t), "c.db");
  const before = await start(t, [await receiver(t, () => undefined)], { path });
  await write(before, WEB, whole());
  await before.close();
  const after = await start(t, [], { path });
  t.true(after.warnings.some((text) => text.startsWith("12 notifications waited for targets that are not configured")));
  t.is(await after.store.notifications.waiting("ops0"), 0);
});

test("a test message is sent at once to the one that is named, whatever its filter", async (t) => {
  const ops = await receiver(t);
  const bench = await start(t, [ops]);
  t.deepEqual(await bench.notify.test("ops0", "operator:alice"), { kind: "delivered", status: 204 });
  t.like(ops.received[0]?.message, { kind: "test", text: "this is a test that operator:alice asked for; nothing happened" });
  await t.throwsAsync(bench.notify.test("nobody", "operator:alice"), { code: "E_NOT_FOUND", message: /no notify target nobody/ });
});

interface Bench {
  readonly store: Store;
  readonly notify: Notify;
  readonly warnings: readonly string[];
  close(): Promise<void>;
}

interface BenchOptions extends Partial<Omit<NotifyOptions, "targets">> {
  readonly path?: string;
  readonly leads?: (stream: StreamName) => boolean;
}

async function start(
  t: ExecutionContext,
  receivers: readonly Receiver[],
  { path = ":memory:", leads = () => true, ...options }: BenchOptions = {},
): Promise<Bench> {
  const store = await openStore({ path });
  const warnings: string[] = [];
  const log = { warn: (_: unknown, message: string) => void warnings.push(message) } as never;
  const targets = receivers.map(({ url }, index) => targetAt(url, { name: `ops${index}` }));
  const notify = createNotify(
    { retryMinMs: 5, ...options, targets },
    { outbox: store.notifications, leads, fetch, clock: systemClock, random: systemRandom, every: repeat(systemClock), log },
  );
  await notify.start();
  let closed: Promise<void> | null = null;
  const close = (): Promise<void> => (closed ??= notify.stop().then(() => store.close()));
  t.teardown(close);
  return { store, notify, warnings, close };
}

/** As a runner does, all at once. */
async function write({ store, notify }: Bench, stream: StreamName, { log }: Stream): Promise<void> {
  let state = emptyStream(PRODUCTION, APP);
  const events = log.map((logged) => {
    const before = state;
    ({ state } = step(before, logged));
    const { atUnixMs, principal, event } = logged;
    return { atUnixMs, principal, kind: event.kind, body: event, notifications: notify.about(before, logged, state) };
  });
  await store.events.append(stream, 0, events);
  notify.written();
}

function whole(): Stream {
  const stream = deployed(named(1), {});
  stream.answer("h0", ready("b"));
  return stream;
}

function expectedIds({ log }: Stream): readonly string[] {
  let state = emptyStream(PRODUCTION, APP);
  return log.flatMap((logged) => {
    const before = state;
    ({ state } = step(before, logged));
    return noticesOf(before, logged, state).map((notice, place) => messageOf(notice, logged, { state, place }).id);
  });
}

/** The courier gives no sign after a row is gone. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await setImmediate();
}
