/** What a download brings from now on: one that was preseeded, or is shared, has a past that is not this work's. */
import { LINKS_MAX } from "../../proto/limits.ts";
import type { LinkTraffic, WorkStats } from "../../proto/messages.ts";
import type { Clock } from "../../runtime/clock.ts";
import type { Download, Traffic } from "./download.ts";

export type Metered = Pick<WorkStats, "bytesFromSeed" | "bytesFromHosts" | "links" | "firstPieceMs">;

export interface Meter {
  read(): Metered;
  stop(): void;
}

export interface MeterOptions {
  readonly clock: Pick<Clock, "clockMs">;
  /** Of the download before this work began to use it: `Downloads.trafficOf`. */
  readonly before: Traffic;
}

export function startMeter(download: Pick<Download, "traffic" | "onChange">, { clock, before }: MeterOptions): Meter {
  const startMs = clock.clockMs();
  const received = (): number => {
    const { bytesFromSeed, bytesFromHosts } = download.traffic;
    return bytesFromSeed + bytesFromHosts - before.bytesFromSeed - before.bytesFromHosts;
  };
  // Pieces that were on disk already are verified when the transfer joins, before anything is received.
  let resumedBytes = Math.max(before.verifiedBytes, received() === 0 ? download.traffic.verifiedBytes : 0);
  let firstPieceMs = 0;
  const look = (): void => {
    if (firstPieceMs > 0) return;
    const { verifiedBytes } = download.traffic;
    if (received() === 0) resumedBytes = verifiedBytes;
    else if (verifiedBytes > resumedBytes) firstPieceMs = Math.max(1, clock.clockMs() - startMs);
  };
  const stop = download.onChange(look);
  return {
    read() {
      const { bytesFromSeed, bytesFromHosts, links } = download.traffic;
      return {
        bytesFromSeed: bytesFromSeed - before.bytesFromSeed,
        bytesFromHosts: bytesFromHosts - before.bytesFromHosts,
        links: less(links, before.links),
        firstPieceMs,
      };
    },
    stop,
  };
}

/** A link's datacenter may become known in between: what was counted under "not known" can shrink, and counts as nothing then. */
function less(links: readonly LinkTraffic[], before: readonly LinkTraffic[]): readonly LinkTraffic[] {
  const left = links.map((link) => {
    const earlier = before.find(({ seed, datacenter }) => seed === link.seed && datacenter === link.datacenter);
    return {
      ...link,
      payloadBytes: Math.max(0, link.payloadBytes - (earlier?.payloadBytes ?? 0)),
      protocolBytes: Math.max(0, link.protocolBytes - (earlier?.protocolBytes ?? 0)),
      wastedBytes: Math.max(0, link.wastedBytes - (earlier?.wastedBytes ?? 0)),
    };
  });
  return left.filter(({ payloadBytes, protocolBytes, wastedBytes }) => payloadBytes + protocolBytes + wastedBytes > 0).slice(0, LINKS_MAX);
}
