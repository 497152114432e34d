import test from "ava";
import { SESSION_QUEUE_MESSAGES } from "../../coordinator/limits.ts";
import { Session } from "../../coordinator/session.ts";
import type { AgentMessage, AnswerReport, CoordinatorMessage, Hello } from "../../proto/messages.ts";
import { ShoalError } from "../../runtime/errors.ts";
import type { AppName } from "../../runtime/ids.ts";

const WEB = "web" as AppName;
const HELLO = {
  kind: "hello",
  protocolVersions: [1],
  formatVersions: [1],
  codecs: [],
  agentVersion: "1",
  lanes: [
    {
      app: WEB,
      environment: "production",
      highest: { epoch: 0, sequence: 0 },
      intents: [],
      slots: [],
      revisions: [{ revision: "r", release: "r", tree: "held" }],
    },
  ],
} as unknown as Hello;

test("a lease is the newest stamp and so much more", (t) => {
  const session = open();
  session.hear(stamped(5_000), 100_000);
  t.deepEqual(session.lease(30_000, 100_000), { instance: "a" as never, untilMs: 35_000 });
  t.deepEqual(session.lease(30_000, 200_000), { instance: "a" as never, untilMs: 35_000 }, "not from when it is sent");
});

test("a stamp that came after the decision lengthens nothing: the lease is over when the log believes it is", (t) => {
  const session = open();
  session.hear(stamped(5_000), 104_000);
  t.is(session.lease(30_000, 100_000).untilMs, 31_000);
  t.is(session.lease(1_000, 90_000).untilMs, 0, "never negative");
});

test("an older stamp changes nothing, another instance ends the session", (t) => {
  const session = open();
  session.hear(stamped(5_000), 100_000);
  session.hear(stamped(4_000), 101_000);
  t.is(session.heardUnixMs, 100_000);
  t.throws(() => session.hear(stamped(6_000, "b"), 102_000), { code: "E_MESSAGE" });
});

test("what it holds is what it said and what it got ready; a host that lacks a source is believed", (t) => {
  const session = open();
  const answer = (result: object): AnswerReport =>
    ({ kind: "answer", app: WEB, answer: { kind: "result", result } }) as unknown as AnswerReport;
  t.deepEqual([...(session.held.get(WEB) ?? [])] as string[], ["held"]);
  session.learn(answer({ outcome: "done", tree: "made", failure: null }));
  session.learn(answer({ outcome: "failed", tree: "not made", failure: { code: "E_DIGEST" } }));
  t.deepEqual([...(session.held.get(WEB) ?? [])] as string[], ["held", "made"]);
  session.learn(answer({ outcome: "failed", tree: null, failure: { code: "E_BASE" } }));
  t.deepEqual([...(session.held.get(WEB) ?? [])], []);
});

test("messages are sent one after the other; more than the queue holds ends the session, and nothing more is sent", async (t) => {
  const sent: CoordinatorMessage[] = [];
  const gate = Promise.withResolvers<void>();
  const session = open(async (message) => {
    sent.push(message);
    await gate.promise;
  });
  const message = { kind: "refused" } as CoordinatorMessage;
  for (let n = 0; n < SESSION_QUEUE_MESSAGES + 1; n += 1) session.push(message);
  session.push(message);
  await t.throwsAsync(session.ended, { code: "E_BUSY" });
  gate.resolve();
  await new Promise<void>((resolve) => setImmediate(resolve));
  session.push(message);
  t.is(sent.length, 1);
});

test("a peer that can't be written to ends the session", async (t) => {
  const session = open(() => Promise.reject(new Error("gone")));
  session.push({ kind: "refused" } as CoordinatorMessage);
  await t.throwsAsync(session.ended, { code: "E_UNAVAILABLE" });
});

test("what is waited for ends with the session, with the reason that it was first given", async (t) => {
  const session = open();
  t.is(await session.whileOpen(Promise.resolve(1)), 1);
  await t.throwsAsync(session.whileOpen(Promise.reject(new Error("its own"))), { message: "its own" });
  const never = session.whileOpen(new Promise<never>(() => undefined));
  session.end(new ShoalError("E_BUSY", "too much"));
  session.end(new ShoalError("E_UNAVAILABLE", "closed"));
  await t.throwsAsync(never, { code: "E_BUSY" });
  await t.throwsAsync(session.whileOpen(Promise.reject(new Error("heard by nobody"))), { code: "E_BUSY" });
});

function open(send: (message: CoordinatorMessage) => Promise<void> = async () => undefined): Session {
  return new Session({
    host: "web1" as never,
    hello: HELLO,
    stamp: { instance: "a" as never, clockMs: 1_000 },
    remoteAddress: "127.0.0.1",
    nowUnixMs: 50_000,
    send,
  });
}

function stamped(clockMs: number, instance = "a"): AgentMessage {
  return { stamp: { instance: instance as never, clockMs }, report: { kind: "heartbeat" } };
}
