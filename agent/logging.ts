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
  return (event) => {
    const { kind, ...fields } = event;
    if (kind === "backs-off") return log.info(fields, describeBackOff(event));
    if (kind === "back-off-impossible") return log.debug(fields, kind);
    if (kind === "peer-dropped" || kind === "peer-refused") return log.debug(fields, kind);
    if (kind === "tracker-failed") {
      if (clock.clockMs() - trackerToldMs < TRACKER_LOG_PAUSE_MS) return log.debug(fields, kind);
      trackerToldMs = clock.clockMs();
    }
    log.warn(fields, kind);
  };
}

/** `backs off: eth0 80 % busy with others' traffic; download 12.0 MB/s` */
function describeBackOff(event: BacksOff): string {
  const { resource, device, direction, capBytesPerS, othersBytesPerS, othersShare } = event;
  if (capBytesPerS === null) return `backs off no longer: ${device} is free; ${direction} without a cap`;
  const busy =
    resource === "network" ? `${Math.round(othersShare * 100)} % busy with others' traffic` : `busy with others' ${inMb(othersBytesPerS)}`;
  return `backs off: ${device} ${busy}; ${direction} ${inMb(capBytesPerS)}`;
}

type BacksOff = Extract<SwarmEvent, { kind: "backs-off" }>;

function inMb(bytesPerS: number): string {
  return `${(bytesPerS / 1e6).toFixed(1)} MB/s`;
}
