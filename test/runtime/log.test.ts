import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import test from "ava";
import fc from "fast-check";
import { ShoalError } from "../../runtime/errors.ts";
import { createFleetCa } from "../../runtime/certificates.ts";
import { createLogger, createStreamLogger, type Logger, scrub } from "../../runtime/log.ts";
import { temporaryDirectory } from "./_temp.ts";

function recorder(): { log: Logger; lines: string[]; last: () => Record<string, unknown> } {
  const lines: string[] = [];
  const log = createStreamLogger({ name: "test", level: "info" }, { write: (line) => void lines.push(line) });
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? "null") as Record<string, unknown> };
}

test("a line is JSON with time, level, process and message", (t) => {
  const { log, last } = recorder();
  log.warn({ host: "web1" }, "host is silent");
  t.like(last(), { level: "warn", name: "test", pid: process.pid, host: "web1", msg: "host is silent" });
  t.regex(String(last()["time"]), /^\d{4}-\d\d-\d\dT.*Z$/);
});

test("a ShoalError is logged with code, hint and causes, a bug with its stack", (t) => {
  const { log, last } = recorder();
  const cause = Object.assign(new Error("disk"), { code: "EIO" });
  log.error({ err: new ShoalError("E_IO", "can't write x", { hint: "look at dmesg", cause }) }, "failed");
  t.like(last(), { err: { code: "E_IO", message: "can't write x", hint: "look at dmesg", cause: { code: "EIO", message: "disk" } } });
  t.false("stack" in (last()["err"] as object));
  log.error({ err: new TypeError("x is undefined") }, "bug");
  t.regex((last()["err"] as { stack: string }).stack, /log\.test\.ts/);
});

test("an error that causes itself is logged in bounds", (t) => {
  const { log, lines } = recorder();
  const error = new Error("round");
  error.cause = error;
  log.error({ err: error }, "x");
  t.is(lines.join("").split('"message":"round"').length - 1, 5);
});

test("no secret gets out, wherever it stands", async (t) => {
  const { log, lines } = recorder();
  const { keyPem } = await createFleetCa({ name: "x", days: 1 });
  const identity = { caPem: "ca", certificatePem: "cert", keyPem };
  log.info({ identity, deep: { a: [{ b: identity }] } }, "started");
  log.info({ text: `loaded ${keyPem} from disk` }, `got ${keyPem}`);
  log.info({ url: "https://alice:hunter2@registry.example/x", passkey: "p4sskey" }, "fetch from https://bob:hunter2@h/");
  log.info({ announceUrl: "https://coordinator:7701/p4sskey/announce?info_hash=x" }, "announcing");
  log.error(
    { err: new ShoalError("E_UNAVAILABLE", "GET https://u:hunter2@h/ failed", { cause: new Error("at https://c:1/p4sskey/announce") }) },
    "x",
  );
  const secretLines = keyPem.split("\n").filter((line) => line.length > 20 && !line.startsWith("-----"));
  for (const line of lines) {
    for (const secret of ["hunter2", "p4sskey", ...secretLines]) t.false(line.includes(secret), line);
    t.notThrows(() => JSON.parse(line) as unknown, line);
  }
  t.true(lines.join("").includes("registry.example"));
});

test("any text is logged as one line of JSON without raw control characters", (t) => {
  const { log, lines } = recorder();
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (value, message) => {
      log.info({ value }, message.replace(/%/g, ""));
      const line = lines.pop() ?? "";
      t.is(line.indexOf("\n"), line.length - 1);
      t.notRegex(line.slice(0, -1), /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
      t.notThrows(() => JSON.parse(line) as unknown);
    }),
  );
});

test("scrubbing takes linear time", (t) => {
  const hostile = `"${"https://a".repeat(20_000)}${"-----BEGIN ".repeat(5_000)}${"/x".repeat(50_000)}"`;
  const begun = performance.now();
  scrub(hostile);
  t.true(performance.now() - begun < 1_000, `${performance.now() - begun} ms`);
});

test("a log file is appended to and closed to the world", async (t) => {
  const file = join(await temporaryDirectory(t), "agent.log");
  createLogger({ name: "agent", level: "info", file }).info("one");
  createLogger({ name: "agent", level: "info", file }).info("two");
  t.is((await readFile(file, "utf8")).trim().split("\n").length, 2);
  t.is((await stat(file)).mode & 0o007, 0);
});

test("a disk that takes no more costs lines, not the process", (t) => {
  const log = createLogger({ name: "agent", level: "info", file: "/dev/full" });
  t.notThrows(() => log.info("lost"));
});
