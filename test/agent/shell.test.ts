import test from "ava";
import { memoryJournal } from "../../agent/journal.ts";
import type { Journal } from "../../agent/journal.ts";
import { Shell } from "../../agent/shell.ts";
import type { DiskEffect, Happening } from "../../agent/shell.ts";
import type { AgentPolicy, Lane } from "../../agent/state.ts";
import type { Intent, Report } from "../../proto/messages.ts";
import { ShoalError } from "../../runtime/errors.ts";
import type { CommandId, HostId, InstanceId, ReleaseId } from "../../runtime/ids.ts";
import { CURRENT, PRODUCTION, WEB } from "./lanes.ts";

const POLICY: AgentPolicy = {
  host: "web1" as HostId,
  agentVersion: "0.1.0",
  apps: { [WEB]: { environment: PRODUCTION, keepRevisions: 3 } },
  verifyEnvelope: () => ({ code: "E_SIG", message: "not signed", retryable: false }),
  formatVersions: [1],
  codecs: [],
};
const STARTED: Happening = { kind: "started", lanes: [], disk: [] };

test("what is saved is saved before it is said or done, in the order of `step`", async (t) => {
  const log: string[] = [];
  const { shell } = openShell(log);
  shell.post(STARTED);
  shell.post({ kind: "connected", disk: [] });
  shell.post({ kind: "intent", intent: discard(1) });
  await shell.stop();
  t.deepEqual(log, ["save", "send hello", "save", "send answer", "send answer"]);
  t.deepEqual(shell.state.lanes[WEB]?.highest, { epoch: 1, sequence: 1 });
});

test("a save that fails ends everything: nothing is said, nothing is done, no event is taken any more", async (t) => {
  const log: string[] = [];
  const broken = new ShoalError("E_DISK_FULL", "no space for the journal");
  const { shell, fatal } = openShell(log, {
    saveLane(lane) {
      if (lane.highest.sequence > 0) throw broken;
    },
  });
  shell.post(STARTED);
  shell.post({ kind: "connected", disk: [] });
  shell.post({ kind: "intent", intent: discard(1) });
  shell.post({ kind: "intent", intent: discard(2) });
  await shell.stop();
  shell.post({ kind: "intent", intent: discard(3) });
  t.deepEqual(fatal, [broken]);
  t.deepEqual(log, ["save", "send hello", "save"]);
});

test("nothing is stepped between the reading of the disk and its step", async (t) => {
  const { shell } = openShell([]);
  const order: string[] = [];
  shell.observe((event) => order.push(event.kind));
  shell.post(STARTED);
  const read = Promise.withResolvers<void>();
  shell.postRead(async () => {
    await read.promise;
    order.push("read");
    return { kind: "connected", disk: [] };
  });
  shell.post({ kind: "tick" });
  read.resolve();
  await shell.stop();
  t.deepEqual(order, ["started", "read", "connected", "tick"]);
});

test("a reading that finds nothing is no event; one that fails is fatal", async (t) => {
  const { shell, fatal } = openShell([]);
  const seen: string[] = [];
  shell.observe((event) => seen.push(event.kind));
  shell.postRead(async () => null);
  const broken = new Error("EIO");
  shell.postRead(() => Promise.reject(broken));
  await shell.stop();
  t.deepEqual(seen, []);
  t.deepEqual(fatal, [broken]);
});

test("an event posted from within a step is stepped after it, not inside it", async (t) => {
  const { shell } = openShell([]);
  const order: string[] = [];
  shell.observe((event) => {
    order.push(`begin ${event.kind}`);
    if (event.kind === "started") shell.post({ kind: "tick" });
    order.push(`end ${event.kind}`);
  });
  shell.post(STARTED);
  t.deepEqual(order, [], "who posts is not inside a step");
  await new Promise<void>((resolve) => shell.observe((event) => event.kind === "tick" && resolve()));
  t.deepEqual(order, ["begin started", "end started", "begin tick", "end tick"]);
});

test("who posts and waits goes on once the event was stepped; with an ended shell at once", async (t) => {
  const { shell } = openShell([]);
  const seen: string[] = [];
  shell.observe(({ kind }) => seen.push(kind));
  await shell.posted(STARTED);
  t.deepEqual(seen, ["started"]);
  await shell.stop();
  await shell.posted({ kind: "tick" });
  t.deepEqual(seen, ["started"]);
});

test("an event has the time of when it happened, not of when its turn came", async (t) => {
  let unixMs = 1;
  const { shell } = openShell([], memoryJournal(), () => ({ unixMs, clockMs: 7 }));
  const times: number[] = [];
  shell.observe(({ now }) => times.push(now.unixMs));
  shell.post(STARTED);
  unixMs = 2;
  shell.post({ kind: "tick" }, { unixMs: 99, clockMs: 7 });
  shell.post({ kind: "tick" });
  unixMs = 3;
  await shell.stop();
  t.deepEqual(times, [1, 99, 2]);
});

function openShell(
  log: string[],
  journal: Pick<Journal, "saveLane"> = memoryJournal(),
  now = () => ({ unixMs: Date.now(), clockMs: 1000 }),
) {
  const fatal: unknown[] = [];
  const effects: DiskEffect[] = [];
  const shell = new Shell(
    { instance: "i1" as InstanceId, bootId: "boot", policy: POLICY },
    {
      now,
      journal: {
        saveLane(lane: Lane) {
          log.push("save");
          journal.saveLane(lane);
        },
      },
      perform: (effect) => {
        log.push(`perform ${effect.kind}`);
        effects.push(effect);
      },
      send: (report: Report) => log.push(`send ${report.kind}`),
      fatal: (error) => fatal.push(error),
    },
  );
  return { shell, fatal, effects };
}

function discard(sequence: number): Intent {
  return {
    kind: "discard",
    commandId: `c${sequence}` as CommandId,
    environment: PRODUCTION,
    app: WEB,
    slot: CURRENT,
    position: { epoch: 1, sequence },
    deadlineUnixMs: Date.now() + 60_000,
    release: "b".repeat(64) as ReleaseId,
  };
}
