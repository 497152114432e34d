/**
 * Gates between waves: one after the other; the next wave opens when all have passed. A gate that asks a service does it by an effect, and the answer is an
 * event with its evidence: what was believed stands in the log. No answer and no data never pass: they pause.
 */
import { openWave } from "./activation.ts";
import { changeRollout, failure, openRollout } from "./draft.ts";
import type { Draft } from "./draft.ts";
import { pause, stopByPolicy } from "./ending.ts";
import type { StreamEvent } from "./events.ts";
import { type GateRule, NO_SAMPLES } from "./gate-rules.ts";
import { GATE_ANSWER_MS } from "./limits.ts";
import type { RolloutPolicy } from "./policy.ts";
import type { Clearance, OpenGate, Rollout } from "./state.ts";
import type { Wave } from "./waves.ts";

/** The wave that was opened last is done: the gates after it, or the next wave. */
export function openGates(draft: Draft, rollout: Rollout): void {
  openGate(draft, rollout, 0);
}

export function advanceGate(draft: Draft, rollout: Rollout): void {
  const { gate } = rollout;
  if (gate === null) return openGates(draft, rollout);
  const clearance = clearanceOf(draft, rollout, gate.rule);
  if (clearance !== null) return openGate(draft, rollout, gate.index + 1);
  const { what, name, timeoutMs, intervalMs } = gate.rule;
  if (what.kind === "wait") {
    if (draft.nowUnixMs >= gate.sinceUnixMs + what.waitMs) openGate(draft, rollout, gate.index + 1);
    return;
  }
  if (what.kind === "approval") return;
  if (gate.verdict === "pass") return openGate(draft, rollout, gate.index + 1);
  if (gate.verdict === "fail") {
    changeRollout(draft, { gate: { ...gate, verdict: null } });
    const hint =
      rollout.policy.onFailure === "pause" ? `look at it; then \`shoal resume\`, or --override ${name}` : "look at it; then deploy again";
    return stopByPolicy(draft, failure("E_GATE", `gate ${name} says no: ${gate.evidence}`, hint));
  }
  if (draft.nowUnixMs >= gate.sinceUnixMs + timeoutMs) {
    const told = gate.evidence === "" ? "nothing was answered" : gate.evidence;
    return pause(
      draft,
      failure("E_GATE", `gate ${name} came to no verdict within ${timeoutMs} ms: ${told}`, `\`shoal resume\` asks again`),
    );
  }
  if (gate.askedUnixMs !== null && draft.nowUnixMs < gate.askedUnixMs + GATE_ANSWER_MS) return;
  if (gate.askedUnixMs === null && gate.answeredUnixMs !== null && draft.nowUnixMs < gate.answeredUnixMs + intervalMs) return;
  ask(draft, rollout, gate);
}

export function gateEvaluated(draft: Draft, event: Extract<StreamEvent, { readonly kind: "gate-evaluated" }>): void {
  const rollout = openRollout(draft.state);
  const gate = rollout?.gate;
  if (rollout == null || gate == null || rollout.id !== event.rollout || rollout.wave !== event.wave) return;
  if (gate.rule.name !== event.gate || gate.questions !== event.question || gate.askedUnixMs === null) return;
  const { verdict, evidence, samples } = event;
  changeRollout(draft, { gate: { ...gate, verdict, evidence, samples, askedUnixMs: null, answeredUnixMs: draft.nowUnixMs } });
}

/** From the beginning: the service is asked anew, and has its whole time. */
export function renewGate(draft: Draft): void {
  const gate = draft.state.rollout?.gate ?? null;
  if (gate === null) return;
  const fresh = { sinceUnixMs: draft.nowUnixMs, askedUnixMs: null, samples: NO_SAMPLES, verdict: null, answeredUnixMs: null };
  changeRollout(draft, { gate: { ...gate, ...fresh } });
}

/** The gates after the wave that was opened last. */
export function gatesAfter({ policy, waves, wave }: Pick<Rollout, "policy" | "waves" | "wave">, place = wave - 1): readonly GateRule[] {
  const done = waves[place];
  if (done === undefined || place >= waves.length - 1) return [];
  const names = [done.name, ...(done.also ?? [])];
  return policy.gates.filter(({ after }) => after === null || names.includes(after));
}

/** One that would never be asked: it stands after a rule that finds nobody, and so do all hosts, in one wave. Null: there is none. */
export function gateOfNobody({ gates }: Pick<RolloutPolicy, "gates">, waves: readonly Wave[]): GateRule | null {
  const [only] = waves;
  if (only === undefined || waves.length > 1) return null;
  return gates.find(({ after }) => after !== null && after !== only.name && only.also?.includes(after) === true) ?? null;
}

/** Who cleared it, if somebody has. */
export function clearanceOf({ nowUnixMs }: Pick<Draft, "nowUnixMs">, rollout: Rollout, { name, what }: GateRule): Clearance | null {
  const here = rollout.clearances.filter(({ gate, wave }) => gate === name && (wave === null || wave === rollout.wave));
  const valid = here.filter(({ untilUnixMs }) => untilUnixMs === null || nowUnixMs < untilUnixMs);
  return valid.find(({ kind }) => kind === "override" || what.kind === "approval") ?? null;
}

function openGate(draft: Draft, rollout: Rollout, index: number): void {
  const rule = gatesAfter(rollout)[index];
  if (rule === undefined) return openWave(draft);
  const asked = { askedUnixMs: null, questions: 0, samples: NO_SAMPLES, verdict: null, evidence: "", answeredUnixMs: null };
  changeRollout(draft, { state: "waiting", gate: { rule, index, sinceUnixMs: draft.nowUnixMs, ...asked } });
}

function ask(draft: Draft, rollout: Rollout, gate: OpenGate): void {
  const { name, what } = gate.rule;
  if (what.kind !== "webhook" && what.kind !== "metric") return;
  const question = gate.questions + 1;
  changeRollout(draft, { gate: { ...gate, questions: question, askedUnixMs: draft.nowUnixMs } });
  const { id, wave } = rollout;
  draft.effects.push({ kind: "evaluate-gate", rollout: id, wave, gate: name, question, what, samples: gate.samples });
}
