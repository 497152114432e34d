/**
 * `announces-per-s`: 10,000 peers in one torrent, each of which announces again and again; announces answered in a second. Both sides are
 * called in this process with the same requests, behind HTTP and TLS: bittorrent-tracker as it ships (it keeps 1,000 of the peers and
 * forgets the others) and with room for all of them. The ratio is ours ÷ theirs: more is better.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import TrackerServer from "bittorrent-tracker/server";
import { parseHostId } from "../../../runtime/ids.ts";
import { PRESETS } from "../../../swarm/presets.ts";
import { AnnounceDesk } from "../../../swarm/tracker/desk.ts";
import type { Bench } from "../cases.ts";

const PEERS = 10_000;
const DATACENTERS = 20;
const SECONDS = 2;
const RUNS = 5;
const INFO_HASH = "ab".repeat(20);

export async function announcesCase({ report, runs }: Bench): Promise<void> {
  const count = runs ?? RUNS;
  const rates: Record<"ours" | "shipped" | "roomy", number[]> = { ours: [], shipped: [], roomy: [] };
  for (let run = 0; run < count; run++) {
    rates.ours.push(await rate(ours()));
    rates.shipped.push(await rate(stock({})));
    rates.roomy.push(await rate(stock({ peersCacheLength: 2 * PEERS })));
  }
  const row = { case: "10,000 peers", metric: "announces-per-s", ours: median(rates.ours) } as const;
  const note = `${count} runs in turn, behind HTTP and TLS; more is better`;
  report.add({ ...row, peer: "bittorrent-tracker as it ships", theirs: median(rates.shipped), note });
  report.add({ ...row, peer: "… with peersCacheLength 20,000", theirs: median(rates.roomy), note });
}

/** `answered` is called with the answer's body, at once or a tick later. */
type Take = (peer: number, url: string, answered: (body: Uint8Array) => void) => void;

function ours(): Take {
  let announces = 0;
  const desk = new AnnounceDesk(
    { preset: PRESETS.wan, seedDatacenter: "" },
    {
      allowed: () => true,
      seeds: () => ["10.255.0.1:7000"],
      // They announce as often as they are asked to: a thousand in a second, whatever a second is here.
      now: () => announces,
    },
  );
  const hosts = Array.from({ length: PEERS }, (_, peer) => ({
    host: parseHostId(`host${peer}`),
    datacenter: `dc${peer % DATACENTERS}`,
    rack: `rack${peer % 200}`,
    address: null,
  }));
  return (peer, url, answered) => {
    announces++;
    desk.take(requestOf(peer, url), responseTo(answered), hosts[peer]!);
  };
}

function stock(options: object): Take {
  const server = new TrackerServer({ udp: false, ws: false, http: false, stats: false, ...options });
  server.on("warning", (error: Error) => {
    throw error;
  });
  return (peer, url, answered) => server.onHttpRequest(requestOf(peer, url), responseTo(answered), { action: "announce" });
}

/** Announces answered in a second, when all peers are known. */
async function rate(take: Take): Promise<number> {
  for (let peer = 0; peer < PEERS; peer += BATCH) await batch(take, peer, (one) => urlOf(one, 1_000_000, "&event=started"));
  let announces = 0;
  const start = performance.now();
  const end = start + SECONDS * 1000;
  for (let left = 999_999; performance.now() < end; left--) {
    await batch(take, announces, (peer) => urlOf(peer, left, ""));
    announces += BATCH;
  }
  return (announces * 1000) / (performance.now() - start);
}

/** Some peers announce at once; resolves when all are answered. */
async function batch(take: Take, first: number, url: (peer: number) => string): Promise<void> {
  await new Promise<void>((resolve) => {
    let answers = 0;
    for (let at = first; at < first + BATCH; at++) {
      const peer = (at * STRIDE) % PEERS;
      take(peer, url(peer), (body) => {
        if (body.length < ANSWER_BYTES_MIN) throw new Error(`no answer: ${Buffer.from(body).toString("latin1")}`);
        if (++answers === BATCH) resolve();
      });
    }
  });
}

const BATCH = 20;
/** Prime to the number of peers, so that each has its turn, far from its neighbour. */
const STRIDE = 7_919;
/** Of an answer without a peer; a refusal has the word `failure` in it and is shorter. */
const ANSWER_BYTES_MIN = 50;

function urlOf(peer: number, left: number, more: string): string {
  const id = `-SL0001-${String(peer).padStart(12, "0")}`;
  const numbers = `port=7000&uploaded=0&downloaded=${1_000_000 - left}&left=${left}&connected=3&compact=1`;
  return `/passkey/announce?info_hash=${INFO_HASH.replace(/../g, "%$&")}&peer_id=${id}&${numbers}${more}`;
}

function requestOf(peer: number, url: string): IncomingMessage {
  const remoteAddress = `10.${peer >> 16}.${(peer >> 8) & 255}.${peer & 255}`;
  return { url, method: "GET", headers: {}, connection: { remoteAddress } } as unknown as IncomingMessage;
}

function responseTo(answered: (body: Uint8Array) => void): ServerResponse {
  return { end: answered } as unknown as ServerResponse;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
