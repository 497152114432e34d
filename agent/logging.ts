/** Typed events of session and swarm as log lines. */
import type { Clock } from "../runtime/clock.ts";
import type { Logger } from "../runtime/log.ts";
import type { SwarmEvent } from "../swarm/swarm.ts";
import type { SessionEvent } from "./session.ts";
import { TRACKER_LOG_PAUSE_MS } from "./shell-limits.ts";

export function logSession(log: Logger, event: SessionEvent): void {
  if (event.kind === "welcomed") return log.info({ coordinator: event.address, heartbeatMs: event.heartbeatMs }, "connected");
  const { failure, retryMs } = event;
  const fields = { coordinator: event.address, failure, retryMs };
  // What a restarting coordinator looks like is no warning each time.
  if (failure.retryable) log.info(fields, "not connected; trying again");
  else log.error(fields, "the coordinator refuses this host; trying again slowly");
}

/** A tracker that is gone fails for each torrent several times a second: of that, one line a minute. */
export function swarmLogger(log: Logger, clock: Pick<Clock, "clockMs">): (event: SwarmEvent) => void {
  let trackerToldMs = -Infinity;
  return ({ kind, ...fields }) => {
    if (kind === "peer-dropped" || kind === "peer-refused") return log.debug(fields, kind);
    if (kind === "tracker-failed") {
      if (clock.clockMs() - trackerToldMs < TRACKER_LOG_PAUSE_MS) return log.debug(fields, kind);
      trackerToldMs = clock.clockMs();
    }
    log.warn(fields, kind);
  };
}
