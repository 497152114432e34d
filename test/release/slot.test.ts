import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { parseRevisionId, parseSlotName, SLOT_DEFAULT } from "../../runtime/ids.ts";
import { readSlot, swapSlot } from "../../release/slot.ts";
import { commitSample, NEW, OLD } from "./revisions.ts";
import { temporaryFolder } from "./temporary.ts";

async function appWithTwo(t: ExecutionContext): Promise<string> {
  const appRoot = temporaryFolder(t);
  for (const revision of [OLD, NEW]) await commitSample(appRoot, revision);
  return appRoot;
}

const swap = async (appRoot: string, revision: typeof OLD, guard: () => boolean = () => true): Promise<boolean> =>
  swapSlot({ appRoot, slot: SLOT_DEFAULT, revision, guard });

test("a slot is made, replaced and read; it is a relative link; others are left alone", async (t) => {
  const appRoot = await appWithTwo(t);
  t.deepEqual(await readSlot(appRoot, SLOT_DEFAULT), { kind: "absent" });
  t.true(await swap(appRoot, OLD));
  t.is(readlinkSync(join(appRoot, "current")), "revisions/r1");
  t.true(await swap(appRoot, NEW));
  t.deepEqual(await readSlot(appRoot, SLOT_DEFAULT), { kind: "revision", revision: NEW });
  await swapSlot({ appRoot, slot: parseSlotName("canary"), revision: OLD, guard: () => true });
  t.deepEqual(await readSlot(appRoot, SLOT_DEFAULT), { kind: "revision", revision: NEW });
  t.deepEqual(readdirSync(appRoot).sort(), [".staging", "canary", "current", "revisions"]);
});

test("a guard that says no leaves the slot and no temporary link", async (t) => {
  const appRoot = await appWithTwo(t);
  await swap(appRoot, OLD);
  t.false(await swap(appRoot, NEW, () => false));
  t.deepEqual(await readSlot(appRoot, SLOT_DEFAULT), { kind: "revision", revision: OLD });
  t.deepEqual(readdirSync(appRoot).sort(), [".staging", "current", "revisions"]);
});

test("a guard that throws is the swap's error, and the slot is left", async (t) => {
  const appRoot = await appWithTwo(t);
  await swap(appRoot, OLD);
  const guard = (): boolean => {
    throw new Error("clock is gone");
  };
  await t.throwsAsync(swap(appRoot, NEW, guard), { message: "clock is gone" });
  t.is(readlinkSync(join(appRoot, "current")), "revisions/r1");
});

test("guard, rename and the second look happen in one turn of the event loop", async (t) => {
  const appRoot = await appWithTwo(t);
  await swap(appRoot, OLD);
  const order: string[] = [];
  const look = (when: string): void => void order.push(`${when} ${readlinkSync(join(appRoot, "current"))}`);
  const guard = (): boolean => {
    look("guard");
    queueMicrotask(() => order.push("turn over"));
    return true;
  };
  await swapSlot({ appRoot, slot: SLOT_DEFAULT, revision: NEW, guard, swapped: () => look("swapped") });
  t.deepEqual(order, ["guard revisions/r1", "swapped revisions/r2", "turn over"]);
});

test("a revision that isn't committed is never activated", async (t) => {
  const appRoot = await appWithTwo(t);
  await swap(appRoot, OLD);
  mkdirSync(join(appRoot, "revisions/r3"));
  rmSync(join(appRoot, "revisions/r2/.shoal/commit.json"));
  for (const name of ["r2", "r3", "r4"]) await t.throwsAsync(swap(appRoot, parseRevisionId(name)), { code: "E_NOT_PREPARED" });
  t.is(readlinkSync(join(appRoot, "current")), "revisions/r1");
});

test("S07: a directory in the slot's place is E_SLOT and untouched", async (t) => {
  const appRoot = await appWithTwo(t);
  mkdirSync(join(appRoot, "current"));
  writeFileSync(join(appRoot, "current/precious"), "x");
  await t.throwsAsync(swap(appRoot, NEW), { code: "E_SLOT" });
  t.is(readFileSync(join(appRoot, "current/precious"), "utf8"), "x");
  t.like(await readSlot(appRoot, SLOT_DEFAULT), { kind: "foreign", isLink: false });
  t.deepEqual(readdirSync(appRoot).sort(), [".staging", "current", "revisions"]);
});

test("S07: a file in the slot's place is E_SLOT and untouched", async (t) => {
  const appRoot = await appWithTwo(t);
  writeFileSync(join(appRoot, "current"), "precious");
  await t.throwsAsync(swap(appRoot, NEW), { code: "E_SLOT" });
  t.is(readFileSync(join(appRoot, "current"), "utf8"), "precious");
  t.like(await readSlot(appRoot, SLOT_DEFAULT), { kind: "foreign", isLink: false });
});

for (const [what, target] of [
  ["dangling", "revisions/r9"],
  ["a loop", "current"],
  ["absolute", "/etc"],
  ["outside the root", "../elsewhere/r1"],
  ["climbing back in", "revisions/../revisions/r1"],
  ["deeper", "revisions/r1/bin"],
  ["with a slash", "revisions/r1/"],
  ["to no id", "revisions/.."],
] as const) {
  test(`S09: a link that is ${what} is reported as foreign, and can be repaired by a swap`, async (t) => {
    const appRoot = await appWithTwo(t);
    symlinkSync(target, join(appRoot, "current"));
    const content = await readSlot(appRoot, SLOT_DEFAULT);
    t.like(content, { kind: "foreign", isLink: true });
    t.true(await swap(appRoot, NEW));
    t.deepEqual(await readSlot(appRoot, SLOT_DEFAULT), { kind: "revision", revision: NEW });
  });
}

test("S10: a stale temporary link of a crash is no hindrance", async (t) => {
  const appRoot = await appWithTwo(t);
  symlinkSync("revisions/r1", join(appRoot, ".current.shoal-tmp-0123456789abcdef"));
  t.true(await swap(appRoot, NEW));
  t.true(lstatSync(join(appRoot, "current")).isSymbolicLink());
});

test("whoever reads the slot during a hundred swaps always finds a whole revision", async (t) => {
  const appRoot = await appWithTwo(t);
  await swap(appRoot, OLD);
  const state = { isOver: false, reads: 0 };
  const read = async (): Promise<void> => {
    for (; !state.isOver; state.reads++) {
      t.is((await readSlot(appRoot, SLOT_DEFAULT)).kind, "revision");
      t.is(readFileSync(join(appRoot, "current/bin/run"), "utf8"), "#!/bin/sh\n");
    }
  };
  const reading = read();
  for (let i = 0; i < 100; i++) await swap(appRoot, i % 2 === 0 ? NEW : OLD);
  state.isOver = true;
  await reading;
  t.true(state.reads > 10);
});
