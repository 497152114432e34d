/**
 * A host whose disk is words in memory: it does at once what it is asked for, remembers it across sessions as an agent's journal does, and dials for ever with
 * an agent's own backoff. What PROTOCOL.md §4 says of positions, repetitions, leases and hellos holds here, too: it is that which the coordinator must bear.
 */
import { MAX_FINISHED_INTENTS } from "../../agent/limits.ts";
import { RECONNECT_MAX_MS, RECONNECT_MIN_MS, WELCOME_TIMEOUT_MS } from "../../agent/shell-limits.ts";
import {
  type Answer,
  type CancelTarget,
  comparePositions,
  type CoordinatorMessage,
  type Intent,
  type IntentReport,
  type IntentResult,
  type LaneReport,
  NO_WORK,
  type Position,
  PROTOCOL_VERSION,
  type Report,
} from "../../proto/messages.ts";
import { FORMAT_VERSION } from "../../release/release.ts";
import type { Failure } from "../../runtime/errors.ts";
import type { AppName, CommandId, Digest, EnvironmentName, InstanceId, ReleaseId, RevisionId } from "../../runtime/ids.ts";
import { SLOT_DEFAULT } from "../../runtime/ids.ts";
import type { LightSession, LightSessionEvents } from "./light-session.ts";

export interface LightHostOptions {
  readonly host: string;
  readonly app: string;
  readonly environment: string;
}

export interface LightHostDeps {
  readonly open: (events: LightSessionEvents) => LightSession;
  /** Milliseconds of a clock that all processes of this machine share. */
  readonly nowMs: () => number;
  readonly onWelcome: () => void;
  readonly onEnd: (welcomed: boolean, why: string) => void;
  readonly onSwap: () => void;
}

interface Made {
  readonly release: ReleaseId;
  readonly tree: Digest;
  readonly revision: RevisionId;
}

