/** One attempt to tell one target, against real servers. */
import { createServer } from "node:https";
import { createServer as createTcpServer, type AddressInfo } from "node:net";
import type { RequestListener } from "node:http";
import test, { type ExecutionContext } from "ava";
import { testMessage } from "../../../coordinator/notify/message.ts";
import { post, type Posted } from "../../../coordinator/notify/post.ts";
import type { Target } from "../../../coordinator/notify/targets.ts";
import { createFleet } from "../fleet.ts";
import { isSigned, receiver, targetAt } from "./receiver.ts";

const NOW_UNIX_MS = 1_800_000_000_500;
const MESSAGE = testMessage({ id: "test-1", atUnixMs: NOW_UNIX_MS, principal: "operator:alice" });

test("what is sent is JSON with id, timestamp and a signature that a receiver can check, and that another body does not have", async (t) => {
  const { url, received } = await receiver(t);
  t.deepEqual(await send(targetAt(url)), { kind: "delivered", status: 204 });
  const [got] = received;
  t.deepEqual(JSON.parse(got!.body), MESSAGE);
  t.like(got!.headers, { "webhook-id": "test-1", "webhook-timestamp": "1800000000", "content-type": "application/json" });
  t.true(isSigned(got!));
  t.false(isSigned({ ...got!, body: `${got!.body} ` }));
  t.false(isSigned(got!, Buffer.from("another secret of thirty-two byt")));
});

test("a target without a secret gets no signature; Slack's form has its text", async (t) => {
  const { url, received } = await receiver(t);
  await send(targetAt(url, { format: "slack", endpoint: () => ({ url, secret: null }) }));
  t.is(received[0]?.headers["webhook-signature"], undefined);
  t.like(JSON.parse(received[0]!.body), { text: "*shoal*" });
});

const answers: readonly (readonly [string, RequestListener, Posted["kind"], RegExp])[] = [
  ["500", (_, response) => void response.writeHead(500).end("oops\u001b[31m"), "failed", /^ops answers 500: oops\\u001b\[31m$/],
  [
    "a redirect",
    (_, r) => void r.writeHead(302, { location: "/elsewhere" }).end(),
    "failed",
    /^ops answers 302 \(redirects are not followed\)$/,
  ],
  ["400", (_, response) => void response.writeHead(400).end("invalid_payload"), "refused", /^ops answers 400: invalid_payload$/],
  ["404 with the address in it", (q, r) => void r.writeHead(404).end(`no ${q.url}`), "failed", /^ops answers 404: no \/…\/…\/…$/],
  ["a connection that is cut", (request) => void request.socket.destroy(), "failed", /^ops can't be reached: UND_ERR_SOCKET$/],
  ["silence", () => undefined, "failed", /^ops can't be reached: no answer within 300 ms$/],
  ["an error that drips", (_, r) => void drip(r.writeHead(503)), "failed", /^ops can't be reached: no answer within 300 ms$/],
  ["64 MiB of error", (_, r) => void r.writeHead(500).end(Buffer.alloc(2 ** 26, "x")), "failed", /^ops answers 500: x{200}$/],
  ["64 MiB of success", (_, r) => void r.writeHead(200).end(Buffer.alloc(2 ** 26, "x")), "delivered", /^$/],
  ["success that never ends", (_, r) => void drip(r.writeHead(200)), "delivered", /^$/],
];
for (const [what, listener, kind, why] of answers) {
  // One after the other: each has its time and its memory to itself.
  test.serial(`${what} is ${kind}, in bounded time and memory, and no secret is told`, async (t) => {
    const { url, received } = await receiver(t, listener);
    const before = process.memoryUsage().rss;
    const posted = await send(targetAt(url), why.source.includes("300 ms") ? 300 : 10_000);
    t.is(posted.kind, kind);
    t.regex(posted.kind === "delivered" ? "" : posted.why, why);
    t.notRegex(JSON.stringify(posted), /verysecret|T0123|127\.0\.0\.1/);
    t.is(received.length, 1);
    t.true(process.memoryUsage().rss - before < 256 * 2 ** 20);
  });
}

test("a target may say how long it wants to be left alone", async (t) => {
  const { url } = await receiver(t, (_, response) => void response.writeHead(429, { "retry-after": "30" }).end());
  t.like(await send(targetAt(url)), { kind: "failed", retryAfterMs: 30_000 });
  const odd = await receiver(t, (_, response) => void response.writeHead(503, { "retry-after": "tomorrow" }).end());
  t.like(await send(targetAt(odd.url)), { kind: "failed", retryAfterMs: 0 });
});

test("nobody there, a certificate of nobody's, and something that speaks no HTTP are failures with the reason", async (t) => {
  const why = async (url: string): Promise<string> => {
    const posted = await send(targetAt(url));
    return posted.kind === "failed" ? posted.why : posted.kind;
  };
  t.is(await why("http://127.0.0.1:1/x"), "ops can't be reached: bad port");
  const gone = createTcpServer();
  const port = await listening(t, gone);
  await new Promise((resolve) => gone.close(resolve));
  t.is(await why(`http://127.0.0.1:${port}/x`), "ops can't be reached: ECONNREFUSED");
  const { keyPem: key, certificatePem: cert } = await (await createFleet()).identity("coordinator", "main");
  t.regex(
    await why(`https://127.0.0.1:${await listening(t, createServer({ key, cert }))}/`),
    /UNABLE_TO_VERIFY_LEAF_SIGNATURE|SELF_SIGNED/,
  );
  const odd = createTcpServer((socket) => void socket.on("error", () => undefined).end("220 mail.example.net ESMTP\r\n"));
  t.regex(await why(`http://127.0.0.1:${await listening(t, odd)}/`), /^ops can't be reached: HTTPParserError$/);
});

test("when the coordinator stops, what is under way is ended", async (t) => {
  const stop = new AbortController();
  const { url } = await receiver(t, () => stop.abort());
  t.like(await post(targetAt(url), MESSAGE, { fetch, signal: stop.signal, nowUnixMs: () => NOW_UNIX_MS }), { kind: "failed" });
});

function send(target: Target, timeoutMs = 10_000): Promise<Posted> {
  return post(target, MESSAGE, { fetch, signal: new AbortController().signal, nowUnixMs: () => NOW_UNIX_MS, timeoutMs });
}

function drip(response: { write(text: string): unknown; on(event: "close", listener: () => void): unknown }): void {
  response.write("x");
  const timer = setInterval(() => response.write("x"), 20);
  response.on("close", () => clearInterval(timer));
}

async function listening(t: ExecutionContext, server: ReturnType<typeof createTcpServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.teardown(() => void server.close());
  return (server.address() as AddressInfo).port;
}
