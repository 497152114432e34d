/**
 * Which pieces a coordinator's seed shows to whom (after BEP 16). It claims to have nothing and tells each peer of different
 * pieces, so about one copy leaves the seed and hosts get the rest from each other, however few the pieces are.
 *
 * A piece is shown first to one peer. It is shown to another only when it has nowhere else to get it: the first is gone before
 * anybody else had it, or this peer has got nothing from other hosts for the grace time. Pure; time comes in.
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
  /** Of shown pieces, those it does not have yet. */
  open: number;
  /** When it joined, or last got a piece that was not shown to it. */
  helpedMs: number;
}

export class SuperSeed {
  readonly #options: SuperSeedOptions;
  readonly #peers = new Map<string, Peer>();
  /** Present peers that were shown each piece or have it. */
  readonly #holders: Uint32Array;
  /** Every piece before this one has a holder; only a hint. */
  #cursor = 0;

  constructor(options: SuperSeedOptions) {
    this.#options = options;
    this.#holders = new Uint32Array(options.pieceCount);
  }

  join(peer: string, nowMs: number): void {
    this.leave(peer);
    this.#peers.set(peer, { shown: new Set(), has: new Set(), open: 0, helpedMs: nowMs });
  }

  leave(peer: string): void {
    const state = this.#peers.get(peer);
    if (state === undefined) return;
    this.#peers.delete(peer);
    for (const index of new Set([...state.shown, ...state.has])) this.#release(index);
  }

  /** The peer says that it has the piece; `initial`: it had it when it joined. */
  confirm(peer: string, index: number, { nowMs, initial }: { readonly nowMs: number; readonly initial: boolean }): void {
    const state = this.#peers.get(peer);
    if (state === undefined || state.has.has(index) || index >= this.#options.pieceCount) return;
    state.has.add(index);
    if (state.shown.has(index)) state.open--;
    else {
      this.#holders[index] = (this.#holders[index] ?? 0) + 1;
      if (!initial) state.helpedMs = nowMs;
    }
  }

  /** Pieces to show to the peer now. */
  next(peer: string, nowMs: number): readonly number[] {
    const state = this.#peers.get(peer);
    if (state === undefined) return [];
    const shown: number[] = [];
    const show = (index: number): void => {
      state.shown.add(index);
      state.open++;
      this.#holders[index] = (this.#holders[index] ?? 0) + 1;
      shown.push(index);
    };
    const room = (): boolean => state.open < this.#options.windowPieces;
    for (let index = this.#cursor; index < this.#options.pieceCount && room(); index++) {
      if (this.#holders[index] === 0) show(index);
      if (index === this.#cursor) this.#cursor++;
    }
    if (room() && nowMs - state.helpedMs >= this.#options.graceMs) {
      for (const index of this.#rarestFor(state)) if (room()) show(index);
    }
    return shown;
  }

  #rarestFor(state: Peer): number[] {
    const lacking: number[] = [];
    for (let index = 0; index < this.#options.pieceCount; index++) {
      if (!state.shown.has(index) && !state.has.has(index)) lacking.push(index);
    }
    return lacking.sort((a, b) => (this.#holders[a] ?? 0) - (this.#holders[b] ?? 0) || a - b);
  }

  #release(index: number): void {
    const left = (this.#holders[index] ?? 1) - 1;
    this.#holders[index] = left;
    if (left === 0) this.#cursor = Math.min(this.#cursor, index);
  }
}
