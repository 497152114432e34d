import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import test from "ava";
import { lockDirectory } from "../../runtime/lock.ts";
import { temporaryDirectory } from "./_temp.ts";

const module_ = new URL("../../runtime/lock.ts", import.meta.url).href;

test("a directory has one holder, whose pid is named, and is free after the release", async (t) => {
  const directory = await temporaryDirectory(t);
  const lock = lockDirectory(directory);
  t.throws(() => lockDirectory(directory), {
    name: "ShoalError",
    code: "E_LOCKED",
    message: new RegExp(`in use by process ${process.pid}$`),
  });
  lock.release();
  lockDirectory(directory).release();
});

test("two directories do not disturb each other", async (t) => {
  const directory = await temporaryDirectory(t);
  await mkdir(join(directory, "a"));
  await mkdir(join(directory, "b"));
  const locks = [lockDirectory(join(directory, "a")), lockDirectory(join(directory, "b"))];
  for (const lock of locks) lock.release();
  t.pass();
});

test("another process's lock holds, and ends with kill -9", async (t) => {
  const directory = await temporaryDirectory(t);
  const script = `(await import(${JSON.stringify(module_)})).lockDirectory(${JSON.stringify(directory)}); console.log("locked"); setInterval(() => {}, 1e6);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  await once(child.stdout, "data");
  t.throws(() => lockDirectory(directory), { code: "E_LOCKED", message: new RegExp(`process ${child.pid}$`) });
  child.kill("SIGKILL");
  await exited;
  lockDirectory(directory).release();
});

test("a directory that is not there is E_IO", async (t) => {
  const directory = await temporaryDirectory(t);
  t.throws(() => lockDirectory(join(directory, "absent")), { code: "E_IO", message: /absent/ });
});
