/**
 * Snapshots of a stream's state: the log grows for ever, by two events a host and rollout, and a start must not take longer with every rollout.
 *
 * A state is what this code made of the log, so a snapshot is good for this code only: it carries a digest of the sources that a fold depends on, and
 * whoever has others folds the whole log. Nothing depends on a snapshot: one that is missing, foreign or damaged costs time.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { HostId, ReleaseId } from "../../runtime/ids.ts";
import { SNAPSHOT_EVENTS, SNAPSHOT_EVENTS_ENDED } from "../limits.ts";
import type { StreamName } from "../store/events.ts";
import type { SnapshotRepository } from "../store/snapshots.ts";
import { HostMap } from "./host-map.ts";
import type { HostLane, Rollout, RolloutHost, StreamState } from "./state.ts";

export interface Folded {
  readonly state: StreamState;
  readonly version: number;
}

/** Of one stream. */
export interface Snapshots {
  /** Null: fold from the beginning. Never rejects. */
  load(): Promise<Folded | null>;
  /** Keeps it where enough has happened since the last one, at the end of a rollout sooner. Never rejects. */
  offer(folded: Folded): Promise<void>;
}

export interface SnapshotsDeps {
  readonly repository: SnapshotRepository;
  readonly warn: (message: string, error: unknown) => void;
}

export function createSnapshots(stream: StreamName, { repository, warn }: SnapshotsDeps, madeByOf: () => string = foldDigest): Snapshots {
  let keptVersion = 0;
  const madeBy = attempt(madeByOf, (error) => warn(`the coordinator's sources can't be read; ${stream} is kept without snapshots`, error));
  return {
    async load() {
      try {
        const kept = madeBy === null ? null : await repository.get(stream);
        if (kept === null || kept.madeBy !== madeBy) return null;
        const state = decodeState(kept.body);
        keptVersion = kept.version;
        return { state, version: kept.version };
      } catch (error) {
        warn(`the snapshot of ${stream} can't be read; its whole log is folded`, error);
        return null;
      }
    },
    async offer({ state, version }) {
      if (madeBy === null) return;
      const isOpen = state.rollout !== null && state.rollout.endedUnixMs === null;
      if (version - keptVersion < (isOpen ? SNAPSHOT_EVENTS : SNAPSHOT_EVENTS_ENDED)) return;
      keptVersion = version;
      const keep = (): Promise<void> => repository.put(stream, { version, madeBy, body: encodeState(state) });
      await keep().catch((error: unknown) => warn(`no snapshot of ${stream} was kept; the next start takes longer`, error));
    },
  };
}

/** Hosts as a list: an object would put names that are numbers first, and their order counts. */
export function encodeState(state: StreamState): string {
  const { rollout } = state;
  return JSON.stringify({
    ...state,
    lanes: [...state.lanes],
    held: [...state.held],
    rollout: rollout === null ? null : { ...rollout, hosts: [...rollout.hosts] },
  });
}

export function decodeState(body: string): StreamState {
  const kept = JSON.parse(body) as Kept;
  const { lanes, held, rollout } = kept;
  return {
    ...kept,
    lanes: HostMap.from(lanes),
    held: HostMap.from(held),
    rollout: rollout === null ? null : { ...rollout, hosts: HostMap.from(rollout.hosts) },
  };
}

interface Kept extends Omit<StreamState, "lanes" | "held" | "rollout"> {
  readonly lanes: readonly (readonly [HostId, HostLane])[];
  readonly held: readonly (readonly [HostId, readonly ReleaseId[]])[];
  readonly rollout: (Omit<Rollout, "hosts"> & { readonly hosts: readonly (readonly [HostId, RolloutHost])[] }) | null;
}

function attempt(make: () => string, failed: (error: unknown) => void): string | null {
  try {
    return make();
  } catch (error) {
    failed(error);
    return null;
  }
}

/** Of this folder and of what its functions take from elsewhere. Errors: Node's, where they can't be read. */
function foldDigest(): string {
  const all = readdirSync(import.meta.dirname, { withFileTypes: true });
  const own = all.flatMap((entry) => (entry.isFile() ? [entry.name] : [])).sort();
  const others = ["../../proto/messages.ts", "../../proto/limits.ts", "../../runtime/errors.ts", "../../runtime/ids.ts", "../limits.ts"];
  const hash = createHash("sha256");
  for (const name of [...own, ...others]) hash.update(name).update(readFileSync(join(import.meta.dirname, name)));
  return hash.digest("hex");
}
