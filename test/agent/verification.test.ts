/** PROTOCOL.md §4.3: a revision that is to be taken as it is is looked through first. */
import test from "ava";
import type { Lane } from "../../agent/state.ts";
import type { Intent } from "../../proto/messages.ts";
import type { RevisionId } from "../../runtime/ids.ts";
import { CURRENT, WEB } from "./lanes.ts";
import { activate, at, failed, laneWith, prepare, revisionRecord, running, slotRecord, verdict, workOf } from "./machine.ts";

test("a revision that is to be taken as it is is looked through first; the lane waits, nothing is written or said", (t) => {
  const agent = running("a");
  const intent = prepare("a", at(2));
  const seen = agent.post({ kind: "intent", intent });
  t.deepEqual(seen.work, [{ kind: "verify", app: WEB, commandId: intent.commandId, revision: "r-a" as RevisionId }]);
  t.is(verdict(seen), "accepted");
  t.deepEqual(agent.receive(activate("a", at(3))).work, []);
  t.is(agent.record(intent)?.state.kind, "queued");
});

test("a revision that is found damaged is written down as such, and the release is fetched into another one, not from it", (t) => {
  const agent = running("a");
  const intent = prepare("a", at(2));
  agent.post({ kind: "intent", intent });
  const seen = agent.post({ ...verifiedAs(intent, "r-a"), failure: failed("E_DIGEST") });
  t.true(seen.saved?.revisions["r-a" as RevisionId]?.damaged);
  t.not(workOf(seen, "materialize")?.revision, "r-a" as RevisionId);
  t.deepEqual(workOf(seen, "materialize")?.sources, []);
  t.is(workOf(seen, "materialize")?.salvage, "r-a" as RevisionId, "but from what is good of it");
  t.is(agent.lane().slots[CURRENT]?.active, "r-a" as RevisionId, "what runs goes on running");
});

test("a damaged revision is nothing to go back to: what was active before it stays the previous one", (t) => {
  const revisions = {
    ...laneWith(["b", "a"]).revisions,
    "r-a": revisionRecord("a", { order: 2, damaged: true }),
    "r-a2": revisionRecord("a", { order: 3 }),
  };
  const slots = { [CURRENT]: slotRecord({ active: "r-a", previous: "r-b" }) } as Lane["slots"];
  const agent = running("a", { lane: { revisions: revisions as Lane["revisions"], slots } });
  const intent = activate("a", at(2));
  agent.receive(intent);
  t.like(workOf(agent.readSlot(intent), "swap"), { to: "r-a2" });
  const seen = agent.post({ kind: "swapped", app: WEB, slot: CURRENT, to: "r-a2" as RevisionId });
  t.like(agent.lane().slots[CURRENT], { active: "r-a2", previous: "r-b" });
  t.is(verdict(seen), "done");
});

test("where a release has several revisions, the newest whole one is taken", (t) => {
  const revisions = { "r-a": revisionRecord("a"), "r-a2": revisionRecord("a", { order: 2 }) } as Lane["revisions"];
  const agent = running("a", { lane: { revisions } });
  const intent = prepare("a", at(2));
  t.is(workOf(agent.post({ kind: "intent", intent }), "verify")?.revision, "r-a2" as RevisionId);
  const next = agent.post({ ...verifiedAs(intent, "r-a2"), failure: failed("E_DIGEST") });
  t.is(workOf(next, "verify")?.revision, "r-a" as RevisionId);
  t.is(verdict(agent.post(verifiedAs(intent, "r-a"))), "done");
  t.is(agent.result(intent)?.revision, "r-a" as RevisionId);
});

test("a cancel, and a local reversal, stop a verification; the reversal goes first, then it begins again", (t) => {
  const revisions = laneWith(["a", "b"]).revisions;
  const slots = { [CURRENT]: slotRecord({ active: "r-a", previous: "r-b" }) } as Lane["slots"];
  const cancelled = running("a", { lane: { revisions, slots } });
  const intent = prepare("a", at(2));
  cancelled.post({ kind: "intent", intent });
  const stop = { kind: "stop", app: WEB, commandId: intent.commandId, revision: null } as const;
  t.deepEqual(cancelled.cancel(intent).work, [stop]);
  t.is(cancelled.result(intent)?.outcome, "cancelled");
  t.deepEqual(cancelled.post(verifiedAs(intent, "r-a")).effects, [], "it ended while it was being stopped");
  const reversed = running("a", { lane: { revisions, slots } });
  reversed.post({ kind: "intent", intent });
  t.deepEqual(reversed.post({ kind: "reversal", app: WEB, slot: CURRENT, failure: failed("E_REVERTED") }).work, [stop]);
  t.like(workOf(reversed.post({ kind: "stopped", app: WEB, commandId: intent.commandId }), "swap"), { to: "r-b" });
  const back = reversed.post({ kind: "swapped", app: WEB, slot: CURRENT, to: "r-b" as RevisionId });
  t.is(workOf(back, "verify")?.revision, "r-a" as RevisionId);
});

function verifiedAs({ commandId }: Intent, revision: string) {
  return { kind: "revision-verified", app: WEB, commandId, revision: revision as RevisionId, failure: null } as const;
}
