/** What gates ask, against real HTTP servers, and what they make of the answers. */
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import test, { type ExecutionContext } from "ava";
import fc from "fast-check";
import { createEvaluateGate, fillQuery } from "../../coordinator/gates/evaluate.ts";
import { judgeComparison, judgeThreshold } from "../../coordinator/gates/verdict.ts";
import type { StreamEffect, StreamEvent } from "../../coordinator/rollout/events.ts";
import { type AskedGate, NO_SAMPLES } from "../../coordinator/rollout/gate-rules.ts";
import type { Principal, RolloutId } from "../../runtime/ids.ts";
import { activating, inWaves, preparing, ready } from "./rollout/stream.ts";

type Evaluated = Extract<StreamEvent, { kind: "gate-evaluated" }>;

const COMPARE = { kind: "compare", canaries: "c", rest: "r", maxRatio: 1.25, ignoreBelow: 0, minSamples: 3 } as const;

test("a threshold: every value within both bounds passes, one outside fails, none or no number is no data", (t) => {
  const rule = { kind: "threshold", query: "", min: 1, max: 2 } as const;
  const verdict = (...values: number[]): string => judgeThreshold(values, rule, NO_SAMPLES).verdict;
  t.deepEqual(
    [verdict(1, 2), verdict(0.9, 1.5), verdict(2.1), verdict(), verdict(1.5, Number.NaN)],
    ["pass", "fail", "fail", "no-data", "no-data"],
  );
  t.is(judgeThreshold([1, 1.5], rule, NO_SAMPLES).evidence, "2 values: 1 to 1.5; wanted at least 1 and at most 2");
});

test("canaries against the rest: much worse fails, alike passes, few values or noisy ones are no data; the evidence has the figures", (t) => {
  const verdict = (canaries: number[], rest: number[], change = {}): string =>
    judgeComparison({ canaries, rest }, { ...COMPARE, ...change }, NO_SAMPLES).verdict;
  t.is(verdict([10, 10, 11], [10, 10, 10]), "pass");
  t.is(verdict([20, 21, 19], [10, 10, 10]), "fail");
  t.is(verdict([5, 5, 5], [10, 10, 10]), "pass", "lower is better");
  t.is(verdict([10, 10], [10, 10, 10]), "no-data");
  t.is(verdict([], []), "no-data");
  t.is(verdict([0, 60, 3], [10, 10, 10]), "no-data", "too noisy to tell");
  t.is(verdict([1, 0, 1], [0, 0, 0]), "no-data");
  t.is(verdict([1, 0, 1], [0, 0, 0], { ignoreBelow: 3 }), "pass", "a difference that nobody minds");
  t.is(verdict([Number.NaN, 10, 10, 10], [10, 10, 10]), "pass", "what is no number is not there");
  t.regex(
    judgeComparison({ canaries: [20, 21, 19], rest: [10, 10, 10] }, COMPARE, NO_SAMPLES).evidence,
    /canaries 20, rest 10: 10 ± 1\.155 more, 2\.5 allowed; 3 values/,
  );
});

test("values are pooled over questions, bounded, and silence never passes", (t) => {
  let samples = NO_SAMPLES;
  const seen: string[] = [];
  for (let at = 0; at < 4; at++) {
    const judged = judgeComparison({ canaries: [10], rest: [10, 10] }, COMPARE, samples);
    seen.push(judged.verdict);
    ({ samples } = judged);
  }
  t.deepEqual(seen, ["no-data", "no-data", "pass", "pass"]);
  fc.assert(
    fc.property(fc.array(fc.double(), { maxLength: 2 }), fc.array(fc.double(), { maxLength: 50 }), (canaries, rest) =>
      t.is(judgeComparison({ canaries, rest }, COMPARE, NO_SAMPLES).verdict, "no-data"),
    ),
    { numRuns: 50 },
  );
  const many = Array.from({ length: 5_000 }, () => 1);
  t.is(judgeComparison({ canaries: many, rest: many }, COMPARE, NO_SAMPLES).samples.rest.length, 500);
});

test("a query names the switched hosts and the rest", (t) => {
  const stream = inWaves(preparing("h1", "h2.x", "h3"), ["h1"], ["h2.x", "h3"]);
  for (const host of ["h1", "h2.x", "h3"]) stream.answer(host, ready("a"));
  stream.answer("h1", ready("a"));
  t.is(fillQuery('e{h=~"{{ canaries }}",r=~"{{rest}}"}', "prometheus", stream.rollout), 'e{h=~"h1",r=~"h2\\\\.x|h3"}');
  t.is(fillQuery("s.{{ canaries }}.{{ rest }}", "graphite", stream.rollout), "s.{h1}.{h2.x,h3}");
});

