/**
 * Watch: the whole rollout first and at every change of its own state, single hosts between. A watcher holds no queue: only the names of
 * hosts that changed since it last sent, so however slowly it reads it costs at most one rollout's worth of memory, and it always catches up.
 */
import type * as wire from "../../proto/operator-types.ts";
import type { Send } from "../../proto/rpc.ts";
import { ShoalError } from "../../runtime/errors.ts";
import { type HostId, parseRolloutId } from "../../runtime/ids.ts";
import { WATCH_INTERVAL_MS, WATCHERS_MAX } from "../limits.ts";
import type { StreamRunner } from "../rollout/runner.ts";
import type { Rollout, StreamState } from "../rollout/state.ts";
import { rolloutAnswer, rolloutHostAnswer } from "./answers.ts";
import type { OperatorDeps, OperatorHandlers } from "./deps.ts";
import { appField, environmentField } from "./requests.ts";
import { existingStream } from "./rollouts.ts";

export function watchHandlers(deps: OperatorDeps): Pick<OperatorHandlers, "watch"> {
  let watchers = 0;
  return {
    async watch(request, send, { signal }) {
      if (watchers >= WATCHERS_MAX) throw new ShoalError("E_BUSY", `${WATCHERS_MAX} watchers are connected already`);
      watchers += 1;
      try {
        await watch(deps, request, { send, signal: AbortSignal.any([signal, deps.stopping]) });
        if (deps.stopping.aborted)
          throw new ShoalError("E_UNAVAILABLE", "the coordinator stops", { hint: "the rollout goes on; watch again" });
      } finally {
        watchers -= 1;
      }
    },
  };
}

interface Watcher {
  readonly send: Send<wire.WatchEvent>;
  readonly signal: AbortSignal;
}

async function watch(deps: OperatorDeps, request: wire.WatchRequest, watcher: Watcher): Promise<void> {
  if (request.rollout === "") {
    const runner = await existingStream(deps, environmentField(request.environment), appField(request.app));
    if (runner.state.rollout === null) return;
    return follow(deps, runner, runner.state.rollout, watcher);
  }
  const id = parseRolloutId(request.rollout);
  const runner = deps.runners.withRollout(id);
  if (runner?.state.rollout?.id === id) return follow(deps, runner, runner.state.rollout, watcher);
  const ended = await deps.store.rollouts.byId(id);
  if (ended === null) throw new ShoalError("E_NOT_FOUND", `there is no rollout ${id}`);
  await watcher.send({ rollout: rolloutAnswer({ ...ended, view: deps.sessions.view }), host: null });
}

async function follow(deps: OperatorDeps, runner: StreamRunner, first: Rollout, { send, signal }: Watcher): Promise<void> {
  const { environment, app } = runner.state;
  const news = createNews(deps, runner, first, signal);
  try {
    let shown = first;
    await send({ rollout: rolloutAnswer({ environment, app, rollout: shown, view: deps.sessions.view }), host: null });
    while (shown.endedUnixMs === null && !signal.aborted) {
      await news.wait();
      const { rollout, hosts } = news.take();
      if (rollout.state !== shown.state) {
        await send({ rollout: rolloutAnswer({ environment, app, rollout, view: deps.sessions.view }), host: null });
      } else {
        for (const host of hosts) {
          const one = rollout.hosts[host];
          if (one === undefined) continue;
          await send({ rollout: null, host: rolloutHostAnswer({ app, host, one, view: deps.sessions.view(host) }) });
        }
      }
      shown = rollout;
    }
  } finally {
    news.stop();
  }
}

interface News {
  /** Resolves when there is something new, at most every WATCH_INTERVAL_MS, or when the watcher has gone. */
  wait(): Promise<void>;
  take(): { readonly rollout: Rollout; readonly hosts: readonly HostId[] };
  stop(): void;
}

/** The newest state of that one rollout, also when another has followed it. */
function createNews({ changes, clock }: OperatorDeps, runner: StreamRunner, first: Rollout, signal: AbortSignal): News {
  let rollout = first;
  let dirty = new Set<HostId>();
  let wake: () => void = () => undefined;
  const onState = (state: StreamState): void => {
    if (state.rollout?.id !== rollout.id || state.rollout === rollout) return;
    for (const host of Object.keys(state.rollout.hosts) as HostId[]) {
      if (state.rollout.hosts[host] !== rollout.hosts[host]) dirty.add(host);
    }
    rollout = state.rollout;
    wake();
  };
  const stops = [
    runner.onChange(onState),
    changes.listen((host) => {
      if (rollout.hosts[host] === undefined) return;
      dirty.add(host);
      wake();
    }),
  ];
  const onAbort = (): void => wake();
  signal.addEventListener("abort", onAbort);
  let shownState = first;
  return {
    async wait() {
      await new Promise<void>((resolve) => {
        const cancel = clock.setTimer(WATCH_INTERVAL_MS, resolve);
        const now = (): void => {
          cancel();
          resolve();
        };
        wake = () => {
          if (rollout.state !== shownState.state || signal.aborted) now();
        };
        wake();
      });
      while (dirty.size === 0 && rollout === shownState && !signal.aborted) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    take() {
      const hosts = [...dirty];
      dirty = new Set();
      shownState = rollout;
      return { rollout, hosts };
    },
    stop() {
      for (const stop of stops) stop();
      signal.removeEventListener("abort", onAbort);
    },
  };
}
