/** PROTOCOL.md §4.3, row by row: what a lane does with its next intent. */
import test from "ava";
import type { Lane } from "../../agent/state.ts";
import type { SlotContent } from "../../proto/messages.ts";
import { NO_WORK } from "../../proto/messages.ts";
import type { InstanceId } from "../../runtime/ids.ts";
import { CURRENT, WEB } from "./lanes.ts";
import {
  activate,
  at,
  base,
  content,
  discard,
  failed,
  HOUR_MS,
  laneWith,
  LEASE_MS,
  Machine,
  NOW_CLOCK_MS,
  overlay,
  prepare,
  releaseIdOf,
  revisionRecord,
  running,
  slotRecord,
  treeOf,
  verdict,
  verifyAny,
  workOf,
} from "./machine.ts";

// ---- prepare

for (const code of ["E_SIG", "E_KEY", "E_SCOPE", "E_TIME"] as const) {
  test(`a prepare whose envelope does not verify fails with ${code}; nothing is fetched`, (t) => {
    const agent = new Machine({ verifyEnvelope: () => failed(code) });
    const seen = agent.receive(prepare("a", at(1)));
    t.is(verdict(seen), `failed ${code}`);
    t.deepEqual(seen.work, []);
    t.is(agent.lane().slots[CURRENT], undefined);
  });
}

test("a prepare whose envelope is of another release than the intent fails with E_SCOPE", (t) => {
  const agent = new Machine();
  const seen = agent.receive(prepare("a", at(1), { envelope: new TextEncoder().encode("b"), routes: [base("b")] }));
  t.is(verdict(seen), "failed E_SCOPE");
  t.deepEqual(seen.work, []);
});

test("the envelope is verified for the intent's app at the host's own time", (t) => {
  const calls: unknown[] = [];
  const agent = new Machine({ verifyEnvelope: (...given) => (calls.push(given), verifyAny(given[0], given[1])) });
  const intent = prepare("a", at(1));
  agent.receive(intent);
  t.deepEqual(calls[0], [WEB, intent.envelope, agent.now.unixMs]);
});

test("a prepare of a release that is on disk, whole, is done with no byte fetched", (t) => {
  const agent = running("a");
  const intent = prepare("a", at(2));
  const seen = agent.receive(intent);
  t.is(verdict(seen), "done");
  t.deepEqual(seen.work, []);
  t.like(agent.result(intent), { revision: "r-a", tree: treeOf("a"), failure: null });
  t.deepEqual(agent.result(intent)?.stats, NO_WORK);
});

for (const flag of ["damaged", "removing"] as const) {
  test(`a revision that is ${flag} is not taken for prepared: the release is fetched into another revision`, (t) => {
    const revisions = { "r-a": revisionRecord("a", { [flag]: true }) } as Lane["revisions"];
    const agent = running("a", { lane: { revisions } });
    const seen = agent.receive(prepare("a", at(2)));
    const effect = workOf(seen, "materialize");
    t.truthy(effect);
    t.not(effect?.revision, "r-a");
    t.deepEqual(effect?.sources, []);
  });
}

test("a prepare with no route, none from what is here, none of a known format or codec fails with E_BASE", (t) => {
  for (const routes of [
    [],
    [overlay("b", "z")],
    [base("b", { formatVersion: 2 })],
    [base("b", { codecs: ["zstd", "brotli"] })],
    [base("c")],
  ]) {
    const seen = running("a").receive(prepare("b", at(2), { routes }));
    t.is(verdict(seen), "failed E_BASE");
    t.deepEqual(seen.work, []);
  }
});

test("otherwise materializing with the cheapest route is written down before it begins", (t) => {
  const agent = running("a");
  const intent = prepare("b", at(2), { routes: [base("b"), overlay("b", "a")] });
  const seen = agent.receive(intent);
  const effect = workOf(seen, "materialize");
  t.is(effect?.route.kind, "overlay");
  t.deepEqual(effect?.sources as readonly string[], ["r-a"]);
  t.is(effect?.deadlineUnixMs, intent.deadlineUnixMs);
  const record = seen.saved?.intents.find(({ commandId }) => commandId === intent.commandId);
  t.deepEqual(record?.state as unknown, { kind: "materializing", revision: effect?.revision, route: 1, tried: [] });
  t.is(seen.saved?.slots[CURRENT]?.wanted, releaseIdOf("b"));
  t.is(seen.saved?.slots[CURRENT]?.active as string | null, "r-a");
});

