/**
 * Who lied when a piece came from several peers: the digests of its blocks are kept with their senders until the right piece is
 * there; whose block differs is the liar, everybody else is cleared. (libtorrent calls it smart ban.)
 */
import { blake3 } from "../../runtime/blake3.ts";
import { SUSPECT_PIECES_MAX } from "../limits.ts";

export interface SuspectPiece {
  readonly index: number;
  readonly blocks: number;
  senderOf(block: number): { readonly peer: string } | undefined;
  blockBytes(block: number): Buffer;
}

interface Evidence {
  readonly block: number;
  readonly peer: string;
  readonly digest: string;
}

export class Suspects {
  readonly #pieces = new Map<number, Evidence[]>();

  /** True while a mismatch of this piece is not explained. */
  has(index: number): boolean {
    return this.#pieces.has(index);
  }

  /** True while a mismatch that this peer sent blocks of is not explained. */
  involves(peer: string): boolean {
    for (const evidence of this.#pieces.values()) if (evidence.some((one) => one.peer === peer)) return true;
    return false;
  }

  /** Keeps what came; the oldest case is dropped when there are too many. */
  note(piece: SuspectPiece): void {
    const evidence = this.#pieces.get(piece.index) ?? [];
    for (let block = 0; block < piece.blocks; block++) {
      const sender = piece.senderOf(block);
      if (sender !== undefined) evidence.push({ block, peer: sender.peer, digest: blake3(piece.blockBytes(block)) });
    }
    this.#pieces.delete(piece.index);
    this.#pieces.set(piece.index, evidence);
    const oldest = this.#pieces.keys().next().value;
    if (this.#pieces.size > SUSPECT_PIECES_MAX && oldest !== undefined) this.#pieces.delete(oldest);
  }

  /** The peers whose blocks were not those of the right piece. */
  settle(piece: SuspectPiece): readonly string[] {
    const evidence = this.#pieces.get(piece.index) ?? [];
    this.#pieces.delete(piece.index);
    const wrong = evidence.filter(({ block, digest }) => blake3(piece.blockBytes(block)) !== digest);
    return [...new Set(wrong.map(({ peer }) => peer))];
  }
}