export class LightHost {
  readonly #options: LightHostOptions;
  readonly #deps: LightHostDeps;
  readonly #instance: InstanceId;
  readonly #intents = new Map<CommandId, IntentReport>();
  readonly #revisions = new Map<ReleaseId, Made>();
  #highest: Position = { epoch: 0, sequence: 0 };
  #active: Made | null = null;
  #session: LightSession | null = null;
  #heartbeat: NodeJS.Timeout | undefined;
  #redial: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(options: LightHostOptions, deps: LightHostDeps) {
    this.#options = options;
    this.#deps = deps;
    this.#instance = `boot-${options.host}` as InstanceId;
  }

  get active(): ReleaseId | null {
    return this.#active?.release ?? null;
  }

  start(): void {
    this.#dial(0);
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#redial);
    this.#session?.close("stopped");
  }

  #dial(attempt: number): void {
    let welcomed = false;
    const session = this.#deps.open({
      onMessage: (message) => {
        if (message.kind === "welcome") {
          welcomed = true;
          clearTimeout(patience);
          this.#welcomed(message.heartbeatMs);
        }
        this.#receive(message);
      },
      onEnd: (why) => {
        clearTimeout(patience);
        clearInterval(this.#heartbeat);
        this.#session = null;
        this.#deps.onEnd(welcomed, why);
        const next = welcomed ? 0 : attempt + 1;
        if (!this.#stopped) this.#redial = setTimeout(() => this.#dial(next), backoffMs(next));
      },
    });
    const patience = setTimeout(() => session.close("no welcome in time"), WELCOME_TIMEOUT_MS);
    this.#session = session;
    this.#say([
      {
        ...{
          kind: "hello",
          protocolVersions: [PROTOCOL_VERSION],
          formatVersions: [FORMAT_VERSION],
          codecs: ["zstd-dictionary", "xdelta3"],
        },
        ...{ agentVersion: "0.1.0", lanes: [this.#lane()] },
      },
    ]);
  }

  #welcomed(heartbeatMs: number): void {
    clearInterval(this.#heartbeat);
    this.#heartbeat = setInterval(() => this.#say([{ kind: "heartbeat" }]), heartbeatMs);
    this.#deps.onWelcome();
  }

  #receive(message: CoordinatorMessage): void {
    if (message.kind === "intent") this.#take(message.intent);
    if (message.kind === "cancel") this.#cancel(message.target);
  }

  #take(intent: Intent): void {
    const known = this.#intents.get(intent.commandId);
    if (known !== undefined) return this.#answer(intent, [answerOf(known)]);
    if (comparePositions(intent.position, this.#highest) <= 0) return this.#answer(intent, [refused("E_REPLAY", "an older position")]);
    this.#highest = intent.position;
    const result = this.#carryOut(intent);
    const { commandId, position } = intent;
    this.#remember({ commandId, position, intentKind: intent.kind, result });
    this.#answer(intent, [{ kind: "accepted" }, { kind: "result", result }]);
  }

  #carryOut(intent: Intent): IntentResult {
    if (intent.kind === "discard") {
      this.#revisions.delete(intent.release);
      return resultOf(null);
    }
    if (intent.kind === "prepare") {
      const made = this.#revisions.get(intent.release) ?? madeFrom(intent.release, intent.routes[0]?.toTree ?? null);
      if (made === null) return failed("failed", { code: "E_BASE", message: "no route was offered", retryable: false });
      this.#revisions.set(intent.release, made);
      return resultOf(made);
    }
    const made = this.#revisions.get(intent.release);
    if (made?.tree !== intent.tree) return failed("failed", { code: "E_NOT_PREPARED", message: "it is not there", retryable: false });
    const { instance, untilMs } = intent.lease;
    if (instance !== this.#instance || this.#deps.nowMs() >= untilMs)
      return failed("expired", { code: "E_LEASE", message: "its lease is over", retryable: true });
    this.#active = made;
    this.#deps.onSwap();
    return resultOf(made);
  }

  #cancel({ commandId, app, position }: CancelTarget): void {
    const known = this.#intents.get(commandId);
    if (known !== undefined) return this.#answer({ commandId, app, position }, [answerOf(known)]);
    if (comparePositions(position, this.#highest) > 0) this.#highest = position;
    const result = failed("cancelled", { code: "E_CANCELLED", message: "cancelled before it came", retryable: false });
    this.#answer({ commandId, app, position }, [{ kind: "result", result }]);
  }

  #remember(report: IntentReport): void {
    this.#intents.set(report.commandId, report);
    const [oldest] = this.#intents.keys();
    if (this.#intents.size > MAX_FINISHED_INTENTS && oldest !== undefined) this.#intents.delete(oldest);
  }

  #answer({ app, commandId, position }: CancelTarget, answers: readonly Answer[]): void {
    this.#say(answers.map((answer) => ({ kind: "answer", app, commandId, position, answer })));
  }

  #say(reports: readonly Report[]): void {
    const stamp = { instance: this.#instance, clockMs: Math.round(this.#deps.nowMs()) };
    this.#session?.send(reports.map((report) => ({ stamp, report })));
  }

  #lane(): LaneReport {
    const { app, environment } = this.#options;
    const active = this.#active;
    const content = active === null ? ({ kind: "absent" } as const) : ({ kind: "revision", revision: active.revision } as const);
    return {
      app: app as AppName,
      environment: environment as EnvironmentName,
      highest: this.#highest,
      intents: [...this.#intents.values()],
      slots: [{ slot: SLOT_DEFAULT, content, release: active?.release ?? null, tree: active?.tree ?? null, drift: false }],
      revisions: [...this.#revisions.values()],
    };
  }
}

/** As agent/session.ts. */
function backoffMs(attempt: number): number {
  return Math.round(Math.random() * Math.min(RECONNECT_MAX_MS, RECONNECT_MIN_MS * 2 ** Math.min(attempt, 20)));
}

function madeFrom(release: ReleaseId, tree: Digest | null): Made | null {
  return tree === null ? null : { release, tree, revision: `rev-${release.slice(0, 8)}` as RevisionId };
}

function answerOf({ result }: IntentReport): Answer {
  return result === null ? { kind: "accepted" } : { kind: "result", result };
}

function refused(code: Failure["code"], message: string): Answer {
  return { kind: "refused", failure: { code, message, retryable: false } };
}

function resultOf(made: Made | null): IntentResult {
  return { outcome: "done", failure: null, revision: made?.revision ?? null, tree: made?.tree ?? null, stats: NO_WORK, steps: [] };
}

function failed(outcome: IntentResult["outcome"], failure: Failure): IntentResult {
  return { outcome, failure, revision: null, tree: null, stats: NO_WORK, steps: [] };
}