test("two revisions never share a name, even when a command id comes again after it was forgotten", (t) => {
  const agent = new Machine();
  const first = prepare("a", at(1));
  const begun = workOf(agent.receive(first), "materialize");
  agent.post({
    kind: "materialized",
    app: WEB,
    commandId: first.commandId,
    stats: {
      bytesFromSeed: 0,
      bytesFromHosts: 0,
      durationMs: 0,
      route: "base",
      why: "",
      bundle: null,
      bundleBytes: 0,
      firstPieceMs: 0,
      links: [],
    },
  });
  agent.post({ kind: "committed", app: WEB, commandId: first.commandId, revision: begun?.revision as never });
  for (let sequence = 2; sequence < 60; sequence++) agent.receive(prepare("a", at(sequence)));
  const again = agent.receive(prepare("b", at(60), { commandId: first.commandId }));
  t.truthy(workOf(again, "materialize"));
  t.not(workOf(again, "materialize")?.revision, begun?.revision);
});

// ---- activate

test("an activate of what is not prepared fails with E_NOT_PREPARED, and the slot is not even read", (t) => {
  const seen = running("a").receive(activate("b", at(2)));
  t.is(verdict(seen), "failed E_NOT_PREPARED");
  t.deepEqual(seen.work, []);
});

test("an activate whose tree is not the prepared one's fails with E_NOT_PREPARED", (t) => {
  const agent = running("a", { lane: laneWith(["a", "b"]) });
  t.is(verdict(agent.receive(activate("b", at(2), { tree: treeOf("z") }))), "failed E_NOT_PREPARED");
});

for (const flag of ["damaged", "removing"] as const) {
  test(`a ${flag} revision is never activated: E_NOT_PREPARED`, (t) => {
    const lane = laneWith(["a", "b"]);
    const revisions = { ...lane.revisions, "r-b": revisionRecord("b", { order: 2, [flag]: true }) };
    const slots = { [CURRENT]: slotRecord({ active: "r-a", previous: "r-b" }) };
    const agent = running("a", { lane: { ...lane, revisions, slots } as Lane });
    t.is(verdict(agent.receive(activate("b", at(2)))), "failed E_NOT_PREPARED");
  });
}

test("an activate of the revision that the slot and the journal name is done at once, without a rename", (t) => {
  const agent = running("a");
  const intent = activate("a", at(2));
  t.deepEqual(
    agent.receive(intent).work.map(({ kind }) => kind),
    ["read-slot"],
  );
  const seen = agent.readSlot(intent);
  t.is(verdict(seen), "done");
  t.deepEqual(seen.work, []);
  t.like(agent.lane().slots[CURRENT], { active: "r-a", previous: null });
  t.like(agent.result(intent), { revision: "r-a", tree: treeOf("a") });
});

const LINK: SlotContent = { kind: "foreign", link: true, detail: "/elsewhere" };
const FOLDER: SlotContent = { kind: "foreign", link: false, detail: "a directory" };

for (const [what, found, code] of [
  ["a directory or file", FOLDER, "E_SLOT"],
  ["a foreign or dangling link", LINK, "E_DRIFT"],
  ["another revision than the journal says", content("r-c"), "E_DRIFT"],
  ["absent where the journal names a revision", content(null), "E_DRIFT"],
  ["the wanted revision already, but not by the journal", content("r-b"), "E_DRIFT"],
] as const) {
  test(`an activate where the slot is ${what} fails with ${code} and leaves it as it is`, (t) => {
    const agent = running("a", { lane: laneWith(["a", "b", "c"]) });
    const intent = activate("b", at(2));
    agent.receive(intent);
    const seen = agent.readSlot(intent, found);
    t.is(verdict(seen), `failed ${code}`);
    t.deepEqual(seen.work, []);
    t.is(agent.lane().slots[CURRENT]?.active as string | null, "r-a");
  });
}

test("repair takes over a foreign link, another revision and an absent slot, expecting what was read", (t) => {
  for (const found of [LINK, content("r-c"), content(null)]) {
    const agent = running("a", { lane: laneWith(["a", "b", "c"]) });
    const intent = activate("b", at(2), { repair: true });
    agent.receive(intent);
    const effect = workOf(agent.readSlot(intent, found), "swap");
    t.deepEqual(effect?.expect, found);
    t.is(effect?.to as string | null, "r-b");
  }
});

