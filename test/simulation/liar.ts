/** A host that is broken into: it has a certificate, and says whatever it likes. It can lie only about itself. */
import type { AgentMessage, Answer, CancelTarget, CoordinatorMessage, IntentResult, LaneReport, Report } from "../../proto/messages.ts";
import { NO_WORK } from "../../proto/messages.ts";
import { ShoalError, toFailure } from "../../runtime/errors.ts";
import type { ErrorCode } from "../../runtime/errors.ts";
import type {
  AppName,
  CommandId,
  Digest,
  EnvironmentName,
  HostId,
  InstanceId,
  ReleaseId,
  RevisionId,
  SlotName,
} from "../../runtime/ids.ts";
import type { Network, Session } from "./network.ts";
import type { World } from "./world.ts";

export interface LiarDeps {
  readonly world: World;
  readonly network: Network;
  readonly environment: EnvironmentName;
  readonly apps: readonly AppName[];
  readonly trees: ReadonlyMap<ReleaseId, Digest>;
  readonly lied: (commandId: CommandId, tree: Digest | null) => void;
  /** Commands that were sent to anybody. */
  readonly overheard: () => readonly CancelTarget[];
}

export class LyingHost {
  readonly host: HostId;
  readonly #deps: LiarDeps;
  readonly #heard: CancelTarget[] = [];
  #session: Session | null = null;

  constructor(host: HostId, deps: LiarDeps) {
    this.host = host;
    this.#deps = deps;
    deps.network.attach(host, {
      receive: (_session, message) => this.#receive(message),
      closed: () => {
        this.#session = null;
      },
    });
  }

  start(): void {
    this.#deps.world.after(this.#deps.world.between(50, 2_500), () => {
      this.#act();
      this.start();
    });
  }

  #act(): void {
    const { world, network } = this.#deps;
    if (this.#session?.open !== true) {
      this.#session = network.dial(this.host);
      return this.#say({ kind: "hello", protocolVersions: [1], formatVersions: [1], codecs: [], agentVersion: "0", lanes: this.#lanes() });
    }
    const known = [...this.#heard.slice(-3), ...this.#deps.overheard().slice(-5)];
    if (world.chance(0.2)) return this.#say({ kind: "slot-changed", app: world.pick(this.#deps.apps), slot: this.#slot(), failure: null });
    if (known.length > 0) this.#say({ kind: "answer", ...world.pick(known), answer: this.#answer() });
  }

  #receive(message: CoordinatorMessage): void {
    if (message.kind !== "intent") return;
    const { app, commandId, position } = message.intent;
    this.#heard.push({ app, commandId, position });
    if (this.#heard.length > 10) this.#heard.shift();
    // Else no rollout with this host would ever come far.
    const tree = this.#deps.trees.get(message.intent.release) ?? null;
    if (this.#deps.world.chance(0.8))
      this.#say({ kind: "answer", app, commandId, position, answer: { kind: "result", result: done(tree) } });
  }

  #answer(): Answer {
    const { world } = this.#deps;
    const trees = [...this.#deps.trees.values()];
    const code = world.pick<ErrorCode>(["E_LEASE", "E_BUSY", "E_REPLAY", "E_CONFLICT", "E_IO", "E_TIME"]);
    const failure = toFailure(new ShoalError(code, "so it says"));
    const outcome = world.pick(["failed", "cancelled", "expired", "reverted"] as const);
    return world.pick<Answer>([
      { kind: "accepted" },
      { kind: "refused", failure },
      { kind: "result", result: { ...done(null), outcome, failure } },
      { kind: "result", result: done(world.pick(trees)) },
      { kind: "result", result: done(world.pick(trees)) },
    ]);
  }

  #lanes(): readonly LaneReport[] {
    const { world, apps, environment } = this.#deps;
    const high = world.pick([0, 0, 1, 3, 40, 5_000, Number.MAX_SAFE_INTEGER]);
    const highest = { epoch: world.pick([0, 1, 1, 1, 2, high]), sequence: high };
    const intents = this.#heard.map(({ commandId, position }) => ({ commandId, position, intentKind: "prepare" as const, result: null }));
    return apps.map((app) => ({ app, environment, highest, intents, slots: [this.#slot(), this.#slot()], revisions: [] }));
  }

  #slot(): LaneReport["slots"][number] {
    const { world } = this.#deps;
    const tree = world.pick([...this.#deps.trees.values()]);
    const slot = world.pick(["current", "blue", "s1", "s2"]) as SlotName;
    const content = { kind: "revision", revision: "r-lie" as RevisionId } as const;
    return { slot, content, release: "0".repeat(64) as ReleaseId, tree, drift: world.chance(0.5) };
  }

  #say(report: Report): void {
    const { world, network } = this.#deps;
    const stamp: AgentMessage["stamp"] = { instance: "liar" as InstanceId, clockMs: world.between(0, Number.MAX_SAFE_INTEGER) };
    if (report.kind === "answer" && report.answer.kind === "result") this.#deps.lied(report.commandId, report.answer.result.tree);
    if (this.#session !== null) network.up(this.#session, { stamp, report });
  }
}

function done(tree: Digest | null): IntentResult {
  return { outcome: "done", failure: null, revision: null, tree, stats: NO_WORK, steps: [] };
}
