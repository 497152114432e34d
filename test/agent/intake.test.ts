/** PROTOCOL.md §4.1, row by row, and the cancels of §4.2: what enters a lane, and what a repeated message gets. */
import test from "ava";
import { MAX_FINISHED_INTENTS, MAX_SLOTS } from "../../agent/limits.ts";
import type { Intent } from "../../proto/messages.ts";
import type { AppName, CommandId, EnvironmentName, InstanceId } from "../../runtime/ids.ts";
import { WEB } from "./lanes.ts";
import {
  activate,
  at,
  base,
  discard,
  HOUR_MS,
  laneWith,
  Machine,
  NOW_CLOCK_MS,
  NOW_UNIX_MS,
  prepare,
  running,
  slotRecord,
  verdict,
  workOf,
} from "./machine.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * HOUR_MS;

test("an intent of another environment is refused with E_SCOPE and leaves no trace", (t) => {
  const agent = new Machine();
  const before = agent.lane();
  const seen = agent.receive(prepare("a", at(1), { environment: "staging" as EnvironmentName }));
  t.is(verdict(seen), "E_SCOPE");
  t.is(seen.saved, null);
  t.is(agent.lane(), before);
});

test("an intent of an app that this host does not have is refused with E_SCOPE and leaves no trace", (t) => {
  const agent = new Machine();
  const seen = agent.receive(prepare("a", at(1), { app: "api" as AppName }));
  t.is(verdict(seen), "E_SCOPE");
  t.deepEqual(Object.keys(agent.state.lanes), [WEB]);
  t.is(seen.effects.length, 1);
});

test("before the journal is read every intent and every cancel is refused", (t) => {
  const agent = new Machine();
  agent.state = { ...agent.state, lanes: {} };
  t.is(verdict(agent.receive(prepare("a", at(1)))), "E_SCOPE");
  t.is(verdict(agent.cancel(prepare("a", at(1)))), "E_SCOPE");
});

test("a new intent is written down, raises the highest position, and is accepted: in this order", (t) => {
  const agent = new Machine();
  const intent = prepare("a", at(1));
  const seen = agent.receive(intent);
  t.deepEqual(
    seen.effects.slice(0, 2).map(({ kind }) => kind),
    ["save", "send"],
  );
  t.deepEqual(seen.answers[0], { kind: "accepted" });
  t.deepEqual(seen.saved?.highest, at(1));
  t.is(seen.saved?.intents[0]?.commandId, intent.commandId);
});

test("an intent waits as queued while another works in its lane", (t) => {
  const agent = new Machine();
  agent.receive(prepare("a", at(1)));
  const second = prepare("b", at(2));
  const seen = agent.receive(second);
  t.is(verdict(seen), "accepted");
  t.is(agent.record(second)?.state.kind, "queued");
  t.deepEqual(seen.work, []);
});

test("a known unfinished command is accepted again, and nothing is written or begun twice", (t) => {
  const agent = new Machine();
  const intent = prepare("a", at(1));
  agent.receive(intent);
  const again = agent.receive(intent);
  t.is(verdict(again), "accepted");
  t.is(again.saved, null);
  t.deepEqual(again.work, []);
});

test("a known finished command gets the same result again, and nothing is written or begun twice", (t) => {
  const agent = running("a");
  const intent = prepare("a", at(2));
  const first = agent.receive(intent);
  const again = agent.receive(intent);
  t.is(verdict(first), "done");
  t.deepEqual(again.answers, first.answers.slice(-1));
  t.is(again.saved, null);
  t.deepEqual(again.work, []);
});

test("a resend with a new lease, other routes and another envelope is the same body", (t) => {
  const agent = running("a");
  const first = prepare("b", at(2));
  agent.receive(first);
  t.is(verdict(agent.receive({ ...first, routes: [base("b"), base("b")], envelope: new Uint8Array(3) })), "accepted");
  const swap = activate("a", at(3));
  agent.receive(swap);
  t.is(verdict(agent.receive({ ...swap, lease: { instance: "i9" as InstanceId, untilMs: 1 } })), "accepted");
});

for (const [what, change] of Object.entries({
  "another release": { release: prepare("z", at(2)).release },
  "another deadline": { deadlineUnixMs: NOW_UNIX_MS + 1 },
  "another position": { position: at(3) },
  "another slot": { slot: "blue" as Intent["slot"] },
})) {
  test(`a known command with ${what} is refused with E_CONFLICT`, (t) => {
    const agent = running("a");
    const intent = prepare("b", at(2));
    agent.receive(intent);
    const seen = agent.receive({ ...intent, ...change });
    t.is(verdict(seen), "E_CONFLICT");
    t.is(seen.saved, null);
    t.is(agent.lane().intents.length, 1);
  });
}

for (const [what, change] of Object.entries({
  "another tree": { tree: activate("z", at(2)).tree },
  repair: { repair: true },
})) {
  test(`a known activate with ${what} is refused with E_CONFLICT`, (t) => {
    const agent = running("a");
    const intent = activate("a", at(2));
    agent.receive(intent);
    t.is(verdict(agent.receive({ ...intent, ...change })), "E_CONFLICT");
  });
}

