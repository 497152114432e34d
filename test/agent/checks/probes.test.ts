/** Each kind of check against real sockets, files and processes. */
import { appendFileSync, chmodSync, mkdirSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import test from "ava";
import { makeCheck } from "../../../agent/checks/attempt.ts";
import { probeHttp } from "../../../agent/checks/http.ts";
import { markLog, probeLog } from "../../../agent/checks/log.ts";
import { countLines, matches } from "../../../agent/checks/pattern.ts";
import { probeTcp } from "../../../agent/checks/tcp.ts";
import { findUser } from "../../../agent/checks/user.ts";
import { createFleetCa, issueCertificate } from "../../../runtime/certificates.ts";
import { WEB } from "../lanes.ts";
import { checkOf, detailOf, directoryOf, probeOf, runningIn, serveHttp, serveHttps, unhurried } from "./bench.ts";

test("tcp: a port that is listened on holds, one that is not is refused, a name that nobody has is none", async (t) => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  t.is(await detailOf(probeTcp(probeOf("tcp", { port }), unhurried())), `holds: connected to 127.0.0.1 port ${port}`);
  server.close();
  await once(server, "close");
  t.regex(await detailOf(probeTcp(probeOf("tcp", { port }), unhurried())), /^rejects: connect ECONNREFUSED/);
  t.regex(await detailOf(probeTcp(probeOf("tcp", { host: "no-such-host.invalid", port }), unhurried())), /^rejects: getaddrinfo/);
});

test("http: the request goes out as it is written, and status, headers and body must be as expected", async (t) => {
  const asked: string[] = [];
  const port = await serveHttp(t, (request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      asked.push(`${request.method} ${request.url} ${request.headers.host} ${String(request.headers["x-one"])} ${body}`);
      response.writeHead(201, { "content-type": "text/plain; charset=utf-8" }).end("Welcome home\nsecond line");
    });
  });
  const url = `http://127.0.0.1:${port}/a?b=c`;
  const request = { method: "POST", headers: { host: "www.example.net", "x-one": "1" }, body: "hello" };
  const ask = (expect: unknown): Promise<string> => detailOf(probeHttp(probeOf("http", { url, request, expect }), "/", unhurried()));
  t.is(
    await ask({ status: [200, 201], headers: { "Content-Type": "^text/" }, body: "home$|^second" }),
    `fails: POST ${url}: the body does not match home$|^second`,
  );
  t.is(await ask({ status: [200, 201], headers: { "Content-Type": "^text/" }, body: "Wel.*\n" }), `holds: POST ${url}: 201`);
  t.is(asked[0], "POST /a?b=c www.example.net 1 hello");
  t.is(await ask({}), `fails: POST ${url}: status 201 is not 200`);
  t.is(await ask({ status: [201], headers: { etag: "." } }), `fails: POST ${url}: there is no header etag`);
  t.is(
    await ask({ status: [201], headers: { "content-type": "json" } }),
    `fails: POST ${url}: header content-type is "text/plain; charset=utf-8", which does not match json`,
  );
});

test("http: what does not answer, answers nonsense, redirects or never ends is an attempt that did not hold", async (t) => {
  const mute = createServer((socket) => socket.on("error", () => undefined)).listen(0, "127.0.0.1");
  const nonsense = createServer((socket) => socket.end("SSH-2.0-x\r\n")).listen(0, "127.0.0.1");
  await Promise.all([once(mute, "listening"), once(nonsense, "listening")]);
  t.teardown(() => [mute.close(), nonsense.close()]);
  const urlOf = (server: typeof mute): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const check = checkOf({ http: { url: urlOf(mute) }, timeout: "200ms", retries: 0 });
  const late = await makeCheck(check, (signal) => probeHttp(probeOf("http", { url: urlOf(mute) }), "/", signal), unhurried());
  t.like(late, { outcome: "timeout", attempts: 1, detail: "no answer within 200 ms" });
  t.regex(await detailOf(probeHttp(probeOf("http", { url: urlOf(nonsense) }), "/", unhurried())), /^rejects: Parse Error/);
  const port = await serveHttp(t, (request, response) => {
    if (request.url === "/away") return void response.writeHead(302, { location: "/" }).end();
    response.writeHead(200);
    const pour = (): void => {
      while (response.write("x".repeat(65_536)));
      response.once("drain", pour);
    };
    pour();
  });
  t.regex(await detailOf(probeHttp(probeOf("http", { url: `http://127.0.0.1:${port}/away` }), "/", unhurried())), /status 302 is not 200/);
  t.regex(
    await detailOf(probeHttp(probeOf("http", { url: `http://127.0.0.1:${port}/`, expect: { body: "y" } }), "/", unhurried())),
    /^fails: .*the body does not match y/,
  );
});

