import test from "ava";
import type { RevisionFindings } from "../../../proto/messages.ts";
import type { Digest, ReleaseId, RevisionId } from "../../../runtime/ids.ts";
import { startTestCoordinator } from "../start.ts";

const FOUND: RevisionFindings = {
  revision: "r1" as RevisionId,
  release: "a".repeat(64) as ReleaseId,
  tree: "b".repeat(64) as Digest,
  linkMode: "hardlink",
  entries: 3,
  findings: [{ path: "lib/a.js", problem: "changed" }],
  truncated: false,
  failure: null,
};

test("the question goes to the host's session, and what the host found comes back, with the slots that name it", async (t) => {
  const c = await startTestCoordinator(t);
  await c.addHost("web1");
  const agent = await c.agent("web1");
  agent.active = { revision: FOUND.revision, release: FOUND.release as ReleaseId, tree: FOUND.tree as Digest };
  await agent.join();
  const operator = await c.operator();
  const answer = operator.verifyHost({ host: "web1", app: "", full: true });
  const { question } = await agent.next("verify");
  t.like(question, { app: "web", full: true });
  await agent.say({ kind: "verified", question: question.question, app: question.app, revisions: [FOUND], failure: null });
  const { revision, release, tree, linkMode, entries, findings } = FOUND;
  const shown = { app: "web", revision, release, tag: "", tree, slots: ["current"], linkMode, entries, findings };
  t.deepEqual((await answer).revisions, [{ ...shown, truncated: false, failure: null }] as never);
});

test("what the host says against it is the call's error; so is a host that is unknown, silent, without the app, or gone before it answers", async (t) => {
  const c = await startTestCoordinator(t);
  await c.addHost("web1");
  const operator = await c.operator();
  const ask = (host: string, app = "") => operator.verifyHost({ host, app, full: false });
  await t.throwsAsync(ask("web9"), { code: "E_NOT_FOUND", message: /not registered/ });
  await t.throwsAsync(ask("web1"), { code: "E_NOT_FOUND", message: /not connected/ });
  const agent = await c.agent("web1");
  await agent.join();
  await t.throwsAsync(ask("web1", "api"), { code: "E_NOT_FOUND", message: /has no app api/ });
  const busy = ask("web1");
  const { question } = await agent.next("verify");
  const failure = { code: "E_BUSY", message: "enough", retryable: true } as const;
  await agent.say({ kind: "verified", question: question.question, app: question.app, revisions: [], failure });
  await t.throwsAsync(busy, { code: "E_BUSY", message: "enough" });
  const lost = ask("web1");
  await agent.next("verify");
  agent.hangUp();
  await t.throwsAsync(lost, { code: "E_CANCELLED", message: /host web1 has not answered/ });
});

test("an answer that nobody asked for changes nothing, and the session goes on", async (t) => {
  const c = await startTestCoordinator(t);
  await c.addHost("web1");
  const agent = await c.agent("web1");
  await agent.join();
  await agent.say({ kind: "verified", question: "v-guess" as never, app: agent.app, revisions: [FOUND], failure: null });
  const operator = await c.operator();
  const answer = operator.verifyHost({ host: "web1", app: "web", full: false });
  const { question } = await agent.next("verify");
  await agent.say({ kind: "verified", question: question.question, app: question.app, revisions: [], failure: null });
  t.deepEqual((await answer).revisions, []);
});
