/**
 * The coordinator's seed over HTTPS (server.ts) as one more source of a download. It offers everything and is asked for nothing, until no peer
 * has brought a piece for a while; a piece that a peer helped with puts it to rest again. What comes is verified as from anybody: if it proves
 * wrong, the source is not used any more.
 */
import type { TrackerClient } from "../engine/announce.ts";
import { REDIAL_MS, WEB_SEED_BLOCK_BYTES, WEB_SEED_REQUESTS_PER_HOST_MAX } from "../limits.ts";
import type { Metainfo } from "../torrent.ts";

/** As a source among peers; no certificate has this name. */
export const WEB_SEED = "coordinator-web-seed";

export interface WebSeedOptions {
  /** Of the tracker, which is beside it. */
  readonly announceUrl: string;
  readonly torrent: Pick<Metainfo, "infoHash" | "pieceLengthBytes">;
  /** Without a piece from any peer for this time. */
  readonly afterMs: number;
}

export interface WebSeedDeps {
  readonly now: () => number;
  readonly tracker: Pick<TrackerClient, "range">;
  readonly onHeard: (bytes: number) => void;
}

/** What the fetcher gives along with a request. */
interface Answer {
  readonly done: (block: Uint8Array | null) => void;
}

export class WebSeed {
  readonly peer = WEB_SEED;
  readonly isSeed = true;
  readonly #options: WebSeedOptions;
  readonly #deps: WebSeedDeps;
  readonly #requests = new Map<string, AbortController>();
  #helpedMs: number;
  #failures = 0;
  #retryMs = -Infinity;
  #banned = false;

  constructor(options: WebSeedOptions, deps: WebSeedDeps) {
    this.#options = options;
    this.#deps = deps;
    this.#helpedMs = deps.now();
  }

  /** A verified piece, by those who sent it. */
  brought(peers: ReadonlySet<string>): void {
    if ([...peers].some((peer) => peer !== WEB_SEED)) this.#helpedMs = this.#deps.now();
  }

  /** It sent a wrong piece, or the transfer is over. */
  stop(): void {
    this.#banned = true;
    this.drop();
  }

  /** Ends what is under way. */
  drop(): void {
    for (const request of this.#requests.values()) request.abort();
  }

  blockBytesMax(): number {
    return WEB_SEED_BLOCK_BYTES;
  }

  requestsMax(): number {
    return WEB_SEED_REQUESTS_PER_HOST_MAX;
  }

  chokesUs(): boolean {
    const now = this.#deps.now();
    return this.#banned || now - this.#helpedMs < this.#options.afterMs || now < this.#retryMs;
  }

  has(): boolean {
    return !this.#banned;
  }

  /** What it sends counts as from another datacenter. */
  isOutside(): boolean {
    return true;
  }

  request(index: number, offset: number, length: number, { done }: Answer): void {
    const abort = new AbortController();
    this.#requests.set(keyOf(index, offset), abort);
    const begin = index * this.#options.torrent.pieceLengthBytes + offset;
    void this.#answer({ key: keyOf(index, offset), range: { offset: begin, length }, done }, abort.signal);
  }

  cancel(index: number, offset: number): void {
    this.#requests.get(keyOf(index, offset))?.abort();
  }

  async #answer({ key, range, done }: Ask, signal: AbortSignal): Promise<void> {
    const bytes = await this.#fetch(range, signal);
    this.#requests.delete(key);
    done(signal.aborted ? null : bytes);
  }

  async #fetch(range: { readonly offset: number; readonly length: number }, signal: AbortSignal): Promise<Uint8Array | null> {
    try {
      const { announceUrl, torrent } = this.#options;
      const bytes = await this.#deps.tracker.range(announceUrl, { infoHash: torrent.infoHash, ...range }, signal);
      this.#failures = 0;
      this.#deps.onHeard(bytes.length);
      return bytes;
    } catch {
      // Busy, gone or cut off: later. Whoever can't be reached at all shows as a tracker that failed.
      if (!signal.aborted) this.#retryMs = this.#deps.now() + (REDIAL_MS[Math.min(this.#failures++, REDIAL_MS.length - 2)] ?? 0);
      return null;
    }
  }
}

interface Ask extends Answer {
  readonly key: string;
  readonly range: { readonly offset: number; readonly length: number };
}

function keyOf(index: number, offset: number): string {
  return `${index}+${offset}`;
}
