import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, lstat, mkdir, readdir, readFile, readlink, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import test from "ava";
import { fsyncDirectory, replaceSymlink, sweepTemporaries, syncFileSystem, writeFileDurably } from "../../runtime/durable.ts";
import { temporaryDirectory } from "./_temp.ts";

const run = promisify(execFile);

test("a written file has the content and exactly the mode asked for, whatever the umask", async (t) => {
  const directory = await temporaryDirectory(t);
  const path = join(directory, "f");
  await writeFileDurably(path, "one");
  t.is((await stat(path)).mode & 0o7777, 0o600);
  await writeFileDurably(path, Buffer.from("two"), { mode: 0o666 });
  t.is((await stat(path)).mode & 0o7777, 0o666);
  t.is(await readFile(path, "utf8"), "two");
  t.deepEqual(await readdir(directory), ["f"]);
});

test("a write that fails leaves the old content and no temporary file", async (t) => {
  const directory = await temporaryDirectory(t);
  await mkdir(join(directory, "d"));
  await writeFile(join(directory, "d", "kept"), "x");
  await t.throwsAsync(writeFileDurably(join(directory, "d"), "x"), { code: "EISDIR" } as never);
  await t.throwsAsync(writeFileDurably(join(directory, "absent", "f"), "x"), { code: "ENOENT" });
  t.deepEqual(await readdir(directory), ["d"]);
});

test("a full disk leaves the old content and no temporary file", async (t) => {
  const directory = await temporaryDirectory(t);
  const mounted = await run("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", directory]).catch(() => null);
  if (mounted === null) return t.pass("skipped: may not mount a tmpfs here");
  t.teardown(() => run("umount", [directory]));
  const path = join(directory, "f");
  await writeFileDurably(path, "old");
  await t.throwsAsync(writeFileDurably(path, Buffer.alloc(128 * 1024, 1)), { code: "ENOSPC" });
  t.is(await readFile(path, "utf8"), "old");
  t.deepEqual(await readdir(directory), ["f"]);
});

test("a symlink is made and replaced, and says exactly what was asked for", async (t) => {
  const directory = await temporaryDirectory(t);
  const link = join(directory, "current");
  await replaceSymlink({ link, target: "revisions/r1" });
  t.is(await readlink(link), "revisions/r1");
  await replaceSymlink({ link, target: "revisions/r2" });
  t.is(await readlink(link), "revisions/r2");
  t.deepEqual(await readdir(directory), ["current"]);
});

test("what is no symlink is never replaced", async (t) => {
  const directory = await temporaryDirectory(t);
  await mkdir(join(directory, "d"));
  await writeFile(join(directory, "f"), "precious");
  for (const name of ["d", "f"]) {
    await t.throwsAsync(replaceSymlink({ link: join(directory, name), target: "x" }), {
      code: "E_SLOT",
      message: /left untouched/,
    } as never);
  }
  t.true((await lstat(join(directory, "d"))).isDirectory());
  t.is(await readFile(join(directory, "f"), "utf8"), "precious");
  t.deepEqual((await readdir(directory)).sort(), ["d", "f"]);
});

test("a guard that throws prevents the swap, and is asked before it", async (t) => {
  const directory = await temporaryDirectory(t);
  const link = join(directory, "current");
  await symlink("old", link);
  const order: string[] = [];
  const guard = (): void => {
    order.push("guard");
    throw new Error("the lease is over");
  };
  await t.throwsAsync(replaceSymlink({ link, target: "new", guard, swapped: () => order.push("swapped") }), {
    message: "the lease is over",
  });
  t.is(await readlink(link), "old");
  await replaceSymlink({ link, target: "new", guard: () => order.push("guard"), swapped: () => order.push("swapped") });
  t.is(await readlink(link), "new");
  t.deepEqual(order, ["guard", "guard", "swapped"]);
  t.deepEqual(await readdir(directory), ["current"]);
});

test("kill -9 at any moment leaves the link whole, and a sweep removes what was left", async (t) => {
  const directory = await temporaryDirectory(t);
  const link = join(directory, "current");
  const durable = new URL("../../runtime/durable.ts", import.meta.url).href;
  const script = `
    const { replaceSymlink, writeFileDurably } = await import(${JSON.stringify(durable)});
    for (let i = 0; ; i++) {
      await replaceSymlink({ link: ${JSON.stringify(link)}, target: "revisions/r" + (i % 2) });
      await writeFileDurably(${JSON.stringify(join(directory, "f"))}, String(i % 2).repeat(10_000));
      console.log(i);
    }`;
  for (let round = 0; round < 6; round++) {
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: ["ignore", "pipe", "inherit"] });
    const exited = once(child, "exit");
    for await (const line of createInterface(child.stdout)) if (Number(line) >= 20 + round) break;
    child.kill("SIGKILL");
    await exited;
    t.regex(await readlink(link), /^revisions\/r[01]$/);
    t.regex(await readFile(join(directory, "f"), "utf8"), /^(0{10000}|1{10000})$/);
  }
  await writeFile(join(directory, ".current.shoal-tmp-0123456789abcdef"), "left by a crash");
  await writeFile(join(directory, ".current.shoal-tmp-mine"), "not ours");
  t.true((await sweepTemporaries(directory)).includes(".current.shoal-tmp-0123456789abcdef"));
  t.deepEqual((await readdir(directory)).sort(), [".current.shoal-tmp-mine", "current", "f"]);
});

test("a reader never finds the link absent while it is swapped", async (t) => {
  const directory = await temporaryDirectory(t);
  const link = join(directory, "current");
  await replaceSymlink({ link, target: "r0" });
  const done = new AbortController();
  const reading = (async () => {
    const seen = new Set<string>();
    while (!done.signal.aborted) seen.add(await readlink(link));
    return seen;
  })();
  for (let i = 1; i <= 200; i++) await replaceSymlink({ link, target: `r${i % 2}` });
  done.abort();
  for (const target of await reading) t.regex(target, /^r[01]$/);
});

test("file system and directory are synced, and what can't be is named", async (t) => {
  const directory = await temporaryDirectory(t);
  await t.notThrowsAsync(fsyncDirectory(directory));
  await t.notThrowsAsync(syncFileSystem(directory));
  await t.throwsAsync(syncFileSystem(join(directory, "absent")), { code: "E_IO", message: /absent/ } as never);
  await t.throwsAsync(syncFileSystem(directory, AbortSignal.abort(new Error("stop"))), { message: "stop" });
  // A name that looks like an option is a name.
  await mkdir(join(directory, "-h"));
  await chmod(join(directory, "-h"), 0o755);
  await t.notThrowsAsync(syncFileSystem(join(directory, "-h")));
});
