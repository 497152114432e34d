/** Waves, budgets and what is done when they are spent: PROTOCOL.md §5.1, through `step`. */
import fc from "fast-check";
import test from "ava";
import { atMost, type RolloutPolicy } from "../../../coordinator/rollout/policy.ts";
import type { Rollout, RolloutHost } from "../../../coordinator/rollout/state.ts";
import { tallyOf } from "../../../coordinator/rollout/tally.ts";
import { ended, failed, LEASE_OVER_MS, POLICY, ready, revisionOf, slotOn, Stream, summary } from "./stream.ts";
import { deployed, named, underPolicy } from "./policies.ts";

test("never more in flight than what is left of the budget; at a budget of 0 one by one, and the first failure stops", (t) => {
  const two = underPolicy(named(5), { budget: { wave: null, datacenter: null, rollout: { count: 2 } }, onFailure: "pause" });
  t.is(two.rollout.tally.inFlight, 2);
  two.answer("h0", ended("failed", "E_SLOT"));
  t.is(two.rollout.tally.inFlight, 1, "one has failed: one is left");
  t.is(summary(two.answer("h1", ready("a"))), "activate h2");
  two.answer("h2", ended("reverted", "E_CHECK"));
  t.is(two.rollout.tally.inFlight, 1, "nothing is left: one all the same");
  t.is(summary(two.answer("h3", ended("failed", "E_SLOT"))), "");
  t.like(two.rollout, { state: "paused", pause: { reason: { code: "E_SLOT" } } });
  t.deepEqual(two.states(), { h0: "failed", h1: "active", h2: "reverted", h3: "failed", h4: "ready" });

  const zero = underPolicy(named(3), { budget: { wave: null, datacenter: null, rollout: { count: 0 } }, onFailure: "pause" });
  t.is(zero.rollout.tally.inFlight, 1);
  t.is(summary(zero.answer("h0", ready("a"))), "activate h1");
  t.is(summary(zero.answer("h1", ended("failed", "E_SLOT"))), "");
  t.is(zero.rollout.state, "paused");
});

test("the budgets of a wave and of a datacenter are their own; a full datacenter does not hold up the others", (t) => {
  const hosts = [...named(3, "a", "ams"), ...named(3, "f", "fra")];
  const stream = underPolicy(hosts, { budget: { wave: null, datacenter: { count: 1 }, rollout: { count: 4 } }, onFailure: "pause" });
  t.is(stream.rollout.tally.inFlight, 2, "one in each");
  t.is(summary(stream.answer("a0", ready("a"))), "activate a1");
  t.is(summary(stream.answer("a1", ready("a"))), "activate a2");
  stream.answer("f0", ended("failed", "E_SLOT"));
  t.is(summary(stream.answer("f1", ended("failed", "E_SLOT"))), "");
  t.regex(stream.rollout.pause?.reason?.message ?? "", /2 of 3 hosts in datacenter fra failed/);
});

test("parallel and minimum healthy bound what is in flight", (t) => {
  t.is(underPolicy(named(10), { activateParallel: 3, budget: budget(5) }).rollout.tally.inFlight, 3);
  const stream = underPolicy(named(10), { minHealthy: { percent: 80 }, budget: budget(5) });
  t.is(stream.rollout.tally.inFlight, 2);
  stream.disconnect("h9");
  t.is(summary(stream.answer("h0", ready("a"))), "", "one is away, one on its way");
  t.is(summary(stream.connect("h9", { revisions: [revisionOf("a")] })), "activate h2");
});

test("at most so many hosts prepare at once; one that is not connected takes nobody's place", (t) => {
  const stream = new Stream();
  for (const host of ["h0", "h1", "h3"]) stream.connect(host);
  t.is(summary(stream.request({ hosts: named(4), policy: { ...POLICY, prepareParallel: 1 } })), "open r1, prepare h0");
  t.is(summary(stream.answer("h0", ready("a"))), "prepare h1");
  t.is(summary(stream.answer("h1", ready("a"))), "prepare h3");
  t.is(summary(stream.answer("h3", ready("a"))), "");
  t.is(summary(stream.connect("h2")), "prepare h2");
  t.is(stream.rollout.state, "preparing");
});

