/**
 * The coordinator's bundles as plain bytes over HTTPS (after BEP 19), for hosts that no peer helps: `GET …/bundle?info_hash=…` with one
 * `Range: bytes=first-last`. The tracker's server has checked certificate, passkey and admission; here only torrents that are seeded now are
 * served, a bounded range at a time, to a bounded number of requests: it is a last resort, and must not become the way a fleet is fed.
 */
import { type FileHandle, open } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import type { HostId, InfoHash } from "../../runtime/ids.ts";
import { WEB_SEED_ANSWER_MS, WEB_SEED_RANGE_BYTES_MAX, WEB_SEED_REQUESTS_MAX, WEB_SEED_REQUESTS_PER_HOST_MAX } from "../limits.ts";

export interface SeededBundle {
  readonly file: string;
  readonly sizeBytes: number;
}

export interface RangeDesk {
  /** Answers one request of a host that is admitted to the torrent. Never rejects. */
  serve(about: { readonly host: HostId; readonly infoHash: InfoHash }, request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/** `bundle`: what is seeded under that name now, or null. */
export function createRangeDesk(bundle: (infoHash: InfoHash) => SeededBundle | null): RangeDesk {
  const busy = new Map<HostId, number>();
  let requests = 0;
  const count = (host: HostId, change: 1 | -1): void => {
    requests += change;
    const left = (busy.get(host) ?? 0) + change;
    if (left === 0) busy.delete(host);
    else busy.set(host, left);
  };
  return {
    async serve({ host, infoHash }, request, response) {
      const seeded = bundle(infoHash);
      if (seeded === null) return end(response, 404);
      const range = parseRange(request.headers.range, seeded.sizeBytes);
      if (range === null) return end(response, 416, { "content-range": `bytes */${seeded.sizeBytes}` });
      if (requests >= WEB_SEED_REQUESTS_MAX || (busy.get(host) ?? 0) >= WEB_SEED_REQUESTS_PER_HOST_MAX) {
        return end(response, 503, { "retry-after": "5" });
      }
      count(host, 1);
      try {
        await send(response, seeded, range);
      } finally {
        count(host, -1);
      }
    },
  };
}

interface ByteRange {
  readonly first: number;
  /** Included. */
  readonly last: number;
}

/** One range with both ends, inside the file and not too long; anything else is none. */
function parseRange(header: string | undefined, sizeBytes: number): ByteRange | null {
  const [, from, to] = /^bytes=(\d{1,15})-(\d{1,15})$/.exec(header ?? "") ?? [];
  if (from === undefined || to === undefined) return null;
  const [first, last] = [Number(from), Number(to)];
  return first <= last && last < sizeBytes && last - first < WEB_SEED_RANGE_BYTES_MAX ? { first, last } : null;
}

async function send(response: ServerResponse, { file, sizeBytes }: SeededBundle, { first, last }: ByteRange): Promise<void> {
  let handle: FileHandle | null = null;
  try {
    handle = await open(file, "r");
    if ((await handle.stat()).size !== sizeBytes) return end(response, 404);
    response.writeHead(206, {
      "content-type": "application/octet-stream",
      "content-length": last - first + 1,
      "content-range": `bytes ${first}-${last}/${sizeBytes}`,
    });
    const bytes = handle.createReadStream({ start: first, end: last, autoClose: false });
    // Who takes it this slowly does not keep a place.
    await pipeline(bytes, response, { signal: AbortSignal.timeout(WEB_SEED_ANSWER_MS) });
  } catch {
    // The file is gone, or the host is: what it gets is short, and it asks again or elsewhere.
    if (response.headersSent) response.destroy();
    else end(response, 404);
  } finally {
    await handle?.close().catch(() => undefined);
  }
}

function end(response: ServerResponse, status: number, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { ...headers, "content-length": 0 }).end();
}
