/**
 * Gates that a service decides: the effect `evaluate-gate` of `step` becomes a question, its answer the event `gate-evaluated`. A question that fails in any way is
 * no data. A coordinator that dies meanwhile asks again after its restart.
 */
import type { Principal } from "../../runtime/ids.ts";
import { printable, ShoalError, textOf } from "../../runtime/errors.ts";
import type { StreamEffect, StreamEvent } from "../rollout/events.ts";
import type { MetricGate, Samples } from "../rollout/gate-rules.ts";
import type { Rollout, StreamState } from "../rollout/state.ts";
import { EVIDENCE_CHARS_MAX, QUERY_CHARS_MAX } from "./limits.ts";
import { type Asking, postWebhook, queryMetric } from "./services.ts";
import { judgeComparison, type Judgement, judgeThreshold } from "./verdict.ts";

export interface GateDeps extends Asking {
  readonly principal: Principal;
  readonly submit: (state: StreamState, event: StreamEvent, principal: Principal) => Promise<unknown>;
  readonly warn: (message: string, error: unknown) => void;
}

type Evaluate = Extract<StreamEffect, { readonly kind: "evaluate-gate" }>;

export function createEvaluateGate(deps: GateDeps): (effect: Evaluate, state: StreamState) => Promise<void> {
  return async (effect, state) => {
    const { rollout, wave, gate, question } = effect;
    const judged = await judge(effect, state, deps).catch((error: unknown) => noAnswer(effect.samples, error));
    const evidence = printable(judged.evidence).slice(0, EVIDENCE_CHARS_MAX);
    const event = { kind: "gate-evaluated", rollout, wave, gate, question, ...judged, evidence } as const;
    await deps.submit(state, event, deps.principal).catch((error: unknown) => deps.warn(`the answer for gate ${gate} is lost`, error));
  };
}

/** The hosts that were switched, and those that were not, put into a query. Errors: E_GATE where it asks for those and there are none: what it found would be others'. */
export function fillQuery(query: string, source: MetricGate["source"], rollout: Rollout): string {
  const is = (state: string): boolean => state === "active";
  const hosts = [...rollout.hosts];
  const canaries = hosts.flatMap(([host, { state }]) => (is(state) ? [host] : []));
  const rest = hosts.flatMap(([host, { state }]) => (is(state) ? [] : [host]));
  const join = (names: readonly string[]): string =>
    source === "prometheus" ? names.map((name) => name.replaceAll(".", "\\\\.")).join("|") : `{${names.join(",")}}`;
  const fill = (_: string, which: string): string => {
    const names = which === "rest" ? rest : canaries;
    if (names.length > 0) return join(names);
    throw new ShoalError(
      "E_GATE",
      `the query asks for ${which === "rest" ? "hosts that were not switched" : "hosts that were switched"}, and there are none`,
    );
  };
  const filled = query.replace(/\{\{ *(canaries|rest) *\}\}/g, fill);
  if (filled.length <= QUERY_CHARS_MAX) return filled;
  throw new ShoalError("E_GATE", `with the names of the hosts the query has more than ${QUERY_CHARS_MAX} characters`);
}

async function judge({ what, samples }: Evaluate, { rollout, app, environment }: StreamState, deps: GateDeps): Promise<Judgement> {
  if (rollout === null) return { verdict: "no-data", evidence: "the rollout is over", samples };
  if (what.kind === "webhook") return { ...(await postWebhook(what.url, about(rollout, app, environment), deps)), samples };
  const ask = (query: string): Promise<readonly number[]> => queryMetric(what, fillQuery(query, what.source, rollout), deps);
  if (what.test.kind === "threshold") return judgeThreshold(await ask(what.test.query), what.test, samples);
  const [canaries, rest] = await Promise.all([ask(what.test.canaries), ask(what.test.rest)]);
  return judgeComparison({ canaries, rest }, what.test, samples);
}

function about({ id, kind, release, wave, waves, gate, hosts, principal, note }: Rollout, app: string, environment: string): unknown {
  const states = [...hosts].map(([host, { state, datacenter }]) => ({ host, state, datacenter }));
  const done = waves[wave - 1]?.name ?? "";
  return {
    rollout: id,
    kind,
    app,
    environment,
    tag: release.tag,
    tree: release.tree,
    principal,
    note,
    gate: gate?.rule.name,
    wave: done,
    hosts: states,
  };
}

function noAnswer(samples: Samples, error: unknown): Judgement {
  return { verdict: "no-data", evidence: textOf(error), samples };
}
