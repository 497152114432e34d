/** A real HTTP server that plays a webhook's receiver. */
import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import type { ExecutionContext } from "ava";
import type { Message } from "../../../coordinator/notify/message.ts";
import type { Target } from "../../../coordinator/notify/targets.ts";

export const SECRET = Buffer.from("a secret of thirty-two bytes, or");

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly message: Message;
}

export interface Receiver {
  readonly url: string;
  readonly received: readonly Received[];
  /** Resolves with what was received when there are so many. */
  has(count: number): Promise<readonly Received[]>;
}

/** Answers 204 unless `answer` does it: it is told the how manieth this is, from 1. */
export async function receiver(
  t: ExecutionContext,
  answer: (...args: [...Parameters<RequestListener>, number]) => void = (_, response) => void response.writeHead(204).end(),
): Promise<Receiver> {
  const received: Received[] = [];
  const waiting: { count: number; resolve: (received: readonly Received[]) => void }[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const body = Buffer.concat(parts).toString();
      received.push({ headers: request.headers, body, message: JSON.parse(body) as Message });
      answer(request, response, received.length);
      for (const one of waiting) if (received.length >= one.count) one.resolve(received);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.teardown(() => {
    server.close();
    server.closeAllConnections();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/T0123/verysecret`,
    received,
    has: (count) =>
      new Promise((resolve) => {
        if (received.length >= count) resolve(received);
        else waiting.push({ count, resolve });
      }),
  };
}

export function targetAt(url: string, change: Partial<Target> = {}): Target {
  const filter = { environments: null, apps: null, kinds: null, severity: "info" } as const;
  const endpoint = (): ReturnType<Target["endpoint"]> => ({ url, secret: SECRET });
  return { name: "ops", format: "json", filter, host: new URL(url).host, isSigned: true, endpoint, ...change };
}

/** As a receiver checks it: https://www.standardwebhooks.com */
export function isSigned({ headers, body }: Received, secret: Uint8Array = SECRET): boolean {
  const mac = createHmac("sha256", secret).update(`${String(headers["webhook-id"])}.${String(headers["webhook-timestamp"])}.${body}`);
  return headers["webhook-signature"] === `v1,${mac.digest("base64")}`;
}
