import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import type { AppConfiguration } from "../../agent/configuration.ts";
import { openRoots } from "../../agent/roots.ts";
import { ShoalError } from "../../runtime/errors.ts";
import type { AppName } from "../../runtime/ids.ts";
import { temporaryFolder } from "./fleet.ts";
import { PRODUCTION } from "./lanes.ts";
import { KEY } from "./releases.ts";
import { mountTmpfs } from "./tmpfs.ts";

function configured(app: string, root: string, change: Partial<AppConfiguration> = {}): AppConfiguration {
  const pins = { keys: [KEY.publicKey], threshold: 1 };
  const rest = { environment: PRODUCTION, keepRevisions: 3, linkMode: "auto", allowedSymlinkPrefixes: [], user: null, units: [] } as const;
  return { app: app as AppName, root, pins, ...rest, ...change };
}

test("a root is made with its folders, and `auto` finds a link mode that works; nothing else is left in it", async (t) => {
  const root = join(temporaryFolder(t), "deep/web");
  const { apps, release } = await openRoots({ apps: [configured("web", root)], allowNonDurable: true });
  t.teardown(release);
  t.true(["hardlink", "reflink", "copy"].includes(apps[0]?.linkMode ?? ""));
  t.deepEqual(readdirSync(join(root, ".staging")), []);
  t.deepEqual(
    readdirSync(root).filter((name) => !name.startsWith(".lock")),
    [".staging", "revisions"],
  );
});

test("a root is locked until it is released (C18)", async (t) => {
  const root = join(temporaryFolder(t), "web");
  const first = await openRoots({ apps: [configured("web", root)], allowNonDurable: true });
  const error = await t.throwsAsync(openRoots({ apps: [configured("web", root)], allowNonDurable: true }), { instanceOf: ShoalError });
  t.is(error.code, "E_LOCKED");
  first.release();
  (await openRoots({ apps: [configured("web", root)], allowNonDurable: true })).release();
});

test("two apps whose roots are one directory by a symlink are refused (C06), and no lock is kept", async (t) => {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, "web"));
  symlinkSync("web", join(folder, "api"));
  const both = [configured("web", join(folder, "web")), configured("api", join(folder, "api"))];
  const error = await t.throwsAsync(openRoots({ apps: both, allowNonDurable: true }), { instanceOf: ShoalError });
  t.is(error.code, "E_CONFIG");
  t.regex(error.message, /apps web and api have one root/);
  (await openRoots({ apps: both.slice(0, 1), allowNonDurable: true })).release();
});

test("`.staging` on another file system is refused (S12)", async (t) => {
  const other = mountTmpfs(t, "size=1m");
  if (other === null) return;
  const root = join(temporaryFolder(t), "web");
  mkdirSync(join(root, "revisions"), { recursive: true });
  symlinkSync(other, join(root, ".staging"));
  const error = await t.throwsAsync(openRoots({ apps: [configured("web", root)], allowNonDurable: true }), { instanceOf: ShoalError });
  t.is(error.code, "E_CONFIG");
});

test("a file system without durability is refused unless it is allowed (S16)", async (t) => {
  const root = mountTmpfs(t, "size=1m");
  if (root === null) return;
  const error = await t.throwsAsync(openRoots({ apps: [configured("web", root)], allowNonDurable: false }), { instanceOf: ShoalError });
  t.is(error.code, "E_CONFIG");
  t.regex(error.message, /tmpfs/);
  t.regex(error.hint ?? "", /--allow-nondurable/);
  (await openRoots({ apps: [configured("web", root)], allowNonDurable: true })).release();
});

test("a link mode that is named and does not work there is refused", async (t) => {
  const root = mountTmpfs(t, "size=1m");
  if (root === null) return;
  const apps = [configured("web", root, { linkMode: "reflink" })];
  const error = await t.throwsAsync(openRoots({ apps, allowNonDurable: true }), { instanceOf: ShoalError });
  t.regex(error.message, /link mode reflink does not work/);
  t.deepEqual(readdirSync(join(root, ".staging")), []);
});

test("a root that is a file, or that can't be written to, is refused with its path", async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, "web"), "");
  const error = await t.throwsAsync(openRoots({ apps: [configured("web", join(folder, "web"))], allowNonDurable: true }), {
    instanceOf: ShoalError,
  });
  t.is(error.code, "E_CONFIG");
  t.true(error.message.includes(join(folder, "web")));
  const sealed = join(folder, "sealed");
  mkdirSync(sealed);
  try {
    execFileSync("chattr", ["+i", sealed], { stdio: "pipe" });
  } catch {
    return t.log("skipped in part: chattr +i does not work here");
  }
  const denied = await t.throwsAsync(openRoots({ apps: [configured("api", join(sealed, "api"))], allowNonDurable: true }), {
    instanceOf: ShoalError,
  });
  execFileSync("chattr", ["-i", sealed]);
  t.is(denied.code, "E_CONFIG");
  t.regex(denied.hint ?? "", /agent's user/);
});
