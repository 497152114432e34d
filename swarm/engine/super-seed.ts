/**
 * Which pieces a coordinator's seed shows to whom (after BEP 16). It claims to have nothing and tells each peer of different
 * pieces, so about one copy leaves the seed and hosts get the rest from each other, however few the pieces are.
 *
 * A piece is shown first to one peer. It is shown to another only where the swarm does not help: the first is gone or has
 * stalled, or this peer has got nothing from other hosts although there was something to get for the grace time. A peer that
 * nobody helps is shown everything until somebody does. Pure; time comes in.
 */

export interface SuperSeedOptions {
  readonly pieceCount: number;
  /** Pieces shown to one peer that it has not confirmed yet. */
  readonly windowPieces: number;
  readonly graceMs: number;
}

interface Peer {
  readonly shown: Set<number>;
  readonly has: Set<number>;
  /** Of the shown pieces, those it does not have yet. */
  readonly open: Set<number>;
  /** When it last confirmed a piece, or was shown one with nothing open. */
  activeMs: number;
  /** Since when it could have got a piece from others and got none; null while there was none to get. */
  unhelpedSinceMs: number | null;
}

export class SuperSeed {
  readonly #options: SuperSeedOptions;
  readonly #peers = new Map<string, Peer>();
  /** Present peers that are expected to get each piece from us, or have it. */
  readonly #holders: Uint32Array;
  /** Every piece before this one has a holder; only a hint. */
  #cursor = 0;

  constructor(options: SuperSeedOptions) {
    this.#options = options;
    this.#holders = new Uint32Array(options.pieceCount);
  }

  join(peer: string, nowMs: number): void {
    this.leave(peer);
    const somethingElsewhere = [...this.#peers.values()].some((other) => other.has.size > 0);
    const unhelpedSinceMs = somethingElsewhere ? nowMs : null;
    this.#peers.set(peer, { shown: new Set(), has: new Set(), open: new Set(), activeMs: nowMs, unhelpedSinceMs });
  }

  leave(peer: string): void {
    const state = this.#peers.get(peer);
    if (state === undefined) return;
    this.#peers.delete(peer);
    for (const index of state.open) this.#release(index);
    for (const index of state.has) this.#release(index);
  }

  /** The peer says that it has the piece; `initial`: it had it when it joined. */
  confirm(peer: string, index: number, { nowMs, initial }: { readonly nowMs: number; readonly initial: boolean }): void {
    const state = this.#peers.get(peer);
    if (state === undefined || state.has.has(index) || index >= this.#options.pieceCount) return;
    state.has.add(index);
    state.activeMs = nowMs;
    if (!state.open.delete(index)) this.#hold(index);
    if (!initial && !state.shown.has(index)) state.unhelpedSinceMs = nowMs;
    for (const other of this.#peers.values()) if (!other.has.has(index)) other.unhelpedSinceMs ??= nowMs;
  }

  /** Pieces to show to the peer now. */
  next(peer: string, nowMs: number): readonly number[] {
    const state = this.#peers.get(peer);
    if (state === undefined) return [];
    this.#giveUpStalled(nowMs);
    const shown: number[] = [];
    const show = (index: number): void => {
      if (state.open.size === 0) state.activeMs = nowMs;
      state.shown.add(index);
      state.open.add(index);
      this.#hold(index);
      shown.push(index);
    };
    const room = (): boolean => state.open.size < this.#options.windowPieces;
    for (let index = this.#cursor; index < this.#options.pieceCount && room(); index++) {
      if (this.#holders[index] === 0) show(index);
      if (index === this.#cursor) this.#cursor++;
    }
    const unhelped = state.unhelpedSinceMs !== null && nowMs - state.unhelpedSinceMs >= this.#options.graceMs;
    if (room() && unhelped) for (const index of this.#rarestFor(state)) if (room()) show(index);
    return shown;
  }

  /** Peers that were shown pieces and confirm none: others may have those. */
  #giveUpStalled(nowMs: number): void {
    for (const state of this.#peers.values()) {
      if (state.open.size === 0 || nowMs - state.activeMs < this.#options.graceMs * STALLED_GRACES) continue;
      for (const index of state.open) this.#release(index);
      state.open.clear();
    }
  }

  #rarestFor(state: Peer): number[] {
    const lacking: number[] = [];
    for (let index = 0; index < this.#options.pieceCount; index++) {
      if (!state.open.has(index) && !state.has.has(index)) lacking.push(index);
    }
    return lacking.sort((a, b) => (this.#holders[a] ?? 0) - (this.#holders[b] ?? 0) || a - b);
  }

  #hold(index: number): void {
    this.#holders[index] = (this.#holders[index] ?? 0) + 1;
  }

  #release(index: number): void {
    const left = (this.#holders[index] ?? 1) - 1;
    this.#holders[index] = left;
    if (left === 0) this.#cursor = Math.min(this.#cursor, index);
  }
}

/** A peer that confirms nothing for this many grace times has stalled: longer than that of one that merely is not helped. */
const STALLED_GRACES = 3;