test("hosts that are not ready in time are left out by name, count against the budget, and beyond maxExcluded the rollout pauses", (t) => {
  const within = underPolicy(named(4), { maxExcluded: { count: 1 }, budget: budget(2), onFailure: "pause" }, ["h0", "h1", "h2"]);
  t.is(within.rollout.state, "preparing");
  t.is(summary(within.pass(POLICY.prepareTimeoutMs)), "cancel h3, activate h0");
  t.like(within.host("h3"), { state: "excluded", failure: { code: "E_TIMEOUT" } });
  t.is(within.rollout.tally.inFlight, 1, "budget 2, one is spent");
  for (const host of ["h0", "h1", "h2"]) within.answer(host, ready("a"));
  t.is(within.rollout.state, "succeeded");

  const beyond = underPolicy(named(4), { maxExcluded: { count: 1 }, budget: budget(2), onFailure: "rollback-all" }, ["h0", "h1"]);
  t.is(summary(beyond.pass(POLICY.prepareTimeoutMs)), "cancel h2, cancel h3");
  t.like(beyond.rollout, { state: "paused", pause: { from: "preparing", reason: { code: "E_TIMEOUT" } } });
  t.is(summary(beyond.say("resume-requested")), "reject E_BUDGET");
  t.is(summary(beyond.toHost("exclude-requested", "h3")), "");
  t.is(summary(beyond.toHost("exclude-requested", "h3")), "", "said again it changes nothing");
  t.is(summary(beyond.say("resume-requested")), "activate h0");
});

test("a wave bakes; a host that reverts in it counts as failed", (t) => {
  const stream = underPolicy(named(3), { waves: [CANARY], bakeMs: 5_000, onFailure: "rollback-wave", budget: budget(0) });
  t.is(stream.outstanding("h0")?.bakeMs, 10_000, "the wave's own");
  stream.answer("h0", ready("a"));
  t.like(stream.rollout, { state: "baking", bakeUntilUnixMs: stream.nowUnixMs + 10_000 });
  t.is(summary(stream.pass(9_999)), "");
  t.is(summary(stream.pass(1)), "activate h1");
  t.is(summary(stream.answer("h1", ready("a"))), "activate h2");
  stream.answer("h2", ready("a"));
  t.is(stream.rollout.state, "baking");
  t.is(summary(stream.slotChanged("h2", slotOn("z"), failed("E_CHECK"))), "r1 failed");
  t.deepEqual(stream.states(), { h0: "active", h1: "active", h2: "reverted" }, "nobody has anything to go back to");
});

test("rollback-all: every host goes back to what it ran, at once, and the rollout ends failed", (t) => {
  const stream = deployed(named(4), { budget: budget(1), onFailure: "rollback-all" });
  for (const host of ["h0", "h1"]) stream.answer(host, ready("b"));
  stream.answer("h2", ended("reverted", "E_CHECK"));
  t.is(stream.rollout.state, "activating");
  const effects = stream.answer("h3", ended("reverted", "E_CHECK"));
  t.is(summary(effects), "activate h0, activate h1");
  t.true(effects.every((effect) => effect.kind === "send-activate" && effect.tree === stream.host("h0").previous?.tree));
  t.like(stream.rollout, { state: "rolling-back", failure: { code: "E_CHECK" } });
  stream.answer("h0", ready("a"));
  t.is(summary(stream.answer("h1", ready("a"))), "r2 failed");
  t.deepEqual(stream.states(), { h0: "rolled-back", h1: "rolled-back", h2: "reverted", h3: "reverted" });
  t.is(stream.state.lanes.get("h0" as never)?.slots["current" as never]?.release, stream.host("h0").previous?.release);
});

test("rollback-wave: only the wave that failed goes back", (t) => {
  const stream = deployed(named(4), {
    waves: [{ ...CANARY, bakeMs: 0 }],
    budget: budget(1),
    onFailure: "rollback-wave",
    activateParallel: 2,
  });
  for (const host of ["h0", "h1"]) stream.answer(host, ready("b"));
  stream.answer("h2", ended("reverted", "E_CHECK"));
  t.is(summary(stream.answer("h3", ended("reverted", "E_CHECK"))), "activate h1");
  t.is(summary(stream.answer("h1", ready("a"))), "r2 failed");
  t.deepEqual(stream.states(), { h0: "active", h1: "rolled-back", h2: "reverted", h3: "reverted" });
});

test("a host that is on its way when the others go back is cancelled, and goes back if it arrives", (t) => {
  const stream = deployed(named(3), { budget: budget(2), onFailure: "rollback-all", activateParallel: 3 });
  stream.answer("h0", ready("b"));
  stream.answer("h1", ended("failed", "E_SLOT"));
  stream.toHost("exclude-requested", "h1");
  t.is(summary(stream.answer("h2", ended("failed", "E_SLOT"))), "r2 succeeded");

  const late = deployed(named(4), { budget: { wave: { count: 3 }, datacenter: null, rollout: { count: 0 } }, onFailure: "rollback-all" });
  t.is(late.rollout.tally.inFlight, 1);
  const two = deployed(named(3), { budget: { wave: null, datacenter: { count: 2 }, rollout: { count: 2 } }, onFailure: "rollback-all" });
  two.answer("h0", ready("b"));
  two.disconnect("h1");
  two.answer("h2", ended("failed", "E_SLOT"));
  t.is(two.rollout.state, "activating");
  two.abort();
  t.is(two.rollout.state, "aborting");
});

