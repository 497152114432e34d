import { chmodSync, readFileSync, rmSync, utimesSync, writeFileSync, lstatSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import type { ExecutionContext } from "ava";
import { damageOf, examineRevision, Inspector } from "../../agent/integrity.ts";
import { VERIFY_QUESTIONS_MAX } from "../../agent/shell-limits.ts";
import type { Happening } from "../../agent/shell.ts";
import type { RevisionFindings, VerifiedReport } from "../../proto/messages.ts";
import type { AppName, CommandId, RevisionId } from "../../runtime/ids.ts";
import { Inbox } from "./fleet.ts";
import { WEB } from "./lanes.ts";
import { makeBase, makeRelease } from "./releases.ts";
import { commitOf, materializeOf, openRig } from "./rig.ts";
import type { Rig } from "./rig.ts";

const R1 = "r1" as RevisionId;
const FILES = { "a.txt": "aaaa", "b.txt": "bbbb", "lib/c.txt": "cccc" };
const SIGNAL = new AbortController().signal;

test("a whole revision has no findings, fast and full; its entries and link mode are told", async (t) => {
  const rig = await installed(t);
  for (const mode of ["fast", "full"] as const) {
    const found = await examineRevision({ root: rig.root, revision: R1, mode, signal: SIGNAL });
    t.like(found, { revision: R1, entries: 3, linkMode: rig.app.linkMode, truncated: false, failure: null });
    t.deepEqual(found?.findings, []);
    t.is(damageOf(found as RevisionFindings), null);
  }
});

test("a file changed, missing, added, with another mode: each is named, and the damage in one sentence", async (t) => {
  const rig = await installed(t);
  const at = (path: string): string => join(rig.root, "revisions/r1", path);
  writeFileSync(at("a.txt"), "AAAA");
  rmSync(at("b.txt"));
  chmodSync(at("lib/c.txt"), 0o755);
  writeFileSync(at("lib/new.txt"), "");
  const found = (await examineRevision({ root: rig.root, revision: R1, mode: "fast", signal: SIGNAL })) as RevisionFindings;
  t.deepEqual(found.findings, [
    { path: "a.txt", problem: "changed" },
    { path: "b.txt", problem: "missing" },
    { path: "lib/c.txt", problem: "mode" },
    { path: "lib/new.txt", problem: "added" },
  ]);
  t.regex(damageOf(found)?.message ?? "", /^revision r1: 4 files are not as they were committed, first "a\.txt" \(changed\)$/);
});

test("rot under an unchanged stat is found by full and not by fast: fast believes the recorded stat", async (t) => {
  const rig = await installed(t);
  const file = join(rig.root, "revisions/r1/a.txt");
  const { atime, mtime } = lstatSync(file);
  writeFileSync(file, "AAAA");
  utimesSync(file, atime, mtime);
  const examine = async (mode: "fast" | "full") =>
    (await examineRevision({ root: rig.root, revision: R1, mode, signal: SIGNAL }))?.findings;
  t.deepEqual(await examine("fast"), []);
  t.deepEqual(await examine("full"), [{ path: "a.txt", problem: "changed" }]);
});

test("a revision whose record can't be believed is damaged; one that is not there or not committed is none", async (t) => {
  const rig = await installed(t);
  const examine = (revision: string) => examineRevision({ root: rig.root, revision: revision as RevisionId, mode: "fast", signal: SIGNAL });
  t.is(await examine("r9"), null);
  writeFileSync(join(rig.root, "revisions/r1/.shoal/listing"), "shoal-listing 1\n");
  const found = (await examine("r1")) as RevisionFindings;
  t.like(found, { release: null, tree: null, linkMode: null, findings: [] });
  t.is(damageOf(found)?.code, "E_DIGEST");
  rmSync(join(rig.root, "revisions/r1/.shoal/commit.json"));
  t.is(await examine("r1"), null);
});

test("a question is answered for every revision of the app, and what is damaged is posted", async (t) => {
  const rig = await installed(t);
  writeFileSync(join(rig.root, "revisions/r1/a.txt"), "AAAA");
  const { inspector, reports, posted } = inspect(rig);
  inspector.ask({ question: "v1" as CommandId, app: WEB, full: false });
  const report = await reports.next(() => true);
  t.like(report, { kind: "verified", question: "v1", app: WEB, failure: null });
  t.deepEqual(
    report.revisions.map(({ revision, findings }) => [revision, findings]),
    [[R1, [{ path: "a.txt", problem: "changed" }]]],
  );
  t.like(posted[0], { kind: "damage-found", app: WEB, revision: R1 });
  t.is(readFileSync(join(rig.root, "revisions/r1/a.txt"), "utf8"), "AAAA", "nothing is changed");
});

test("an app that is not here is E_SCOPE, too many questions are E_BUSY, and a session's questions end with it", async (t) => {
  const rig = await installed(t);
  const { inspector, reports } = inspect(rig);
  const ask = (question: string, app: AppName = WEB): void => inspector.ask({ question: question as CommandId, app, full: true });
  ask("v0", "api" as AppName);
  t.is((await reports.next(({ question }) => question === ("v0" as CommandId))).failure?.code, "E_SCOPE");
  for (let number = 1; number <= VERIFY_QUESTIONS_MAX + 1; number++) ask(`v${number}`);
  const last = await reports.next(({ failure }) => failure?.code === "E_BUSY");
  t.is(last.question, `v${VERIFY_QUESTIONS_MAX + 1}` as CommandId);
  inspector.cancel();
  ask("next");
  await reports.next(({ question }) => question === ("next" as CommandId));
  t.deepEqual(
    reports.seen.map(({ question }) => String(question)),
    ["v0", last.question, "next"],
  );
});

test("an effect `verify` tells whether the revision is whole; stopped, it says nothing but that", async (t) => {
  const rig = await installed(t);
  const effect = { kind: "verify", app: WEB, commandId: "c1" as CommandId, revision: R1 } as const;
  t.is((await rig.run(effect, "revision-verified")).failure, null);
  writeFileSync(join(rig.root, "revisions/r1/a.txt"), "AAAA");
  t.is((await rig.run(effect, "revision-verified")).failure?.code, "E_DIGEST");
  t.is((await rig.run({ ...effect, revision: "r9" as RevisionId }, "revision-verified")).failure?.code, "E_NOT_PREPARED");
  const from = rig.events.seen.length;
  rig.effects.perform(effect);
  rig.effects.perform({ kind: "stop", app: WEB, commandId: effect.commandId, revision: null });
  await rig.events.next(({ kind }) => kind === "stopped", from);
  t.deepEqual(
    rig.events.seen.slice(from).map(({ kind }) => kind),
    ["stopped"],
  );
});

async function installed(t: ExecutionContext): Promise<Rig> {
  const rig = await openRig(t);
  const release = await makeRelease({ folder: join(rig.folder, "tree"), files: FILES });
  const bundle = await makeBase(release, { out: join(rig.folder, "bundle"), caPem: rig.caPem });
  rig.swarm.offer(bundle);
  await rig.run(materializeOf("r1", release, bundle), "materialized");
  await rig.run(commitOf("r1", release, bundle), "committed");
  return rig;
}

function inspect(rig: Rig): { inspector: Inspector; reports: Inbox<VerifiedReport>; posted: Happening[] } {
  const reports = new Inbox<VerifiedReport>();
  const posted: Happening[] = [];
  const inspector = new Inspector({
    roots: new Map([[WEB, rig.root]]),
    send: (report) => reports.push(report),
    post: (happening) => void posted.push(happening),
  });
  return { inspector, reports, posted };
}
