import test from "ava";
import { hostChange, liveLines, rolloutLines } from "../../../../coordinator/cli/render/rollout.ts";
import { aHost, aRollout } from "../scripted.ts";

test("the live block never has more lines than the terminal; those that still work come first", (t) => {
  const hosts = Array.from({ length: 100 }, (_, index) => aHost({ host: `web${index}`, state: index < 95 ? "ready" : "preparing" }));
  const lines = liveLines(aRollout({ hosts }), { rows: 10, elapsedMs: 1_500 });
  t.is(lines.length, 9);
  t.regex(lines[0] ?? "", /95 ready, 5 preparing, 1\.5 s$/);
  for (const line of lines.slice(1, 6)) t.regex(line, /preparing/);
  t.is(lines.at(-1), "  and 93 more hosts");
});

test("a host that fetches shows a bar and where its bytes come from", (t) => {
  const progress = { phase: "fetching", doneBytes: 500, totalBytes: 1000, bytesFromSeed: 200, bytesFromHosts: 300 };
  const [, line] = liveLines(aRollout({ hosts: [aHost({ state: "preparing", progress })] }), { rows: 24, elapsedMs: 0 });
  t.is(line, "  web1  preparing   fetching [##########..........] 50 %, 200 B from seed, 300 B from hosts");
});

test("a total that is less than what is done, or unknown, breaks no bar", (t) => {
  for (const totalBytes of [0, 10]) {
    const progress = { phase: "unpacking", doneBytes: 100, totalBytes, bytesFromSeed: 0, bytesFromHosts: 0 };
    const [, line] = liveLines(aRollout({ hosts: [aHost({ state: "preparing", progress })] }), { rows: 24, elapsedMs: 0 });
    t.regex(line ?? "", totalBytes === 0 ? /unpacking$/ : /\[#{20}\]/);
  }
});

test("only a change of state is worth a line in a log", (t) => {
  t.is(hostChange(aHost({ state: "preparing" }), aHost({ state: "preparing", bytesFromSeed: 1 })), null);
  t.is(hostChange(undefined, aHost({ state: "pending" })), "web1 (ams): pending");
  t.is(
    hostChange(aHost({ state: "ready" }), aHost({ state: "active", route: "none", activateMs: 12 })),
    "web1 (ams): active, was there already; switched in 12 ms",
  );
  t.is(hostChange(undefined, aHost({ datacenter: "", state: "unknown" })), "web1 (no dc): unknown");
});

test("a rollout that ended says how long it took, who asked for it and why", (t) => {
  const rollout = aRollout({
    state: "succeeded",
    note: "new checkout",
    endedUnixMs: 1_700_000_004_000,
    hosts: [aHost({ state: "active" })],
  });
  t.is(
    rolloutLines(rollout)[0],
    'deploy of web release/1 to production: succeeded in 4.0 s (rollout r-1, by operator:alice, "new checkout")',
  );
});

test("what a host or an operator wrote can't reach the terminal raw", (t) => {
  const failure = { code: "E_IO", message: "\u001b]0;owned\u0007", hint: "\u001b[1m", retryable: false };
  const rollout = aRollout({ state: "failed", note: "\u001b[31m", failure, hosts: [aHost({ host: "web1", state: "failed", failure })] });
  const text = [...rolloutLines(rollout), ...liveLines(rollout, { rows: 9, elapsedMs: 0 })].join("");
  // eslint-disable-next-line no-control-regex
  t.notRegex(text, /[\u0000-\u001f]/);
});

test("whom the barrier waits for in vain is told, and what can be done", (t) => {
  const hosts = [aHost({ host: "web1", state: "ready" }), aHost({ host: "web2", state: "pending", connected: false })];
  const text = rolloutLines(aRollout({ state: "preparing", hosts })).join("\n");
  t.regex(text, /^waits for hosts that are not connected: web2\n {2}hint: shoal exclude them, or shoal rollback --now$/m);
  t.notRegex(rolloutLines(aRollout({ state: "activating", hosts })).join("\n"), /not connected/);
});
