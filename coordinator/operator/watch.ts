/**
 * Watch: the whole rollout first and at every change of its own state, between them the hosts that changed. A watcher holds no queue: only the names of
 * hosts that changed since it last sent, so however slowly it reads it costs at most one rollout's worth of memory, and it always catches up.
 */
import type * as wire from "../../proto/operator-types.ts";
import type { Send } from "../../proto/rpc.ts";
import { ShoalError } from "../../runtime/errors.ts";
import { type AppName, type HostId, parseRolloutId } from "../../runtime/ids.ts";
import { WATCH_HOSTS, WATCHERS_MAX } from "../limits.ts";
import type { StreamRunner } from "../rollout/runner.ts";
import type { NextRollout, Rollout } from "../rollout/state.ts";
import type { HostView } from "../sessions.ts";
import { rolloutAnswer, rolloutHostAnswer } from "./answers.ts";
import type { OperatorDeps, OperatorHandlers } from "./deps.ts";
import { createNews } from "./news.ts";
import { appField, environmentField } from "./requests.ts";
import { existingStream, findRollout, show } from "./rollouts.ts";

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
  const found = await findRollout(deps, id);
  const runner = deps.runners.withRollout(id);
  if (runner?.state.rollout?.id === id) return follow(deps, runner, runner.state.rollout, watcher);
  await watcher.send({ rollout: show(deps, found), hosts: null });
}

async function follow(deps: OperatorDeps, runner: StreamRunner, first: Rollout, { send, signal }: Watcher): Promise<void> {
  const { environment, app } = runner.state;
  const nextOf = ({ id }: Rollout): NextRollout | null => (runner.state.rollout?.id === id ? runner.state.next : null);
  const view = (host: HostId): HostView => deps.sessions.view(host);
  const sendWhole = (rollout: Rollout): Promise<void> =>
    send({
      rollout: rolloutAnswer({ environment, app, rollout, next: nextOf(rollout), seedDatacenter: deps.seedDatacenter, view }),
      hosts: null,
    });
  const news = createNews({ runner, rollout: first, signal }, deps);
  try {
    let shown = first;
    await sendWhole(shown);
    while (shown.endedUnixMs === null && !signal.aborted) {
      const { rollout, hosts } = await news.next();
      if (hasMoved(shown, rollout)) await sendWhole(rollout);
      else await sendHosts({ app, rollout, hosts, view, send });
      shown = rollout;
    }
  } finally {
    news.stop();
  }
}

/** Something of the rollout itself is new, not only hosts. */
function hasMoved(before: Rollout, after: Rollout): boolean {
  return before.state !== after.state || before.wave !== after.wave || before.gate !== after.gate || before.pause !== after.pause;
}

interface SendHosts {
  readonly app: AppName;
  readonly rollout: Rollout;
  readonly hosts: readonly HostId[];
  readonly view: (host: HostId) => HostView;
  readonly send: Watcher["send"];
}

async function sendHosts({ app, rollout, hosts, view, send }: SendHosts): Promise<void> {
  for (let at = 0; at < hosts.length; at += WATCH_HOSTS) {
    const some = hosts.slice(at, at + WATCH_HOSTS).flatMap((host) => {
      const one = rollout.hosts.get(host);
      return one === undefined ? [] : rolloutHostAnswer({ app, host, one, view: view(host) });
    });
    await send({ rollout: null, hosts: { hosts: some } });
  }
}