test("canaries go back before anybody is asked, also where the policy pauses; resumed, they go again", (t) => {
  const canaries = { ...CANARY, take: { kind: "amount", amount: { count: 2 } }, bakeMs: 0 } as const;
  const stream = deployed(named(4), {
    waves: [canaries],
    budget: { wave: null, datacenter: null, rollout: { count: 0 } },
    onFailure: "pause",
  });
  t.is(summary(stream.answer("h0", ready("b"))), "activate h1");
  t.is(summary(stream.answer("h1", ended("reverted", "E_CHECK"))), "activate h0");
  t.is(stream.rollout.state, "rolling-back");
  t.is(summary(stream.answer("h0", ready("a"))), "");
  t.like(stream.rollout, { state: "paused", pause: { reason: { code: "E_CHECK" } } });
  t.deepEqual(stream.states(), { h0: "rolled-back", h1: "reverted", h2: "ready", h3: "ready" });
  t.is(summary(stream.say("resume-requested")), "reject E_BUDGET");
  stream.toHost("retry-requested", "h1");
  stream.toHost("retry-requested", "h1");
  t.is(summary(stream.say("resume-requested")), "activate h1");
  t.is(summary(stream.answer("h1", ready("b"))), "activate h0");
});

test("a canary that failed is one too many, also where the budget would bear it; one that was left out before it was switched is the budget's", (t) => {
  const policy = { waves: [{ ...CANARY, bakeMs: 0 }], budget: budget(1), onFailure: "rollback-all", activateParallel: 2 } as const;
  const stream = deployed(named(4), policy);
  t.is(summary(stream.answer("h0", ended("reverted", "E_CHECK"))), "r2 failed");
  t.deepEqual(stream.states(), { h0: "reverted", h1: "cancelled", h2: "cancelled", h3: "cancelled" });
  t.regex(stream.rollout.failure?.message ?? "", /^1 of 1 hosts of wave canary failed; /);

  const baked = deployed(named(4), { ...policy, waves: [CANARY] });
  baked.answer("h0", ready("b"));
  t.is(summary(baked.slotChanged("h0", slotOn("a"), failed("E_CHECK"))), "r2 failed", "while it baked");

  const paused = deployed(named(4), { ...policy, onFailure: "pause" });
  paused.answer("h0", ended("reverted", "E_CHECK"));
  t.is(paused.rollout.state, "paused");
  t.is(summary(paused.say("resume-requested")), "reject E_BUDGET");
  paused.toHost("exclude-requested", "h0");
  t.is(summary(paused.say("resume-requested")), "activate h1");

  const away = underPolicy(named(4), { ...policy, maxExcluded: { count: 1 } }, ["h1", "h2", "h3"]);
  t.is(summary(away.pass(POLICY.prepareTimeoutMs)), "cancel h0, activate h1");
});

test("silence is in flight until its time is over, and then counts as failed", (t) => {
  const stream = underPolicy(named(3), { budget: budget(1), onFailure: "pause" });
  stream.disconnect("h0");
  t.is(summary(stream.pass(LEASE_OVER_MS)), "");
  t.like(stream.host("h0"), { state: "unknown" });
  t.is(stream.rollout.tally.inFlight, 1, "nobody else is switched meanwhile");
  t.is(summary(stream.pass(POLICY.activateTimeoutMs)), "activate h1");
  t.is(stream.rollout.tally.failed, 1);
});

test("the rollout's own deadline stops it as an abort does", (t) => {
  const stream = underPolicy(named(2), { budget: budget(0), deadlineMs: 60_000 });
  t.is(summary(stream.pass(LEASE_OVER_MS + 1_000)), "");
  stream.connect("h0", { intents: [] });
  t.is(summary(stream.pass(30_000)), "");
  stream.pass(30_000);
  t.is(stream.rollout.failure?.code, "E_TIMEOUT");
});

