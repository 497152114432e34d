/** Typed events of session and swarm as log lines. */
import type { Logger } from "../runtime/log.ts";
import type { SwarmEvent } from "../swarm/swarm.ts";
import type { SessionEvent } from "./session.ts";

export function logSession(log: Logger, event: SessionEvent): void {
  if (event.kind === "welcomed") return log.info({ coordinator: event.address, heartbeatMs: event.heartbeatMs }, "connected");
  const { failure, retryMs } = event;
  const fields = { coordinator: event.address, failure, retryMs };
  // What a restarting coordinator looks like is no warning each time.
  if (failure.retryable) log.info(fields, "not connected; trying again");
  else log.error(fields, "the coordinator refuses this host; trying again slowly");
}

export function logSwarm(log: Logger, event: SwarmEvent): void {
  const { kind, ...fields } = event;
  if (kind === "peer-dropped" || kind === "peer-refused") log.debug(fields, kind);
  else log.warn(fields, kind);
}
