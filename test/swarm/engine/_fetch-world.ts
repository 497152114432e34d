/** A fetcher among peers that the test plays; the clock stands still unless it is set. */
import { randomBytes } from "node:crypto";
import { Bitmap } from "../../../swarm/engine/bitmap.ts";
import { createBufferPool } from "../../../swarm/engine/buffer-pool.ts";
import { Fetcher } from "../../../swarm/engine/fetcher.ts";
import type { FetchSource } from "../../../swarm/engine/lane.ts";
import { BLOCK_BYTES } from "../../../swarm/limits.ts";
import { PRESETS } from "../../../swarm/presets.ts";
import { pieceBytes } from "../../../swarm/torrent.ts";

/** Asked by the fetcher, answered by the test. */
export interface FakePeer extends FetchSource {
  readonly answers: { readonly index: number; readonly offset: number; readonly length: number; done(block: Uint8Array | null): void }[];
  choked: boolean;
  lies: (index: number, offset: number) => boolean;
}

export interface World {
  readonly fetcher: Fetcher;
  readonly have: Bitmap;
  readonly content: Buffer;
  readonly banned: string[];
  /** Pieces that proved wrong, by everybody who had sent a block of them. */
  readonly spoilt: Map<string, Set<number>>;
  readonly stalled: string[];
  readonly payload: { bytes: number; wastedBytes: number };
  clock: number;
  peer(
    name: string,
    options?: {
      readonly lies?: boolean | FakePeer["lies"];
      readonly has?: (index: number) => boolean;
      readonly blockBytes?: number;
      readonly isSeed?: boolean;
      readonly isOutside?: boolean;
    },
  ): FakePeer;
  /** Answers what was asked of the peer first. */
  answer(peer: FakePeer): void;
  /** Answers everything asked of these peers until nobody asks. */
  settle(peers: readonly FakePeer[]): Promise<void>;
}

export function world(pieceCount: number, pieceLengthBytes: number, lastBytes = pieceLengthBytes): World {
  const shape = { pieceCount, pieceLengthBytes, sizeBytes: (pieceCount - 1) * pieceLengthBytes + lastBytes };
  const content = randomBytes(shape.sizeBytes);
  const have = new Bitmap(pieceCount);
  const state = { clock: 0, bytes: 0, wastedBytes: 0 };
  const banned: string[] = [];
  const stalled: string[] = [];
  const spoilt = new Map<string, Set<number>>();
  const peers = new Map<string, FakePeer>();
  const right = (index: number): Buffer => content.subarray(index * pieceLengthBytes, index * pieceLengthBytes + pieceBytes(index, shape));
  const fetcher = new Fetcher(
    { shape, preset: PRESETS.loopback, have },
    {
      now: () => state.clock,
      random: Math.random,
      mayAsk: () => true,
      onAsked: () => undefined,
      pool: createBufferPool({ keepBytesMax: 8 * 1024 * 1024 }),
      matches: (bytes, index) => right(index).equals(bytes),
      onPiece: async (index, bytes) => {
        if (!right(index).equals(bytes)) throw new Error("a wrong piece was believed");
        have.add(index);
      },
      onPayload: (_source, bytes) => void (state.bytes += bytes),
      onWasted: (_peer, bytes) => void (state.wastedBytes += bytes),
      onWrong: (peers, index) => {
        for (const peer of peers) spoilt.set(peer, (spoilt.get(peer) ?? new Set()).add(index));
      },
      onBan: (peer) => {
        if (!banned.includes(peer)) banned.push(peer);
        const source = peers.get(peer);
        if (source !== undefined) fetcher.remove(source);
      },
      onStalled: (source) => {
        stalled.push(source.peer);
        fetcher.remove(source);
      },
    },
  );
  return {
    fetcher,
    have,
    content,
    banned,
    stalled,
    spoilt,
    payload: state,
    get clock() {
      return state.clock;
    },
    set clock(value) {
      state.clock = value;
    },
    peer(name, { lies = false, has = () => true, blockBytes = BLOCK_BYTES, isSeed = false, isOutside = false } = {}) {
      const answers: FakePeer["answers"] = [];
      const peer: FakePeer = {
        peer: name,
        answers,
        choked: false,
        lies: typeof lies === "boolean" ? () => lies : lies,
        blockBytesMax: () => blockBytes,
        requestsMax: () => 16,
        chokesUs: () => peer.choked,
        has,
        isSeed,
        isOutside: () => isOutside,
        request: (index, offset, length, { done }) => void answers.push({ index, offset, length, done }),
        cancel: (index, offset) => {
          const at = answers.findIndex((answer) => answer.index === index && answer.offset === offset);
          if (at >= 0) answers.splice(at, 1)[0]?.done(null);
        },
      };
      peers.set(name, peer);
      fetcher.add(peer);
      return peer;
    },
    answer(peer) {
      const asked = peer.answers.shift();
      if (asked === undefined) return;
      const at = asked.index * pieceLengthBytes + asked.offset;
      asked.done(peer.lies(asked.index, asked.offset) ? Buffer.alloc(asked.length, 1) : content.subarray(at, at + asked.length));
    },
    async settle(among) {
      for (;;) {
        for (const peer of among) fetcher.update(peer);
        const busy = among.filter((peer) => peer.answers.length > 0);
        if (busy.length === 0) return;
        const peer = busy[Math.floor(Math.random() * busy.length)]!;
        this.answer(peer);
        await Promise.resolve();
      }
    },
  };
}