test("https: the certificate must be of the authority in the tree and name whom the check says", async (t) => {
  const ca = await createFleetCa({ name: "one", days: 1 });
  const pair = await issueCertificate({ ca, role: "coordinator", name: "main", addresses: ["www.example.net"], days: 1 });
  const port = await serveHttps(t, pair, (_, response) => response.end("ok"));
  const directory = directoryOf(t, {
    "deploy/ca.crt": ca.certificatePem,
    "deploy/other.crt": (await createFleetCa({ name: "two", days: 1 })).certificatePem,
  });
  const ask = (tls: unknown): Promise<string> =>
    detailOf(probeHttp(probeOf("http", { url: `https://127.0.0.1:${port}/`, tls }), directory, unhurried()));
  t.regex(await ask({ ca: "deploy/ca.crt", serverName: "www.example.net" }), /^holds/);
  t.regex(await ask({ ca: "deploy/ca.crt" }), /^rejects: .*(altnames|IP)/);
  t.regex(await ask({ ca: "deploy/other.crt", serverName: "www.example.net" }), /^rejects: .*(verify|self-signed|issuer)/);
  t.regex(await ask({ serverName: "www.example.net" }), /^rejects: .*(verify|self-signed|issuer)/);
  t.regex(await ask({ verify: false }), /^holds/);
  t.regex(await ask({ ca: "deploy/gone.crt" }), /^rejects: deploy\/gone\.crt of the revision can't be read/);
});

test("log: only lines since the mark count, also when the file is rotated, emptied, or made later", async (t) => {
  const directory = directoryOf(t, { "web.log": "FATAL before\nfine\n" });
  const running = runningIn(directory);
  const file = join(directory, "web.log");
  const mark = (await markLog("web.log", running, unhurried())) ?? undefined;
  t.is(mark?.sizeBytes, 18);
  const probe = probeOf("log", { file, pattern: "FATAL|panic", atMost: 1 });
  const look = (given = mark): Promise<string> => detailOf(probeLog(probe, given, running, unhurried()));
  t.is(await look(), `holds: 0 lines of ${file} match FATAL|panic since the swap`);
  appendFileSync(file, "FATAL one\nfine\npanic two\nFATAL not yet ended");
  t.is(await look(), `fails: 2 lines of ${file} match FATAL|panic since the swap, more than 1`);
  renameSync(file, `${file}.1`);
  t.is(await look(), `holds: 0 lines of ${file} match FATAL|panic since the swap`, "it is not there");
  writeFileSync(file, "FATAL new\n");
  t.is(await look(), `holds: 1 lines of ${file} match FATAL|panic since the swap`, "another file, from its beginning");
  t.is(await detailOf(probeLog(probe, undefined, running, unhurried())), `holds: 1 lines of ${file} match FATAL|panic since the swap`);
  rmSync(file);
  renameSync(`${file}.1`, file);
  truncateSync(file, 0);
  t.is(await look(), `holds: 0 lines of ${file} match FATAL|panic since the swap`);
  const least = probeOf("log", { file: "web.log", pattern: "ready", atLeast: 1 });
  t.is(
    await detailOf(probeLog(least, undefined, running, unhurried())),
    "fails: 0 lines of web.log match ready since the swap, fewer than 1",
  );
  appendFileSync(file, "ready\n");
  t.regex(await detailOf(probeLog(least, undefined, running, unhurried())), /^holds: 1 lines/);
});

test("log: a directory, a pipe and a file of 20 MiB are borne", async (t) => {
  const directory = directoryOf(t, { "big.log": "x".repeat(79).concat("\n").repeat(262_144) });
  mkdirSync(join(directory, "folder.log"));
  const running = runningIn(directory);
  const look = (file: string): Promise<string> =>
    detailOf(probeLog(probeOf("log", { file, pattern: "y", atMost: 0 }), undefined, running, unhurried()));
  t.is(await look("folder.log"), "rejects: folder.log is no regular file: directory");
  t.is(await look("/dev/zero"), "rejects: /dev/zero is no regular file: character special file");
  t.is(await look("big.log"), "holds: 0 lines of big.log match y since the swap, of the first 16777216 bytes");
});

test("log: what the app's user may not read, an agent of root does not read for it", async (t) => {
  if (process.getuid?.() !== 0) return t.pass("skipped: only root runs programs as another user");
  const user = (await findUser(WEB, "nobody")) ?? t.fail();
  const directory = directoryOf(t, { "secret.log": "password\n" });
  chmodSync(directory, 0o755);
  chmodSync(join(directory, "secret.log"), 0o600);
  const probe = probeOf("log", { file: "secret.log", pattern: "password", atLeast: 1 });
  t.regex(
    await detailOf(probeLog(probe, undefined, runningIn(directory, user), unhurried())),
    /^rejects: secret\.log: tail: .*Permission denied/,
  );
  const shadow = probeOf("log", { file: "/etc/shadow", pattern: ".", atMost: 0 });
  t.regex(
    await detailOf(probeLog(shadow, undefined, runningIn(directory, user), unhurried())),
    /^rejects: \/etc\/shadow: tail: .*Permission denied/,
  );
});

test("a pattern that backtracks for ever is given up, and the agent goes on", async (t) => {
  const beganMs = performance.now();
  t.throws(() => matches("^(a+)+$", `${"a".repeat(40)}!`), { code: "E_LIMIT", message: /took more than 250 ms/ });
  await t.throwsAsync(countLines("^(a+)+$", `${"a".repeat(40)}!\n`), { code: "E_LIMIT" });
  t.true(performance.now() - beganMs < 5_000);
  t.true(matches("(?i:WELCOME)", "welcome"));
  t.is(await countLines("^a", "a\nb\na"), 2);
  t.is(await countLines("^$|^xy$", "xy\n".repeat(300_000)), 300_000, "no line is counted twice where it is looked at in pieces");
});

test("a check holds after so many attempts in a row, fails after too many that did not, and ends when nobody waits for it", async (t) => {
  const attempts = (pattern: string) => {
    let at = 0;
    return async () => ({ holds: pattern[at++] === "+", detail: `attempt ${at}`, output: "" });
  };
  const check = (given: object) => checkOf({ tcp: { port: 1 }, interval: "100ms", ...given });
  const make = async (given: object, pattern: string): Promise<string> => {
    const { outcome, attempts: made, detail } = await makeCheck(check(given), attempts(pattern), unhurried());
    return `${outcome} ${made} ${detail}`;
  };
  t.is(await make({ retries: 0 }, "+"), "passed 1 attempt 1");
  t.is(await make({ retries: 0 }, "-+"), "failed 1 attempt 1");
  t.is(await make({ retries: 2 }, "--+"), "passed 3 attempt 3");
  t.is(await make({ retries: 2 }, "---+"), "failed 3 attempt 3");
  t.is(await make({ retries: 1, threshold: 3 }, "++-+++"), "passed 6 attempt 6");
  t.is(await make({ retries: 1, threshold: 3 }, "++-++-+"), "failed 6 attempt 6");
  const inTime = async (pattern: string, times: number): Promise<string> => {
    let left = times;
    const { outcome, attempts: made } = await makeCheck(check({ threshold: 3 }), attempts(pattern), unhurried(), () => --left <= 0);
    return `${outcome} ${made}`;
  };
  t.is(await inTime("--++++", 2), "failed 2", "what has not held when the time is over has failed, whatever is left of its attempts");
  t.is(await inTime("-++", 3), "failed 3", "too seldom in a row after a failure");
  t.is(await inTime("++", 2), "passed 2", "what held whenever it was tried");
  const stopped = AbortSignal.abort(new Error("stopped, because another failed"));
  const outcome = await makeCheck(check({ retries: 1_000 }), attempts("-"), stopped);
  t.like(outcome, { outcome: "skipped", detail: "stopped, because another failed" });
});
