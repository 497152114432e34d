/**
 * Which pieces a coordinator's seed shows to whom (after BEP 16). It claims to have nothing and tells each peer of different
 * pieces, so about one copy leaves the seed and hosts get the rest from each other, however few the pieces are.
 *
 * Peers at the seed's own datacenter and those abroad are two audiences: each is shown every piece once, for no piece goes from
 * the one to the other (hand-out.ts). Abroad the datacenters take turns. Few pieces are open at a time, about a second's worth,
 * so that the first are complete, and go on from site to site, long before the last are shown.
 *
 * A piece is shown to a second peer only where the swarm does not help: the first is gone or has stalled, or the peer has got
 * nothing from other hosts although there was something to get for the grace time. A peer that nobody helps is shown everything
 * until somebody does. Once every piece has been shown, those that few say to have, and for a while nobody new, are shown to
 * another: those few may have died without a word, and the uplink has nothing better to carry. Pure; time comes in.
 */

import type { Preset } from "../presets.ts";

export interface SuperSeedOptions {
  readonly pieceCount: number;
  /** Pieces open (shown and not confirmed) in one audience before its pace is known. */
  readonly windowPieces: number;
  readonly graceMs: number;
  /** Where the seed is. */
  readonly datacenter: string;
}

/** How a seed with this preset shows pieces of such a torrent. */
export function showing(
  { pieceCount, pieceLengthBytes }: { readonly pieceCount: number; readonly pieceLengthBytes: number },
  { preset, datacenter }: { readonly preset: Preset; readonly datacenter: string | null },
): SuperSeedOptions {
  const windowPieces = Math.max(OPEN_MIN, Math.ceil(preset.revealWindowBytes / pieceLengthBytes));
  return { pieceCount, windowPieces, graceMs: preset.revealGraceMs, datacenter: datacenter ?? "" };
}

export interface Shown {
  readonly peer: string;
  readonly index: number;
}

export class SuperSeed {
  readonly #options: SuperSeedOptions;
  readonly #peers = new Map<string, Peer>();
  readonly #home: Audience;
  readonly #abroad: Audience;
  #turn = 0;

  constructor(options: SuperSeedOptions) {
    this.#options = options;
    this.#home = newAudience(options);
    this.#abroad = newAudience(options);
  }