test("whatever hosts answer: a host is asked only where in flight ≤ max(1, budget − failed) after it, and the tally is what one counts anew", (t) => {
  const amount = fc.oneof(
    fc.integer({ min: 0, max: 5 }).map((count) => ({ count })),
    fc.integer({ min: 0, max: 100 }).map((percent) => ({ percent })),
  );
  const policies = fc.record({
    budget: fc.record({ wave: fc.option(amount), datacenter: fc.option(amount), rollout: amount }),
    activateParallel: fc.option(fc.integer({ min: 1, max: 4 })),
    onFailure: fc.constantFrom("pause" as const, "rollback-wave" as const, "rollback-all" as const),
    waves: fc.constantFrom([], [CANARY], [{ ...CANARY, take: { kind: "amount" as const, amount: { percent: 40 } } }]),
    minHealthy: fc.option(amount),
  });
  const move = fc.tuple(
    fc.nat({ max: 11 }),
    fc.constantFrom("ok", "ok", "ok", "fail", "revert", "lease", "away", "back", "tick", "retry", "exclude", "resume"),
  );
  let most = 0;
  fc.assert(
    fc.property(policies, fc.array(move, { maxLength: 80 }), (policy, moves) => {
      const stream = deployed([...named(7, "a", "ams"), ...named(5, "f", "fra")], policy as Partial<RolloutPolicy>);
      for (const [index, what] of moves) {
        const of = (wanted: (host: RolloutHost) => boolean): string | undefined => {
          const hosts = [...stream.rollout.hosts].flatMap(([host, one]) => (wanted(one) ? [host] : []));
          return hosts[index % Math.max(1, hosts.length)];
        };
        const host = of(WHOM[what] ?? (() => true)) ?? "a0";
        const before = stream.rollout;
        const wanted = stream.host(host).outstanding?.kind === "back" ? "a" : "b";
        if (what === "ok") stream.answer(host, ready(wanted));
        else if (what === "fail") stream.answer(host, ended("failed", "E_SLOT"));
        else if (what === "revert") stream.slotChanged(host, slotOn("a"), failed("E_CHECK"));
        else if (what === "lease") stream.answer(host, ended("expired", "E_LEASE"));
        else if (what === "away") stream.disconnect(host);
        else if (what === "back") stream.connect(host, { revisions: [revisionOf("b")] });
        else if (what === "tick") stream.pass(LEASE_OVER_MS);
        else if (what === "resume") stream.say("resume-requested");
        else stream.toHost(what === "retry" ? "retry-requested" : "exclude-requested", host);
        const { rollout } = stream;
        // A host that was active and reverts takes from the budget what others may use already: nothing is added then.
        const asked = [...rollout.hosts].filter(([name, one]) => isAsked(one) && !isAsked(before.hosts.get(name) as RolloutHost));
        if (asked.some(([, one]) => !isExact(rollout, one))) t.fail(`${what}: ${JSON.stringify(rollout.tally)}`);
        most = Math.max(most, rollout.tally.failed);
        t.deepEqual(withoutZeros(rollout), withoutZeros({ ...rollout, tally: tallyOf(rollout.hosts.values()) }));
        if (stream.rollout.endedUnixMs !== null) break;
      }
    }),
    { numRuns: 300 },
  );
  t.true(most > 1, "a property in which nothing fails proves nothing");
});

const CANARY = { name: "canary", take: { kind: "amount", amount: { count: 1 } }, canary: true, bakeMs: 10_000 } as const;

const budget = (count: number): RolloutPolicy["budget"] => ({ wave: null, datacenter: null, rollout: { count } });

const WHOM: Readonly<Record<string, (host: RolloutHost) => boolean>> = {
  ok: ({ outstanding }) => outstanding !== null,
  fail: ({ outstanding }) => outstanding !== null,
  lease: ({ outstanding }) => outstanding !== null,
  revert: ({ state }) => state === "active",
  retry: ({ state }) => state === "failed" || state === "reverted",
  exclude: ({ state }) => state === "failed" || state === "reverted",
};

function isAsked({ outstanding }: RolloutHost): boolean {
  return outstanding?.kind === "activate";
}

/** Where this host was asked there was room, as one would count it by hand. */
function isExact({ policy, hosts }: Rollout, asked: RolloutHost): boolean {
  const within = (amount: RolloutPolicy["minHealthy"], those: (host: RolloutHost) => boolean): boolean => {
    const all = [...hosts.values()].filter(those);
    const failures = all.filter((one) => BAD.has(one.state) || (one.state === "unknown" && one.outstanding === null)).length;
    return amount === null || all.filter(isAsked).length <= Math.max(1, atMost(amount, all.length) - failures);
  };
  const { wave, datacenter, rollout } = policy.budget;
  const parallel = policy.activateParallel === null || [...hosts.values()].filter(isAsked).length <= policy.activateParallel;
  const own = within(wave, (one) => one.wave === asked.wave) && within(datacenter, (one) => one.datacenter === asked.datacenter);
  return parallel && own && within(rollout, () => true);
}

const BAD: ReadonlySet<string> = new Set(["failed", "reverted"]);

function withoutZeros({ tally }: Rollout): unknown {
  return { ...tally, states: Object.fromEntries(Object.entries(tally.states).filter(([, count]) => count !== 0)) };
}
