/**
 * One attempt to tell one target, over HTTP. Signed as https://www.standardwebhooks.com has it: HMAC-SHA256 with the target's secret over
 * `webhook-id.webhook-timestamp.body`, in the header `webhook-signature: v1,<base64>`. The timestamp (Unix seconds) is that of the attempt, so that a receiver may
 * refuse old ones; the id stays the same. No redirect is followed: it could lead anywhere. Of an answer nothing is believed but its status.
 */
import { createHmac } from "node:crypto";
import { printable } from "../../runtime/errors.ts";
import { ANSWER_BYTES_MAX, ANSWER_CHARS_TOLD, POST_TIMEOUT_MS } from "./limits.ts";
import { type Message, slackBody } from "./message.ts";
import type { Endpoint, Target } from "./targets.ts";

export interface Posting {
  readonly fetch: typeof fetch;
  /** Ends what is under way. */
  readonly signal: AbortSignal;
  readonly nowUnixMs: () => number;
  readonly timeoutMs?: number;
}

export type Posted =
  | { readonly kind: "delivered"; readonly status: number }
  /** For what it is: it will not be taken later either. */
  | { readonly kind: "refused"; readonly why: string }
  | { readonly kind: "failed"; readonly why: string; readonly retryAfterMs: number };

/** Never rejects; `why` holds no secret. */
export async function post({ name, format, endpoint }: Target, message: Message, posting: Posting): Promise<Posted> {
  const { timeoutMs = POST_TIMEOUT_MS } = posting;
  const body = format === "slack" ? slackBody(message) : JSON.stringify(message);
  const { url, secret } = endpoint();
  const headers = {
    "content-type": "application/json",
    "user-agent": "shoal-coordinator",
    ...signature(secret, message.id, body, posting),
  };
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = AbortSignal.any([posting.signal, timeout]);
  try {
    const answer = await posting.fetch(url, { method: "POST", body, headers, redirect: "manual", signal });
    return await judge(name, answer, url);
  } catch (error) {
    const why = timeout.aborted ? `no answer within ${timeoutMs} ms` : reasonOf(error);
    return { kind: "failed", why: `${name} can't be reached: ${why}`, retryAfterMs: 0 };
  }
}

function signature(secret: Endpoint["secret"], id: string, body: string, { nowUnixMs }: Posting): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(nowUnixMs() / 1_000));
  const own = { "webhook-id": id, "webhook-timestamp": timestamp };
  if (secret === null) return own;
  const mac = createHmac("sha256", secret).update(`${id}.${timestamp}.${body}`).digest("base64");
  return { ...own, "webhook-signature": `v1,${mac}` };
}

async function judge(name: string, answer: Response, url: string): Promise<Posted> {
  const { status } = answer;
  if (answer.ok) {
    await answer.body?.cancel();
    return { kind: "delivered", status };
  }
  const said = withoutAddress(printable(await beginning(answer)), url).slice(0, ANSWER_CHARS_TOLD);
  const redirects = status >= 300 && status < 400 ? " (redirects are not followed)" : "";
  const why = `${name} answers ${status}${redirects}${said === "" ? "" : `: ${said}`}`;
  if (REFUSALS.has(status)) return { kind: "refused", why };
  const seconds = Number(answer.headers.get("retry-after") ?? 0);
  return { kind: "failed", why, retryAfterMs: seconds > 0 ? seconds * 1_000 : 0 };
}

/** Bad Request, Content Too Large, Unprocessable Content. Others are about the target, and somebody may mend them. */
const REFUSALS: ReadonlySet<number> = new Set([400, 413, 422]);

async function beginning(answer: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop cancels the rest.
  for await (const part of answer.body ?? []) {
    parts.push(part);
    bytes += part.length;
    if (bytes >= ANSWER_BYTES_MAX) break;
  }
  return Buffer.concat(parts).subarray(0, ANSWER_BYTES_MAX).toString("utf8").trim();
}

/** `no such path /services/T0/B0/…`: the path of a chat service's webhook is its password. */
function withoutAddress(text: string, url: string): string {
  const { pathname, search } = new URL(url);
  const parts = [...pathname.split("/"), ...search.slice(1).split(/[&=]/)].filter((part) => part.length >= SECRET_PART_CHARS);
  return parts.reduce((left, part) => left.replaceAll(part, "…"), text);
}

const SECRET_PART_CHARS = 4;

/** Of the socket or TLS, by its code: a whole message may hold the address. */
function reasonOf(error: unknown): string {
  const { cause, name } = error as {
    readonly cause?: { readonly code?: unknown; readonly name?: unknown; readonly message?: unknown };
    readonly name?: unknown;
  };
  // What fetch says to ports of other protocols: https://fetch.spec.whatwg.org/#port-blocking
  if (cause?.message === "bad port") return "bad port";
  return String(cause?.code ?? cause?.name ?? name);
}