  /** `datacenter`: null while it is not known; nothing is shown to the peer for a moment then. */
  join(peer: string, { datacenter, nowMs }: { readonly datacenter: string | null; readonly nowMs: number }): void {
    this.leave(peer);
    const audience = this.#audienceOf(datacenter);
    const somethingElsewhere = [...this.#peers.values()].some((other) => other.audience === audience && other.has.size > 0);
    const unhelpedSinceMs = somethingElsewhere ? nowMs : null;
    const showFromMs = datacenter === null ? nowMs + PLACED_MS : nowMs;
    const state = { audience, datacenter, showFromMs, turn: 0, shown: new Set<number>(), has: new Set<number>() };
    this.#peers.set(peer, { ...state, open: new Map(), activeMs: nowMs, shunned: false, shunnedToMs: -Infinity, unhelpedSinceMs });
  }

  /** The peer says where it is, or (null) says nothing of it. */
  place(peer: string, datacenter: string | null, nowMs: number): void {
    const state = this.#peers.get(peer);
    if (state === undefined) return;
    if (state.datacenter === datacenter) {
      state.showFromMs = Math.min(state.showFromMs, nowMs);
      return;
    }
    const has = [...state.has];
    this.join(peer, { datacenter, nowMs });
    for (const index of has) this.confirm(peer, index, { nowMs, initial: true });
  }

  leave(peer: string): void {
    const state = this.#peers.get(peer);
    if (state === undefined) return;
    this.#peers.delete(peer);
    for (const index of state.open.keys()) giveUp(state, index);
    for (const index of state.has) release(state.audience, index);
  }

  /** The peer says that it has the piece; `initial`: it had it when it joined. */
  confirm(peer: string, index: number, { nowMs, initial }: { readonly nowMs: number; readonly initial: boolean }): void {
    const state = this.#peers.get(peer);
    if (state === undefined || state.has.has(index) || index >= this.#options.pieceCount) return;
    const { audience } = state;
    state.has.add(index);
    state.activeMs = nowMs;
    if (nowMs >= state.shunnedToMs) state.shunned = false;
    audience.heldMs[index] = nowMs;
    const shownMs = state.open.get(index);
    if (shownMs === undefined) hold(audience, index);
    else {
      state.open.delete(index);
      notePace(audience, { tookMs: nowMs - shownMs, nowMs });
    }
    if (!initial && !state.shown.has(index)) state.unhelpedSinceMs = nowMs;
    for (const other of this.#peers.values()) {
      if (other.audience === audience && !other.has.has(index)) other.unhelpedSinceMs ??= nowMs;
    }
  }

  /** Pieces to show now. To be called when a peer has confirmed one, and some times a second. */
  next(nowMs: number): readonly Shown[] {
    this.#giveUpStalled(nowMs);
    const audiences = [this.#home, this.#abroad];
    const shown = audiences.flatMap((audience) => [...this.#firstCopies(audience, nowMs), ...this.#secondCopies(audience, nowMs)]);
    return [...shown, ...this.#forUnhelped(nowMs)];
  }

  /** Each piece that nobody of the audience has or was shown, to the datacenter and the peer whose turn it is. */
  #firstCopies(audience: Audience, nowMs: number): Shown[] {
    const shown: Shown[] = [];
    const { peers, room, hasRoom } = this.#roomIn(audience, nowMs);
    while (shown.length < room) {
      const index = firstUnheld(audience, this.#options.pieceCount);
      const next = index < 0 ? undefined : this.#whoseTurn(peers.filter(hasRoom));
      if (next === undefined) break;
      this.#show(next[1], index, nowMs);
      shown.push({ peer: next[0], index });
    }
    return shown;
  }

  /** Where nothing is left to show for the first time: pieces that for a while nobody has got from the few that have them. */
  #secondCopies(audience: Audience, nowMs: number): Shown[] {
    const shown: Shown[] = [];
    if (nowMs - audience.lookedMs < LOOK_MS || firstUnheld(audience, this.#options.pieceCount) >= 0) return shown;
    audience.lookedMs = nowMs;
    const { peers, room, hasRoom } = this.#roomIn(audience, nowMs);
    const lacking = peers.filter(([, { has }]) => has.size < this.#options.pieceCount);
    if (peers.length < 2 || lacking.length === 0) return shown;
    const lostSinceMs = nowMs - lateAfterMs(audience, this.#options);
    const fewHolders = Math.max(1, Math.floor(peers.length / FEW_PART));
    for (let index = 0; index < this.#options.pieceCount && shown.length < room; index++) {
      if (audience.holders[index]! > fewHolders || audience.heldMs[index]! > lostSinceMs) continue;
      const next = this.#whoseTurn(lacking.filter((peer) => hasRoom(peer) && !peer[1].has.has(index) && !peer[1].open.has(index)));
      if (next === undefined) continue;
      audience.heldMs[index] = nowMs;
      this.#show(next[1], index, nowMs);
      shown.push({ peer: next[0], index });
    }
    return shown;
  }

  /** Who of the audience may be shown how much now. */
  #roomIn(
    audience: Audience,
    nowMs: number,
  ): { readonly peers: readonly Named[]; readonly room: number; readonly hasRoom: (peer: Named) => boolean } {
    const placed = [...this.#peers].filter(([, state]) => state.audience === audience && nowMs >= state.showFromMs);
    const prompt = placed.filter(([, { shunned }]) => !shunned);
    const peers = prompt.length > 0 ? prompt : placed;
    const openMax = pace(audience, this.#options, nowMs);
    const openEachMax = Math.max(OPEN_EACH_MIN, Math.ceil(openMax / Math.max(1, peers.length)) + 1);
    const room = openMax - countedOpen(peers, lateAfterMs(audience, this.#options), nowMs);
    return { peers, room, hasRoom: ([, { open }]) => open.size < openEachMax };
  }

  #whoseTurn(peers: readonly Named[]): Named | undefined {
    const turns = new Map<string | null, number>();
    for (const { datacenter, turn } of this.#peers.values()) turns.set(datacenter, Math.max(turn, turns.get(datacenter) ?? 0));
    const rank = ({ datacenter, turn }: Peer): number => (turns.get(datacenter) ?? 0) * TURNS_MAX + turn;
    return peers.reduce<Named | undefined>((best, one) => (best === undefined || rank(one[1]) < rank(best[1]) ? one : best), undefined);
  }

  #forUnhelped(nowMs: number): Shown[] {
    const shown: Shown[] = [];
    for (const [peer, state] of this.#peers) {
      const { unhelpedSinceMs, audience, open } = state;
      if (unhelpedSinceMs === null || nowMs - unhelpedSinceMs < patienceMs(audience, this.#options)) continue;
      if (open.size >= this.#options.windowPieces) continue;
      for (const index of this.#rarestFor(state).slice(0, this.#options.windowPieces - open.size)) {
        this.#show(state, index, nowMs);
        shown.push({ peer, index });
      }
    }
    return shown;
  }

  #show(state: Peer, index: number, nowMs: number): void {
    if (state.open.size === 0) state.activeMs = nowMs;
    state.turn = ++this.#turn;
    state.shown.add(index);
    state.open.set(index, nowMs);
    hold(state.audience, index);
  }

  /** Pieces that were shown to peers that confirm none, or far too slowly: others may have those. */
  #giveUpStalled(nowMs: number): void {
    for (const state of this.#peers.values()) {
      const lateMs = lateAfterMs(state.audience, this.#options);
      const stalled = nowMs - state.activeMs >= lateMs;
      for (const [index, shownMs] of state.open) {
        if (!stalled && nowMs - shownMs < 2 * lateMs) continue;
        giveUp(state, index);
        state.shunned = true;
        state.shunnedToMs = nowMs + SHUNNED_MS;
      }
    }
  }

  #rarestFor({ audience, open, has }: Peer): number[] {
    const lacking: number[] = [];
    for (let index = 0; index < this.#options.pieceCount; index++) if (!open.has(index) && !has.has(index)) lacking.push(index);
    return lacking.sort((a, b) => audience.holders[a]! - audience.holders[b]! || a - b);
  }

  #audienceOf(datacenter: string | null): Audience {
    return datacenter === this.#options.datacenter ? this.#home : this.#abroad;
  }
}

interface Peer {
  readonly audience: Audience;
  readonly datacenter: string | null;
  showFromMs: number;
  /** Of the last piece shown to it. */
  turn: number;
  readonly shown: Set<number>;
  readonly has: Set<number>;
  /** Shown pieces that it does not have yet, and when they were shown. */
  readonly open: Map<number, number>;
  /** When it last confirmed a piece, or was shown one with nothing open. */
  activeMs: number;
  /** Pieces that were shown to it had to be given up. Whoever else is there goes before it, for a time at least and until it confirms something. */
  shunned: boolean;
  shunnedToMs: number;
  /** Since when it could have got a piece from others and got none; null while there was none to get. */
  unhelpedSinceMs: number | null;
}

type Named = readonly [peer: string, state: Peer];

interface Audience {
  /** Present peers that are expected to get each piece from us, or have it. */
  readonly holders: Uint32Array;
  /** When somebody last said to have it, or was shown it again; nobody has it: infinite. */
  readonly heldMs: Float64Array;
  /** When it was last looked whether pieces are lost. */
  lookedMs: number;
  /** Every piece before this one has a holder; only a hint. */
  cursor: number;
  /** From showing a piece to its confirmation, smoothed; null before the first. */
  tookMs: number | null;
  /** When shown pieces were confirmed, within the last `PACE_MS`. */
  confirmedMs: number[];
  confirmed: number;
}

/** A peer that has not said where it is by then is abroad. */
const PLACED_MS = 1_000;
/** Open pieces of one audience are what was confirmed within this time … */
const OPEN_MS = 1_000;
/** … and at least so many; of one peer so many: one on its way, one to go on with. */
const OPEN_MIN = 4;
const OPEN_EACH_MIN = 2;
/** The pace is that of this time. */
const PACE_MS = 2_000;
/** A piece is late after this many times the usual time, and no sooner than this: it does not keep others waiting; a peer that confirms nothing for so long has stalled. */
const LATE_TIMES = 3;
const LATE_MIN_MS = 2_000;
/** Lost pieces are looked for this often. */
const LOOK_MS = 200;
/** Of an audience, one in so many are few. */
const FEW_PART = 4;
/** Who had pieces that others wait for, gets no more of them for this time. */
const SHUNNED_MS = 10_000;
/** On a slow link a piece takes long to go on from host to host too: patience grows by this many times what it takes from us. */
const PATIENCE_TIMES = 8;
/** Above every turn of one torrent. */
const TURNS_MAX = 2 ** 26;

function newAudience({ pieceCount }: SuperSeedOptions): Audience {
  return {
    holders: new Uint32Array(pieceCount),
    heldMs: new Float64Array(pieceCount).fill(Infinity),
    lookedMs: -Infinity,
    cursor: 0,
    tookMs: null,
    confirmedMs: [],
    confirmed: 0,
  };
}

function notePace(audience: Audience, { tookMs, nowMs }: { readonly tookMs: number; readonly nowMs: number }): void {
  audience.tookMs = audience.tookMs === null ? tookMs : audience.tookMs + 0.2 * (tookMs - audience.tookMs);
  audience.confirmed++;
  audience.confirmedMs.push(nowMs);
}

/** Pieces that may be open now. Where confirmations take less than `OPEN_MS` the uplink has room, and this grows; else it shrinks. */
function pace(audience: Audience, { windowPieces }: SuperSeedOptions, nowMs: number): number {
  while (audience.confirmedMs.length > 0 && nowMs - audience.confirmedMs[0]! > PACE_MS) audience.confirmedMs.shift();
  if (audience.confirmed < windowPieces) return windowPieces;
  return Math.max(OPEN_MIN, Math.ceil((audience.confirmedMs.length * OPEN_MS) / PACE_MS));
}

function lateAfterMs({ tookMs }: Audience, { graceMs }: SuperSeedOptions): number {
  return tookMs === null ? graceMs : Math.max(LATE_MIN_MS, tookMs * LATE_TIMES);
}

function countedOpen(peers: readonly Named[], lateMs: number, nowMs: number): number {
  let count = 0;
  for (const [, { open }] of peers) for (const shownMs of open.values()) if (nowMs - shownMs < lateMs) count++;
  return count;
}

function patienceMs({ tookMs }: Audience, { graceMs }: SuperSeedOptions): number {
  return graceMs + PATIENCE_TIMES * (tookMs ?? 0);
}

function firstUnheld(audience: Audience, pieceCount: number): number {
  while (audience.cursor < pieceCount && audience.holders[audience.cursor]! > 0) audience.cursor++;
  return audience.cursor < pieceCount ? audience.cursor : -1;
}

function giveUp({ open, audience }: Peer, index: number): void {
  open.delete(index);
  release(audience, index);
}

function hold(audience: Audience, index: number): void {
  audience.holders[index]!++;
}

function release(audience: Audience, index: number): void {
  audience.holders[index]!--;
  if (audience.holders[index] !== 0) return;
  audience.heldMs[index] = Infinity;
  audience.cursor = Math.min(audience.cursor, index);
}
