/** Whom the fetcher asks, and what it remembers of each: what was asked of it, and how it sends. */
import { STUCK_PEER_MS } from "../limits.ts";
import { HAND_OUT_POLICY } from "../tracker/hand-out.ts";
import type { Assembly, BlockRequest } from "./assembly.ts";

/** A connected peer that we may ask. */
export interface FetchSource {
  /** Principal. */
  readonly peer: string;
  /** Largest block it serves. */
  readonly blockBytesMax: () => number;
  /** Requests it takes at once. */
  readonly requestsMax: () => number;
  readonly chokesUs: () => boolean;
  readonly has: (index: number) => boolean;
  /** A coordinator: it has everything, and shows each peer a part only (super-seed.ts). */
  readonly isSeed?: boolean;
  /** It is in another datacenter. */
  readonly isOutside?: () => boolean;
  readonly request: (index: number, offset: number, length: number, answer: BlockAnswer) => void;
  readonly cancel: (index: number, offset: number, length: number) => void;
}

/** What becomes of a requested block. */
export interface BlockAnswer {
  /** Memory of the block's size to put it into as it arrives; asked again for each part. Null: any other. */
  readonly into: () => Buffer | null;
  /** Called once: with the block, wherever it is, or with null when it will not come. */
  readonly done: (block: Uint8Array | null) => void;
}

export interface Lane {
  readonly source: FetchSource;
  readonly peer: string;
  current: Assembly<Lane> | null;
  readonly requests: Set<BlockRequest<Lane>>;
  outstandingBytes: number;
  /** Smoothed. */
  bytesPerS: number;
  receivedBytes: number;
  /** Of the last block, or of the first request after silence. */
  activeMs: number;
  /** Since when it owes us something without a pause. */
  busyMs: number;
  /** It was stuck: it is asked for one block at a time, until one comes in time. */
  onProbation: boolean;
}

export function newLane(source: FetchSource, nowMs: number): Lane {
  const state = { current: null, requests: new Set<never>(), outstandingBytes: 0, bytesPerS: 0, receivedBytes: 0 };
  return { source, peer: source.peer, ...state, activeMs: nowMs, busyMs: nowMs, onProbation: false };
}

/** Whether what it says to have may be waited for: it sends, or was asked too lately to tell. */
export function serves({ source, requests, busyMs, bytesPerS, onProbation }: Lane, nowMs: number): boolean {
  if (onProbation || source.chokesUs()) return false;
  return requests.size === 0 || nowMs - busyMs <= SERVING_MS || bytesPerS >= HAND_OUT_POLICY.servingBytesPerS;
}

/** Whether others should be asked for what it owes. A seed is asked for what only it may have. */
export function isStuck({ source, requests, activeMs, onProbation }: Lane, nowMs: number): boolean {
  return source.isSeed !== true && !onProbation && requests.size > 0 && nowMs - activeMs > STUCK_PEER_MS;
}

/** Whether a block came so soon that more may be asked for at once. */
export function isProof({ atMs }: { readonly atMs: number }, nowMs: number): boolean {
  return nowMs - atMs <= STUCK_PEER_MS / 2;
}

/** A host at home sends at its pace by then. */
const SERVING_MS = 1_000;
