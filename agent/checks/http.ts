/** `http`: one request, its answer within bounds, compared with what is expected. Redirects are answers like others. */
import { once } from "node:events";
import { request as httpRequest } from "node:http";
import type { IncomingMessage, RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import type { HttpProbe, TlsOptions } from "../../release/app-steps.ts";
import type { Attempt } from "./attempt.ts";
import { ANSWER_HEADER_BYTES_MAX, BODY_BYTES_MAX, BODY_SHOWN_BYTES, TREE_FILE_BYTES_MAX } from "./limits.ts";
import { shown } from "./output.ts";
import { matches } from "./pattern.ts";
import { readTreeFile } from "./plan.ts";

export interface HttpAsk {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly tls: TlsOptions;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Its beginning. */
  readonly body: string;
}

export async function probeHttp(probe: HttpProbe, directory: string, signal: AbortSignal): Promise<Attempt> {
  const { url, request, expect, tls } = probe;
  const answer = await ask({ url, ...request, tls }, directory, signal);
  const problem = problemOf(answer, expect);
  if (problem === null) return { holds: true, detail: `${request.method} ${url}: ${answer.status}`, output: "" };
  return { holds: false, detail: `${request.method} ${url}: ${problem}`, output: outputOf(answer) };
}

/** `directory`: of the revision, where the authorities' certificates are. Rejects with what the network, TLS or the signal says. */
export async function ask({ url, method, headers, body, tls }: HttpAsk, directory: string, signal: AbortSignal): Promise<HttpAnswer> {
  const options: RequestOptions = { method, headers, agent: false, signal, maxHeaderSize: ANSWER_HEADER_BYTES_MAX };
  const isTls = new URL(url).protocol === "https:";
  const request = isTls ? httpsRequest(url, { ...options, ...(await secured(tls, directory)) }) : httpRequest(url, options);
  // Said again after the answer began it has nobody else to hear it.
  request.on("error", () => undefined);
  request.end(body ?? undefined);
  try {
    const [message] = (await once(request, "response", { signal })) as [IncomingMessage];
    const names = Object.entries(message.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : (value ?? "")]);
    return { status: message.statusCode ?? 0, headers: Object.fromEntries(names) as HttpAnswer["headers"], body: await read(message) };
  } finally {
    request.destroy();
  }
}

/** For people. */
export function outputOf({ status, headers, body }: HttpAnswer): string {
  const told = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return shown([`HTTP ${status}`, ...told.slice(0, 20), "", body.slice(0, BODY_SHOWN_BYTES)].join("\n"));
}

async function secured({ ca, serverName, verify }: TlsOptions, directory: string): Promise<Record<string, unknown>> {
  return {
    rejectUnauthorized: verify,
    ...(ca === null ? {} : { ca: await readTreeFile(directory, ca, TREE_FILE_BYTES_MAX) }),
    ...(serverName === null ? {} : { servername: serverName }),
  };
}

async function read(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    sizeBytes += chunk.length;
    if (sizeBytes >= BODY_BYTES_MAX) break;
  }
  return Buffer.concat(chunks).subarray(0, BODY_BYTES_MAX).toString("utf8");
}

function problemOf({ status, headers, body }: HttpAnswer, expect: HttpProbe["expect"]): string | null {
  if (!expect.status.includes(status)) return `status ${status} is not ${expect.status.join(" or ")}`;
  for (const [name, pattern] of Object.entries(expect.headers)) {
    const value = headers[name.toLowerCase()];
    if (value === undefined) return `there is no header ${name}`;
    if (!matches(pattern, value)) return `header ${name} is ${JSON.stringify(value.slice(0, 80))}, which does not match ${pattern}`;
  }
  if (expect.body !== null && !matches(expect.body, body)) return `the body does not match ${expect.body}`;
  return null;
}
