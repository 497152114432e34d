/**
 * Which pieces may have several senders. A wrong piece from one sender costs one piece: the sender is banned. One from several is explained only
 * when the right piece is there (suspects.ts), and meanwhile a liar may be in others. So a host is in few such pieces at a time, and one that
 * took part in an unexplained wrong piece is in no further one: what it begins, it sends alone. Seeds are not counted. Pure.
 */
import { SHARED_PIECES_MAX } from "../limits.ts";

interface Sender {
  readonly source: { readonly isSeed?: boolean };
  readonly peer: string;
}

interface SharedPiece<S extends Sender> {
  /** Who sent a block of it, or was asked for one. */
  readonly parties: ReadonlySet<S>;
}

export interface ShareQuestion<S extends Sender> {
  readonly piece: SharedPiece<S>;
  readonly joining: S;
  /** All pieces on their way. */
  readonly pieces: Iterable<SharedPiece<S>>;
  readonly isConnected: (sender: S) => boolean;
  readonly isSuspect: (peer: string) => boolean;
}

export function mayShare<S extends Sender>({ piece, joining, pieces, isConnected, isSuspect }: ShareQuestion<S>): boolean {
  if (piece.parties.has(joining)) return true;
  const others = [...piece.parties].filter(isConnected);
  if (others.length === 0) return true;
  // Where the piece has several senders already, it counts for them already.
  const affected = (others.length === 1 ? [...others, joining] : [joining]).filter(({ source }) => source.isSeed !== true);
  if (affected.length === 0) return true;
  const shared = [...pieces].filter(({ parties }) => parties.size > 1);
  const isFree = (sender: S): boolean =>
    !isSuspect(sender.peer) && shared.filter(({ parties }) => parties.has(sender)).length < SHARED_PIECES_MAX;
  return affected.every(isFree);
}