test("a known command under another kind is refused with E_CONFLICT", (t) => {
  const agent = running("a");
  const intent = prepare("b", at(2));
  agent.receive(intent);
  t.is(verdict(agent.receive({ ...discard("b", at(2)), commandId: intent.commandId })), "E_CONFLICT");
});

test("a position that belongs to another command is refused with E_CONFLICT", (t) => {
  const agent = new Machine();
  agent.receive(prepare("a", at(1)));
  const seen = agent.receive(prepare("b", at(1)));
  t.is(verdict(seen), "E_CONFLICT");
  t.is(seen.saved, null);
});

test("an intent whose position was cancelled before it came gets the cancelled result and never starts", (t) => {
  const agent = new Machine();
  const intent = prepare("a", at(1));
  agent.cancel(intent);
  const seen = agent.receive(intent);
  t.is(verdict(seen), "cancelled E_CANCELLED");
  t.is(seen.saved, null);
  t.deepEqual(seen.work, []);
});

test("a position not above the highest is refused with E_REPLAY", (t) => {
  const agent = new Machine({ lane: { highest: at(7, 2) } });
  for (const position of [at(7, 2), at(6, 2), at(900, 1), at(1, 0)]) {
    const seen = agent.receive(prepare("a", position));
    t.is(verdict(seen), "E_REPLAY", JSON.stringify(position));
    t.is(seen.saved, null);
  }
});

test("a higher epoch begins its sequence anew", (t) => {
  const agent = new Machine({ lane: { highest: at(700, 2) } });
  t.is(verdict(agent.receive(prepare("a", at(1, 3)))), "accepted");
  t.deepEqual(agent.lane().highest, at(1, 3));
});

test("epoch and sequence may jump by their caps and no further: E_JUMP, and the highest stays", (t) => {
  const lane = { highest: at(5, 2) };
  for (const position of [at(5 + 1_000_000, 2), at(1_000_000, 3), at(1, 1_002)]) {
    t.is(verdict(new Machine({ lane }).receive(prepare("a", position))), "accepted", JSON.stringify(position));
  }
  const tooFar = [at(6 + 1_000_000, 2), at(1_000_001, 3), at(1, 1_003), at(Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)];
  for (const position of tooFar) {
    const agent = new Machine({ lane });
    const seen = agent.receive(prepare("a", position));
    t.is(verdict(seen), "E_JUMP", JSON.stringify(position));
    t.is(seen.saved, null);
    t.deepEqual(agent.lane().highest, at(5, 2));
  }
});