test("repair never replaces a directory or a file: E_SLOT", (t) => {
  const agent = running("a", { lane: laneWith(["a", "b"]) });
  const intent = activate("b", at(2), { repair: true });
  agent.receive(intent);
  t.is(verdict(agent.readSlot(intent, FOLDER)), "failed E_SLOT");
});

test("repair of a slot that names the wanted revision already only mends the journal: nothing to rename, nothing to put back", (t) => {
  const agent = running("a", { lane: laneWith(["a", "b"]) });
  const intent = activate("b", at(2), { repair: true });
  agent.receive(intent);
  const seen = agent.readSlot(intent, content("r-b"));
  t.is(verdict(seen), "done");
  t.deepEqual(seen.work, []);
  t.like(agent.lane().slots[CURRENT], { active: "r-b", previous: "r-a", reverting: null });
});

test("an activate with the lease of another process of this agent is expired with E_LEASE", (t) => {
  const agent = running("a", { lane: laneWith(["a", "b"]) });
  const lease = { instance: "i0" as InstanceId, untilMs: NOW_CLOCK_MS + LEASE_MS };
  const seen = agent.receive(activate("b", at(2), { lease }));
  t.is(verdict(seen), "expired E_LEASE");
  t.deepEqual(seen.work, []);
});

test("an activate whose lease is over at its turn is expired with E_LEASE", (t) => {
  const agent = running("a", { lane: laneWith(["a", "b"]) });
  const lease = { instance: "i1" as InstanceId, untilMs: NOW_CLOCK_MS };
  t.is(verdict(agent.receive(activate("b", at(2), { lease }))), "expired E_LEASE");
});

test("a lease that ends while the slot is read: expired, no rename is asked for", (t) => {
  const agent = running("a", { lane: laneWith(["a", "b"]) });
  const intent = activate("b", at(2));
  agent.receive(intent);
  agent.now = { ...agent.now, clockMs: intent.lease.untilMs };
  const seen = agent.readSlot(intent);
  t.is(verdict(seen), "expired E_LEASE");
  t.deepEqual(seen.work, []);
});

test("otherwise swapping is written down with from, to, lease and boot before the rename is asked for, under the lease's guard", (t) => {
  const agent = running("a", { lane: laneWith(["a", "b"]) });
  const intent = activate("b", at(2));
  agent.receive(intent);
  const seen = agent.readSlot(intent);
  const record = seen.saved?.intents.find(({ commandId }) => commandId === intent.commandId);
  t.deepEqual(record?.state as unknown, { kind: "swapping", from: content("r-a"), to: "r-b", lease: intent.lease, bootId: "boot-1" });
  t.deepEqual(seen.work as unknown, [
    { kind: "swap", app: WEB, slot: CURRENT, expect: content("r-a"), to: "r-b", untilMs: intent.lease.untilMs },
  ]);
  t.is(seen.saved?.slots[CURRENT]?.active as string | null, "r-a");
});

test("an activate past its deadline at its turn is expired with E_DEADLINE", (t) => {
  const agent = running("a", { lane: laneWith(["a", "b"]) });
  agent.receive(prepare("c", at(2), { deadlineUnixMs: agent.now.unixMs + 3 * HOUR_MS }));
  const intent = activate("b", at(3));
  agent.receive(intent);
  agent.now = { ...agent.now, unixMs: agent.now.unixMs + 2 * HOUR_MS };
  t.is(
    verdict(agent.post({ kind: "materialize-failed", app: WEB, commandId: prepare("c", at(2)).commandId, failure: failed("E_SWARM") })),
    "expired E_DEADLINE",
  );
});

// ---- discard

test("a discard of an active, previous or wanted release, or of a base of such a one, fails with E_IN_USE", (t) => {
  const lane = laneWith(["active", "previous", "wanted", "base", "free"]);
  const revisions = { ...lane.revisions, "r-active": revisionRecord("active", { order: 5, fromTree: treeOf("base") }) };
  const slots = { [CURRENT]: slotRecord({ active: "r-active", previous: "r-previous", wanted: "wanted" }) };
  for (const name of ["active", "previous", "wanted", "base"]) {
    const agent = new Machine({ lane: { ...lane, revisions, slots } as Lane });
    const seen = agent.receive(discard(name, at(2)));
    t.is(verdict(seen), "failed E_IN_USE", name);
    t.deepEqual(seen.work, []);
  }
});

