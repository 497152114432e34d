/** What the fetcher remembers of one source: what was asked of it, and how it sends. */
import { HAND_OUT_POLICY } from "../tracker/hand-out.ts";
import type { Assembly, BlockRequest } from "./assembly.ts";

interface Source {
  readonly peer: string;
  readonly chokesUs: () => boolean;
}

export interface SourceLane<S extends Source> {
  readonly source: S;
  readonly peer: string;
  current: Assembly<SourceLane<S>> | null;
  readonly requests: Set<BlockRequest<SourceLane<S>>>;
  outstandingBytes: number;
  /** Smoothed. */
  bytesPerS: number;
  receivedBytes: number;
  /** Of the last block, or of the first request after silence. */
  activeMs: number;
  /** Since when it owes us something without a pause. */
  busyMs: number;
}

export function newLane<S extends Source>(source: S, nowMs: number): SourceLane<S> {
  const state = { current: null, requests: new Set<never>(), outstandingBytes: 0, bytesPerS: 0, receivedBytes: 0 };
  return { source, peer: source.peer, ...state, activeMs: nowMs, busyMs: nowMs };
}

/** Whether what it says to have may be waited for: it sends, or was asked too lately to tell. */
export function serves<S extends Source>({ source, requests, busyMs, bytesPerS }: SourceLane<S>, nowMs: number): boolean {
  if (source.chokesUs()) return false;
  return requests.size === 0 || nowMs - busyMs <= SERVING_MS || bytesPerS >= HAND_OUT_POLICY.servingBytesPerS;
}

/** A host at home sends at its pace by then. */
const SERVING_MS = 1_000;