test("at the top of the numbers a lane refuses every further position and stays in order", (t) => {
  const top = at(Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  const agent = new Machine({ lane: { highest: top } });
  t.is(verdict(agent.receive(prepare("a", top))), "E_REPLAY");
  t.is(verdict(agent.receive(prepare("a", at(1)))), "E_REPLAY");
});

test("a deadline past by more than the skew, or over 7 days ahead, is refused with E_TIME", (t) => {
  for (const [aheadMs, expected] of [
    [-5 * MINUTE_MS, "E_TIME"],
    [-5 * MINUTE_MS + 1, "accepted"],
    [7 * DAY_MS + 5 * MINUTE_MS, "accepted"],
    [7 * DAY_MS + 5 * MINUTE_MS + 1, "E_TIME"],
    [Number.MAX_SAFE_INTEGER - NOW_UNIX_MS, "E_TIME"],
  ] as const) {
    const seen = new Machine().receive(prepare("a", at(1), { deadlineUnixMs: NOW_UNIX_MS + aheadMs }));
    t.is(verdict(seen), expected, String(aheadMs));
  }
});

test("the ninth unfinished intent is refused with E_BUSY, retryable; one that ended makes room", (t) => {
  const agent = new Machine();
  const intents = Array.from({ length: 9 }, (_, index) => prepare(`a${index}`, at(index + 1)));
  for (const intent of intents.slice(0, 8)) t.is(verdict(agent.receive(intent)), "accepted");
  const ninth = intents[8] as Intent;
  const seen = agent.receive(ninth);
  t.is(verdict(seen), "E_BUSY");
  t.true(seen.answers[0]?.kind === "refused" && seen.answers[0].failure.retryable);
  t.is(seen.saved, null);
  agent.cancel(intents[7] as Intent);
  t.is(verdict(agent.receive(ninth)), "accepted");
});

test("intents whose envelopes and routes weigh more than a lane may hold unfinished are refused with E_BUSY", (t) => {
  const agent = new Machine();
  const heavy = (sequence: number): Intent =>
    prepare("a", at(sequence), { routes: [base("a", { frameTable: new Uint8Array(15 * 1024 * 1024) })] });
  t.is(verdict(agent.receive(heavy(1))), "accepted");
  t.is(verdict(agent.receive(heavy(2))), "accepted");
  const seen = agent.receive(heavy(3));
  t.is(verdict(seen), "E_BUSY");
  t.is(seen.saved, null);
  t.is(verdict(agent.receive(prepare("b", at(3)))), "accepted");
});

test("an app has a bounded number of slots: one more is refused with E_LIMIT, known ones are not", (t) => {
  const agent = running("a");
  for (let index = 1; index < MAX_SLOTS; index++) {
    t.is(verdict(agent.receive(prepare("a", at(index + 1), { slot: `s${index}` as Intent["slot"] }))), "done");
  }
  const seen = agent.receive(prepare("a", at(100), { slot: "more" as Intent["slot"] }));
  t.is(verdict(seen), "E_LIMIT");
  t.is(verdict(agent.receive(prepare("a", at(101), { slot: "s1" as Intent["slot"] }))), "done");
  t.is(Object.keys(agent.lane().slots).length, MAX_SLOTS);
});

test("slots that waiting intents name count", (t) => {
  const agent = new Machine({
    lane: { slots: Object.fromEntries(Array.from({ length: MAX_SLOTS - 1 }, (_, index) => [`s${index}`, slotRecord({})])) },
  });
  const slot = (name: string): { slot: Intent["slot"] } => ({ slot: name as Intent["slot"] });
  t.is(verdict(agent.receive(prepare("b", at(2), slot("x")))), "accepted");
  t.is(verdict(agent.receive(prepare("b", at(3), slot("y")))), "E_LIMIT");
});

test("what was refused for good is never carried out later: its position is taken before that is said", (t) => {
  const agent = new Machine();
  const early = prepare("a", at(1), { deadlineUnixMs: NOW_UNIX_MS + 8 * DAY_MS });
  const refused = agent.receive(early);
  t.is(verdict(refused), "E_TIME");
  t.deepEqual(
    refused.effects.map(({ kind }) => kind),
    ["save", "send"],
  );
  t.deepEqual(agent.lane().highest, at(1));
  agent.now = { ...agent.now, unixMs: NOW_UNIX_MS + 2 * DAY_MS };
  t.is(verdict(agent.receive(early)), "E_REPLAY");
  t.is(verdict(agent.receive({ ...prepare("a", at(2)), deadlineUnixMs: early.deadlineUnixMs })), "accepted");
});

test("rows are tried from the top: scope, known command, position, jump, time, load", (t) => {
  const agent = new Machine({ lane: { highest: at(5) } });
  const late = { deadlineUnixMs: 1 };
  t.is(verdict(agent.receive(prepare("a", at(1), { ...late, environment: "staging" as EnvironmentName }))), "E_SCOPE");
  t.is(verdict(agent.receive(prepare("a", at(1), late))), "E_REPLAY");
  t.is(verdict(agent.receive(prepare("a", at(1, 5_000), late))), "E_JUMP");
  t.is(verdict(agent.receive(prepare("a", at(6), late))), "E_TIME");
});

// ---- memory

test(`the newest ${MAX_FINISHED_INTENTS} finished intents are remembered; older ones are forgotten, their positions never`, (t) => {
  const agent = running("a");
  const intents = Array.from({ length: MAX_FINISHED_INTENTS + 3 }, (_, index) => prepare("a", at(index + 2)));
  for (const intent of intents) agent.receive(intent);
  t.is(agent.lane().intents.length, MAX_FINISHED_INTENTS);
  t.is(verdict(agent.receive(intents[2] as Intent)), "E_REPLAY");
  t.is(verdict(agent.receive(intents[3] as Intent)), "done");
});

test("unfinished intents are never forgotten, whatever ends after them", (t) => {
  const agent = new Machine();
  const slow = prepare("a", at(1));
  agent.receive(slow);
  for (let sequence = 2; sequence < 80; sequence++) agent.cancel(prepare("b", at(sequence), { commandId: `x${sequence}` as CommandId }));
  t.is(agent.record(slow)?.state.kind, "materializing");
  t.is(agent.lane().intents.length, 1 + MAX_FINISHED_INTENTS);
});

test("an intent runs after all lower positions of its lane, whatever the order of arrival was", (t) => {
  const agent = running("a");
  const slow = prepare("b", at(2));
  agent.receive(slow);
  agent.receive(prepare("c", at(3)));
  agent.receive(prepare("d", at(4)));
  const done = agent.post({
    kind: "materialize-failed",
    app: WEB,
    commandId: slow.commandId,
    failure: { code: "E_SWARM", message: "", retryable: true },
  });
  t.is(workOf(done, "materialize")?.commandId, prepare("c", at(3)).commandId);
});

test("nothing an agent says or does comes before the save it follows from", (t) => {
  const agent = running("a", { lane: laneWith(["a", "b"]), clockMs: NOW_CLOCK_MS });
  const steps = [agent.receive(prepare("c", at(2))), agent.receive(activate("b", at(3))), agent.cancel(prepare("c", at(2)))];
  for (const { effects } of steps)
    t.deepEqual(
      effects.findLastIndex(({ kind }) => kind === "save"),
      effects.filter(({ kind }) => kind === "save").length - 1,
    );
});