test("a discard of a release that an unfinished intent names fails with E_IN_USE only while that waits", (t) => {
  const agent = new Machine({ lane: laneWith(["a", "b", "c"]) });
  agent.receive(prepare("x", at(2)));
  const gone = discard("b", at(3));
  agent.receive(gone);
  agent.receive(activate("b", at(4)));
  agent.post({ kind: "materialize-failed", app: WEB, commandId: prepare("x", at(2)).commandId, failure: failed("E_SWARM") });
  t.is(agent.result(gone)?.failure?.code, "E_IN_USE");
});

test("a discard of a release that is not here is done at once", (t) => {
  const seen = running("a").receive(discard("b", at(2)));
  t.is(verdict(seen), "done");
  t.deepEqual(seen.work, []);
});

test("otherwise removing is written down, in intent and revision, before the removal is asked for", (t) => {
  const agent = running("a", { lane: laneWith(["a", "b"]) });
  const intent = discard("b", at(2));
  const seen = agent.receive(intent);
  t.deepEqual(seen.saved?.intents.at(-1)?.state as unknown, { kind: "removing", revision: "r-b" });
  t.true(Object.entries(seen.saved?.revisions ?? {}).find(([revision]) => revision === "r-b")?.[1].removing);
  t.deepEqual(seen.work as unknown, [{ kind: "remove", app: WEB, revision: "r-b" }]);
});

test("a discard removes every revision of its release, one after the other, and is done after the last", (t) => {
  const lane = laneWith(["a", "b"]);
  const revisions = { ...lane.revisions, "r-b2": revisionRecord("b", { order: 3 }) };
  const agent = running("a", { lane: { ...lane, revisions } as Lane });
  const intent = discard("b", at(2));
  const first = workOf(agent.receive(intent), "remove");
  const next = agent.post({ kind: "removed", app: WEB, revision: first?.revision as never });
  const second = workOf(next, "remove");
  t.deepEqual(new Set([first?.revision, second?.revision]) as unknown, new Set(["r-b", "r-b2"]));
  const last = agent.post({ kind: "removed", app: WEB, revision: second?.revision as never });
  t.is(verdict(last), "done");
  t.deepEqual(Object.keys(agent.lane().revisions), ["r-a"]);
});

// ---- order and lanes

test("an intent whose body the journal lost fails instead of blocking its lane", (t) => {
  const intent = prepare("a", at(1));
  const { commandId, position } = intent;
  const lost = {
    commandId,
    position,
    kind: "prepare",
    release: null,
    slot: null,
    bodyDigest: null,
    intent: null,
    state: { kind: "queued" },
  } as const;
  const agent = new Machine({ lane: { highest: at(1), intents: [lost] } });
  t.is(agent.result(intent)?.failure?.code, "E_INTERNAL");
});

test("apps of one host work side by side, each in its own lane", (t) => {
  const apps = { [WEB]: { environment: "production", keepRevisions: 1 }, api: { environment: "production", keepRevisions: 1 } };
  const agent = new Machine({ apps: apps as never });
  const other = prepare("b", at(1), { app: "api" as never });
  agent.receive(prepare("a", at(1)));
  t.truthy(workOf(agent.receive(other), "materialize"));
  t.is(agent.record(other), undefined);
  t.is(agent.record(other, "api" as never)?.state.kind, "materializing");
  const seen = agent.post({ kind: "materialize-failed", app: "api" as never, commandId: other.commandId, failure: failed("E_SWARM") });
  t.is(seen.saved?.app as string, "api");
  t.is(agent.record(prepare("a", at(1)))?.state.kind, "materializing");
});

test("slots of one app have each their own active and previous revision", (t) => {
  const blue = "blue" as never;
  const agent = running("a", { lane: laneWith(["a", "b"]) });
  const intent = activate("b", at(2), { slot: blue });
  agent.receive(intent);
  agent.readSlot(intent, content(null));
  agent.post({ kind: "swapped", app: WEB, slot: blue, to: "r-b" as never });
  t.like(agent.lane().slots, { [CURRENT]: { active: "r-a" }, blue: { active: "r-b", previous: null } });
});
