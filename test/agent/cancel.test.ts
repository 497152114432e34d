/** PROTOCOL.md §4.2: what a cancel does to an intent in each of its states. */
import test from "ava";

import type { AppName } from "../../runtime/ids.ts";
import { WEB } from "./lanes.ts";
import { activate, at, content, discard, laneWith, Machine, prepare, running, STATS, verdict, workOf } from "./machine.ts";

// ---- cancel

test("a cancelled queued intent ends as cancelled, durable before it is said", (t) => {
  const agent = new Machine();
  agent.receive(prepare("a", at(1)));
  const intent = prepare("b", at(2));
  agent.receive(intent);
  const seen = agent.cancel(intent);
  t.deepEqual(
    seen.effects.map(({ kind }) => kind),
    ["save", "send"],
  );
  t.is(verdict(seen), "cancelled E_CANCELLED");
  t.is(agent.result(intent)?.outcome, "cancelled");
  t.is(agent.record(intent)?.intent, null);
});

test("a cancelled materializing intent ends as cancelled, its work is stopped, and the lane waits until it has", (t) => {
  const agent = new Machine();
  const intent = prepare("a", at(1));
  const begun = agent.receive(intent);
  const next = prepare("b", at(2));
  agent.receive(next);
  const seen = agent.cancel(intent);
  t.is(verdict(seen), "cancelled E_CANCELLED");
  t.deepEqual(
    seen.effects.map(({ kind }) => kind),
    ["save", "send", "stop"],
  );
  t.is(workOf(seen, "stop")?.revision, workOf(begun, "materialize")?.revision);
  const stopped = agent.post({ kind: "stopped", app: WEB, commandId: intent.commandId });
  t.is(workOf(stopped, "materialize")?.commandId, next.commandId);
});

test("work that ended while it was being stopped changes nothing any more", (t) => {
  const agent = new Machine();
  const intent = prepare("a", at(1));
  agent.receive(intent);
  agent.cancel(intent);
  const late = agent.post({ kind: "materialized", app: WEB, commandId: intent.commandId, stats: STATS });
  t.deepEqual(late.effects, []);
  t.is(agent.result(intent)?.outcome, "cancelled");
});

test("a cancel of a commit comes too late: it is accepted, and the commit goes on to its result", (t) => {
  const agent = new Machine();
  const intent = prepare("a", at(1));
  agent.receive(intent);
  agent.post({ kind: "materialized", app: WEB, commandId: intent.commandId, stats: STATS });
  const seen = agent.cancel(intent);
  t.is(verdict(seen), "accepted");
  t.is(seen.saved, null);
  const { state } = agent.record(intent) ?? {};
  const revision = state?.kind === "committing" ? state.revision : undefined;
  t.is(verdict(agent.post({ kind: "committed", app: WEB, commandId: intent.commandId, revision: revision ?? ("" as never) })), "done");
});

test("a cancel of a swap comes too late: it is accepted, and the swap goes on to its result", (t) => {
  const agent = running("a", { lane: laneWith(["a", "b"]) });
  const intent = activate("b", at(2));
  agent.receive(intent);
  agent.readSlot(intent);
  const seen = agent.cancel(intent);
  t.is(verdict(seen), "accepted");
  t.deepEqual(seen.work, []);
  t.is(verdict(agent.post({ kind: "swapped", app: WEB, slot: intent.slot, to: "r-b" as never })), "done");
});

test("a cancel of a removal comes too late: it is accepted", (t) => {
  const agent = running("a", { lane: laneWith(["a", "b"]) });
  const intent = discard("b", at(2));
  t.truthy(workOf(agent.receive(intent), "remove"));
  t.is(verdict(agent.cancel(intent)), "accepted");
});

test("an activate cancelled while its slot is read never swaps", (t) => {
  const agent = running("a", { lane: laneWith(["a", "b"]) });
  const intent = activate("b", at(2));
  agent.receive(intent);
  t.is(verdict(agent.cancel(intent)), "cancelled E_CANCELLED");
  const read = agent.readSlot(intent, content("r-a"));
  t.deepEqual(read.work, []);
  t.is(agent.state.busy[WEB], undefined);
});

test("a cancel of a finished intent gets its result again", (t) => {
  const agent = running("a");
  const intent = prepare("a", at(2));
  agent.receive(intent);
  const seen = agent.cancel(intent);
  t.is(verdict(seen), "done");
  t.is(seen.saved, null);
});

test("a cancel of a known command that names another position is refused with E_CONFLICT, and the command goes on", (t) => {
  const agent = new Machine();
  const intent = prepare("a", at(1));
  agent.receive(intent);
  t.is(verdict(agent.cancel({ ...intent, position: at(2) })), "E_CONFLICT");
  t.is(agent.record(intent)?.state.kind, "materializing");
});

test("a cancel for a position above the highest is written down and raises the highest", (t) => {
  const agent = new Machine();
  const seen = agent.cancel(prepare("a", at(4)));
  t.is(verdict(seen), "cancelled E_CANCELLED");
  t.deepEqual(seen.saved?.highest, at(4));
  t.is(verdict(agent.receive(prepare("b", at(3)))), "E_REPLAY");
});

test("a cancel for an unknown position not above the highest is refused with E_REPLAY, beyond the caps with E_JUMP", (t) => {
  const agent = new Machine({ lane: { highest: at(5) } });
  t.is(verdict(agent.cancel(prepare("a", at(5)))), "E_REPLAY");
  t.is(verdict(agent.cancel(prepare("a", at(1, 9_000)))), "E_JUMP");
  t.deepEqual(agent.lane().highest, at(5));
});

test("a cancel of an app that this host does not have is refused with E_SCOPE", (t) => {
  t.is(verdict(new Machine().cancel({ ...prepare("a", at(1)), app: "api" as AppName })), "E_SCOPE");
});
