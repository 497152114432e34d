/** The runners of all environment streams: those with a log are started with the coordinator, others when they are first asked for. */
import { ShoalError } from "../../runtime/errors.ts";
import type { AppName, EnvironmentName, Principal, RolloutId } from "../../runtime/ids.ts";
import { STREAMS_MAX } from "../limits.ts";
import { parseStreamName, type StreamName, streamName } from "../store/events.ts";
import type { RolloutRepository } from "../store/rollouts.ts";
import type { SnapshotRepository } from "../store/snapshots.ts";
import { type RunnerDeps, StreamRunner } from "./runner.ts";
import { createSnapshots } from "./snapshots.ts";
import type { Rollout } from "./state.ts";

export interface RunnersOptions {
  readonly principal: Principal;
}

export interface RunnersDeps extends Omit<RunnerDeps, "archive" | "snapshots"> {
  readonly rollouts: RolloutRepository;
  readonly snapshots: SnapshotRepository;
  /** Tries to lead the stream. Absent: there is nobody else. */
  readonly claim?: (stream: StreamName) => Promise<void>;
  /** Hears what other coordinators have appended until now. */
  readonly hear?: () => Promise<void>;
}

export interface Runners {
  /** Folds every log and goes on where it stopped. Errors: those of the store; E_SCHEMA for an event of a newer coordinator. */
  start(): Promise<void>;
  of(environment: EnvironmentName, app: AppName): Promise<StreamRunner>;
  /** If it runs now. */
  get(stream: StreamName): StreamRunner | null;
  /** Those that run now. */
  all(): readonly StreamRunner[];
  /** The stream whose newest rollout this is. */
  withRollout(rollout: RolloutId): StreamRunner | null;
  /** For one that is not known here: another coordinator may have opened it a moment ago. */
  hearOf(rollout: RolloutId): Promise<StreamRunner | null>;
  stop(): Promise<void>;
}

export function createRunners({ principal }: RunnersOptions, given: RunnersDeps): Runners {
  const { rollouts, snapshots: repository, claim = async () => undefined, hear = async () => undefined, ...deps } = given;
  const starting = new Map<StreamName, Promise<StreamRunner>>();
  const running = new Map<StreamName, StreamRunner>();

  async function open(environment: EnvironmentName, app: AppName): Promise<StreamRunner> {
    const archive = (ended: readonly Rollout[]): Promise<void> => rollouts.put(ended.map((rollout) => ({ environment, app, rollout })));
    const snapshots = createSnapshots(streamName(environment, app), { repository, warn: deps.warn });
    const runner = new StreamRunner({ environment, app, principal }, { ...deps, archive, snapshots });
    await claim(runner.stream);
    await runner.start();
    running.set(runner.stream, runner);
    return runner;
  }

  function of(environment: EnvironmentName, app: AppName): Promise<StreamRunner> {
    const stream = streamName(environment, app);
    const known = starting.get(stream);
    if (known !== undefined) return known;
    if (starting.size >= STREAMS_MAX) {
      return Promise.reject(new ShoalError("E_LIMIT", `there are ${STREAMS_MAX} environment streams already; ${stream} would be one more`));
    }
    const started = open(environment, app);
    starting.set(stream, started);
    started.catch(() => starting.delete(stream));
    return started;
  }

  const withRollout = (rollout: RolloutId): StreamRunner | null =>
    [...running.values()].find(({ state }) => state.rollout?.id === rollout) ?? null;

  return {
    async start() {
      for (const stream of await deps.events.streams()) {
        const parsed = parseStreamName(stream);
        if (parsed !== null) await of(parsed.environment, parsed.app);
      }
    },
    of,
    get: (stream) => running.get(stream) ?? null,
    all: () => [...running.values()],
    withRollout,
    async hearOf(rollout) {
      await hear();
      return withRollout(rollout);
    },
    async stop() {
      await Promise.allSettled(starting.values());
      await Promise.all([...running.values()].map((runner) => runner.stop()));
    },
  };
}
