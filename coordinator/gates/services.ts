/** Questions to the services behind gates, over HTTP. What comes back is untrusted: bounded, and read strictly. */
import { z } from "zod";
import { printable, ShoalError, textOf } from "../../runtime/errors.ts";
import type { MetricGate, Verdict } from "../rollout/gate-rules.ts";
import { ANSWER_BYTES_MAX, EVIDENCE_CHARS_MAX, QUESTION_TIMEOUT_MS, VALUES_MAX } from "./limits.ts";

export interface Asking {
  readonly fetch: typeof fetch;
  readonly signal: AbortSignal;
}

/** The values of an instant query, or of a render over the last minutes. Not a number is NaN. Errors: E_GATE. */
export async function queryMetric(
  { source, url }: Pick<MetricGate, "source" | "url">,
  query: string,
  asking: Asking,
): Promise<readonly number[]> {
  return source === "prometheus" ? queryPrometheus(url, query, asking) : queryGraphite(url, query, asking);
}

/** Errors: E_GATE. */
export async function postWebhook(
  url: string,
  body: unknown,
  asking: Asking,
): Promise<{ readonly verdict: Verdict; readonly evidence: string }> {
  const text = await request(new URL(url), { method: "POST", body: JSON.stringify(body), type: "application/json" }, asking);
  const { verdict, evidence } = read(WEBHOOK, text, url);
  return { verdict, evidence: printable(evidence).slice(0, EVIDENCE_CHARS_MAX) };
}

const WEBHOOK = z.object({ verdict: z.enum(["pass", "fail", "no-data"]), evidence: z.string().default("") });

const sample = z.tuple([z.number(), z.string()]);
const PROMETHEUS = z.object({
  status: z.literal("success"),
  data: z.discriminatedUnion("resultType", [
    z.object({ resultType: z.literal("vector"), result: z.array(z.object({ value: sample })).max(VALUES_MAX) }),
    z.object({ resultType: z.literal("scalar"), result: sample }),
  ]),
});

/** https://prometheus.io/docs/prometheus/latest/querying/api/#instant-queries */
async function queryPrometheus(url: string, query: string, asking: Asking): Promise<readonly number[]> {
  const body = new URLSearchParams({ query }).toString();
  const text = await request(under(url, "api/v1/query"), { method: "POST", body, type: "application/x-www-form-urlencoded" }, asking);
  const { data } = read(PROMETHEUS, text, url);
  const values = data.resultType === "scalar" ? [data.result] : data.result.map(({ value }) => value);
  return values.map(([, value]) => toNumber(value));
}

const GRAPHITE = z.array(z.object({ datapoints: z.array(z.tuple([z.number().nullable(), z.number()])).max(VALUES_MAX) })).max(VALUES_MAX);

/** https://graphite.readthedocs.io/en/stable/render_api.html: a point without a value is none. */
async function queryGraphite(url: string, target: string, asking: Asking): Promise<readonly number[]> {
  const body = new URLSearchParams({ target, from: GRAPHITE_FROM, format: "json" }).toString();
  const text = await request(under(url, "render"), { method: "POST", body, type: "application/x-www-form-urlencoded" }, asking);
  const values = read(GRAPHITE, text, url).flatMap(({ datapoints }) => datapoints.flatMap(([value]) => value ?? []));
  return values.slice(-VALUES_MAX);
}

const GRAPHITE_FROM = "-2min";

function under(url: string, path: string): URL {
  return new URL(path, url.endsWith("/") ? url : `${url}/`);
}

/** Prometheus writes numbers as text: `NaN`, `+Inf` too. */
function toNumber(text: string): number {
  return /^[+-]?\d/.test(text) ? Number(text) : Number.NaN;
}

interface Question {
  readonly method: "POST";
  readonly body: string;
  readonly type: string;
}

async function request(url: URL, { method, body, type }: Question, { fetch, signal }: Asking): Promise<string> {
  const timeout = AbortSignal.timeout(QUESTION_TIMEOUT_MS);
  const headers = { "content-type": type, accept: "application/json" };
  try {
    // A redirect could lead anywhere, with what stands in the question.
    const answer = await fetch(url, { method, body, headers, redirect: "error", signal: AbortSignal.any([signal, timeout]) });
    if (!answer.ok) throw new ShoalError("E_GATE", `${url.origin} answers ${answer.status}`);
    return await readBounded(answer, url);
  } catch (cause) {
    if (cause instanceof ShoalError) throw cause;
    const why = timeout.aborted ? `no answer within ${QUESTION_TIMEOUT_MS} ms` : textOf((cause as Error).cause ?? cause);
    throw new ShoalError("E_GATE", `${url.origin} can't be asked: ${why}`, { cause });
  }
}

async function readBounded(answer: Response, url: URL): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of answer.body ?? []) {
    bytes += part.length;
    if (bytes > ANSWER_BYTES_MAX) throw new ShoalError("E_GATE", `${url.origin} answers more than ${ANSWER_BYTES_MAX} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

function read<Schema extends z.ZodType>(schema: Schema, text: string, url: string): z.output<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new ShoalError("E_GATE", `${new URL(url).origin} answers no JSON`, { cause });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new ShoalError(
    "E_GATE",
    `${new URL(url).origin} answers otherwise than asked: ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`,
  );
}