test("a query for hosts of which there are none is not asked: what it found would be somebody else's", (t) => {
  const stream = inWaves(preparing("h1", "h2"), ["h1"], ["h2"]);
  for (const host of ["h1", "h2"]) stream.answer(host, ready("a"));
  t.throws(() => fillQuery('up{host=~"{{ canaries }}"}', "prometheus", stream.rollout), {
    code: "E_GATE",
    message: /hosts that were switched/,
  });
  t.is(fillQuery('up{host=~"{{ rest }}"}', "prometheus", stream.rollout), 'up{host=~"h1|h2"}');
});

const prometheus = (value: unknown): string => JSON.stringify({ status: "success", data: value });

test("Prometheus is asked by its API, and a vector, a scalar and nothing are read", async (t) => {
  const asked: string[] = [];
  const url = await serve(t, (request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => (body += part.toString()));
    request.on("end", () => {
      asked.push(`${request.method} ${request.url} ${new URLSearchParams(body).get("query")}`);
      const result = [
        { metric: {}, value: [1, "0.25"] },
        { metric: {}, value: [1, asked.length > 1 ? "NaN" : "0.5"] },
      ];
      response.end(prometheus(asked.length > 2 ? { resultType: "scalar", result: [1, "7"] } : { resultType: "vector", result }));
    });
  });
  const what = {
    kind: "metric",
    source: "prometheus",
    url: `${url}/prom`,
    test: { kind: "threshold", query: "up", min: null, max: 1 },
  } as const;
  t.like(await evaluate(what), { verdict: "pass", evidence: "2 values: 0.25 to 0.5; wanted at most 1" });
  t.like(await evaluate(what), { verdict: "no-data" });
  t.like(await evaluate(what), { verdict: "fail", evidence: "1 values: 7; wanted at most 1" });
  t.is(asked[0], "POST /prom/api/v1/query up");
});

test("Graphite is asked to render, and points without a value are none", async (t) => {
  const url = await serve(t, (request, response) => {
    t.is(request.url, "/render");
    response.end(
      JSON.stringify([
        {
          target: "a",
          datapoints: [
            [null, 1],
            [3, 2],
            [4, 3],
          ],
        },
      ]),
    );
  });
  const what = { kind: "metric", source: "graphite", url, test: { kind: "threshold", query: "a", min: 3, max: null } } as const;
  t.like(await evaluate(what), { verdict: "pass", evidence: "2 values: 3 to 4; wanted at least 3" });
});

test("a webhook is told of the rollout and says its verdict", async (t) => {
  const bodies: unknown[] = [];
  const url = await serve(t, (request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => (body += part.toString()));
    request.on("end", () => {
      bodies.push(JSON.parse(body));
      response.end(JSON.stringify({ verdict: "fail", evidence: "ticket\u001b[31m 7 is open" }));
    });
  });
  const event = await evaluate({ kind: "webhook", url });
  t.is(event.verdict, "fail");
  t.is(event.evidence, "ticket\\u001b[31m 7 is open", "no control character reaches log or terminal");
  t.like(bodies[0], { app: "web", environment: "production", tag: "release/a" });
});

const silent: readonly (readonly [string, RequestListener])[] = [
  ["an error status", (_, response) => void response.writeHead(503).end("{}")],
  ["no JSON", (_, response) => void response.end("<html>")],
  ["another shape", (_, response) => void response.end(JSON.stringify({ verdict: "ok" }))],
  ["a redirect", (_, response) => void response.writeHead(302, { location: "http://169.254.169.254/" }).end()],
  ["a cut answer", (_, response) => void response.writeHead(200, { "content-length": "100" }).write("{", () => response.destroy())],
  ["16 MiB", (_, response) => void response.end(Buffer.alloc(16 * 2 ** 20, " "))],
];
for (const [what, listener] of silent) {
  test(`${what} is no data, with the reason`, async (t) => {
    const event = await evaluate({ kind: "webhook", url: await serve(t, listener) });
    t.is(event.verdict, "no-data");
    t.true(event.evidence.length > 5 && event.evidence.length <= 500, event.evidence);
  });
}

test("nobody there is no data", async (t) => {
  const event = await evaluate({ kind: "webhook", url: "http://127.0.0.1:1" });
  t.is(event.verdict, "no-data");
  t.regex(event.evidence, /127\.0\.0\.1:1 can't be asked/);
});

async function serve(t: ExecutionContext, listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.teardown(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function evaluate(what: AskedGate): Promise<Evaluated> {
  const told: StreamEvent[] = [];
  const submit = async (_: unknown, event: StreamEvent): Promise<void> => void told.push(event);
  const perform = createEvaluateGate({
    ...{ fetch, submit, signal: new AbortController().signal, principal: "coordinator:main" as Principal },
    warn: (message) => {
      throw new Error(message);
    },
  });
  const effect: Extract<StreamEffect, { kind: "evaluate-gate" }> = {
    ...{ kind: "evaluate-gate", rollout: "r1" as RolloutId, wave: 1, gate: "g", question: 1, what, samples: NO_SAMPLES },
  };
  await perform(effect, activating().state);
  return told[0] as Evaluated;
}
