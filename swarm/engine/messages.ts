/**
 * What passes between `openSwarm` (process.ts) and the engine process (main.ts), over child_process IPC with structured clone.
 * Nothing here names webtorrent: another engine speaks the same.
 */
import type { Failure } from "../../runtime/errors.ts";
import type { InfoHash } from "../../runtime/ids.ts";
import type { AddOptions, Admission, KnownHost, Place, Priority, SwarmEvent, SwarmOptions, TransferStats } from "../swarm.ts";

/** First and last piece of a range, both included. */
export type PieceRange = readonly [first: number, last: number];

export type Request =
  | { readonly kind: "start"; readonly options: SwarmOptions }
  | { readonly kind: "add"; readonly options: AddOptions }
  | { readonly kind: "add-peers"; readonly infoHash: InfoHash; readonly peers: readonly string[]; readonly place?: Place | undefined }
  | { readonly kind: "vouch"; readonly infoHash: InfoHash; readonly hosts: readonly KnownHost[] }
  /** All ranges somebody waits for now, in the order they came; replaces what was said before. */
  | { readonly kind: "want"; readonly infoHash: InfoHash; readonly ranges: readonly PieceRange[] }
  | { readonly kind: "admit"; readonly infoHash: InfoHash; readonly admission: Admission }
  | { readonly kind: "set-priority"; readonly infoHash: InfoHash; readonly priority: Priority }
  | { readonly kind: "remove"; readonly infoHash: InfoHash }
  | { readonly kind: "memory" }
  | { readonly kind: "stop" };

/** What each request is answered with. */
export interface Answers {
  readonly start: { readonly host: string; readonly port: number };
  /** Pieces verified on disk already. */
  readonly add: { readonly verified: Uint32Array; readonly stats: TransferStats };
  readonly "add-peers": null;
  readonly vouch: null;
  readonly want: null;
  readonly admit: null;
  readonly "set-priority": null;
  readonly remove: null;
  readonly memory: number;
  readonly stop: null;
}

export interface Call {
  readonly id: number;
  readonly request: Request;
}

export type EngineMessage =
  | { readonly kind: "answer"; readonly id: number; readonly value: Answers[keyof Answers] }
  | { readonly kind: "refused"; readonly id: number; readonly failure: Failure }
  | { readonly kind: "progress"; readonly infoHash: InfoHash; readonly stats: TransferStats; readonly verified: Uint32Array }
  /** The transfer can't go on (disk full, file lost); the engine has let go of it. */
  | { readonly kind: "failed"; readonly infoHash: InfoHash; readonly failure: Failure }
  | { readonly kind: "event"; readonly event: SwarmEvent }
  | { readonly kind: "memory"; readonly residentBytes: number };
