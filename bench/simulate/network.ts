/**
 * Flows of bytes between hosts, and how fast each is. A host has a network card, both ways; a site has one uplink, both ways; what
 * stays in a site passes only the two cards. Flows between sites share max-min fairly, as TCP about does; flows within a site get
 * an equal part of what those leave of either card, the smaller one. Rates change whenever a flow begins or ends.
 */
import { type Flow, flowMaker } from "./flow.ts";
import { SHARE } from "./kinds.ts";
import type { Queue } from "./queue.ts";

export interface NetworkOptions {
  readonly siteOf: Uint16Array;
  /** Of each host and of each site, in bytes a millisecond, both ways. */
  readonly cards: Float64Array;
  readonly uplinks: Float64Array;
  readonly queue: Queue;
}

export class Network {
  readonly #options: NetworkOptions;
  readonly #out: Flow[][];
  readonly #in: Flow[][];
  readonly #crossing = new Set<Flow>();
  /** Rate of the flows between sites, by host. */
  readonly #crossOut: Float64Array;
  readonly #crossIn: Float64Array;
  /** How many flows of each host stay at its site. */
  readonly #lanOut: Int32Array;
  readonly #lanIn: Int32Array;
  readonly #makeFlow = flowMaker();
  readonly #flows: Flow[] = [];
  readonly #free: number[] = [];
  #sharing = false;

  constructor(options: NetworkOptions) {
    this.#options = options;
    const hosts = options.siteOf.length;
    this.#out = Array.from({ length: hosts }, () => []);
    this.#in = Array.from({ length: hosts }, () => []);
    this.#crossOut = new Float64Array(hosts);
    this.#crossIn = new Float64Array(hosts);
    this.#lanOut = new Int32Array(hosts);
    this.#lanIn = new Int32Array(hosts);
  }

  into(host: number): readonly Flow[] {
    return this.#in[host]!;
  }

  outOf(host: number): readonly Flow[] {
    return this.#out[host]!;
  }

  leftBytes(flow: Flow, nowMs: number): number {
    return Math.max(0, flow.leftBytes - flow.rate * (nowMs - flow.sinceMs));
  }

  begin(given: { from: number; to: number; piece: number; bytes: number }, nowMs: number): Flow {
    const { from, to, piece, bytes } = given;
    const flow = this.#flows[this.#free.pop() ?? -1] ?? this.#newFlow();
    flow.from = from;
    flow.to = to;
    flow.piece = piece;
    flow.crosses = this.#options.siteOf[from] !== this.#options.siteOf[to];
    flow.askedBytes = flow.leftBytes = bytes;
    flow.rate = 0;
    flow.sinceMs = flow.beganMs = nowMs;
    flow.dueMs = Infinity;
    flow.ended = flow.silent = false;
    this.#out[from]!.push(flow);
    this.#in[to]!.push(flow);
    this.#count(flow, 1);
    this.#changed(flow, nowMs);
    return flow;
  }

  /** Ends a flow; what it still lacked is in `leftBytes`. */
  end(flow: Flow, nowMs: number): void {
    if (flow.ended) return;
    settle(flow, nowMs);
    flow.ended = true;
    this.#options.queue.forgetEnd(flow.id);
    this.#free.push(flow.id);
    remove(this.#out[flow.from]!, flow);
    remove(this.#in[flow.to]!, flow);
    if (!flow.silent) this.#release(flow, nowMs);
  }

  /** Nothing comes from the host any more; what it was sending stays begun. */
  silence(host: number, nowMs: number): void {
    for (const flow of this.#out[host]!) {
      settle(flow, nowMs);
      this.#options.queue.forgetEnd(flow.id);
      flow.silent = true;
      this.#release(flow, nowMs);
      flow.rate = 0;
    }
  }

  /** What the flow had of the links is for others. */
  #release(flow: Flow, nowMs: number): void {
    this.#count(flow, -1);
    if (flow.crosses) {
      this.#crossOut[flow.from]! -= flow.rate;
      this.#crossIn[flow.to]! -= flow.rate;
    }
    this.#changed(flow, nowMs);
  }

  #newFlow(): Flow {
    const flow = this.#makeFlow();
    this.#flows.push(flow);
    return flow;
  }

  #count(flow: Flow, by: 1 | -1): void {
    if (!flow.crosses) {
      this.#lanOut[flow.from]! += by;
      this.#lanIn[flow.to]! += by;
    } else if (by === 1) this.#crossing.add(flow);
    else this.#crossing.delete(flow);
  }

  /** The flow whose end was expected now if it has ended, to be ended by the caller. */
  due(id: number, nowMs: number): Flow | null {
    const flow = this.#flows[id];
    if (flow === undefined || flow.ended) return null;
    settle(flow, nowMs);
    if (flow.leftBytes <= DONE_BYTES) return flow;
    flow.dueMs = Infinity;
    this.#expect(flow);
    return null;
  }

  /** At a `share` event: max-min fair rates for all flows between sites. */
  share(nowMs: number): void {
    this.#sharing = false;
    const hosts = new Set<number>();
    for (const flow of this.#crossing) {
      settle(flow, nowMs);
      hosts.add(flow.from).add(flow.to);
    }
    const rates = this.#maxMin();
    for (const host of hosts) this.#crossOut[host] = this.#crossIn[host] = 0;
    for (const [flow, rate] of rates) {
      flow.rate = rate;
      this.#crossOut[flow.from]! += rate;
      this.#crossIn[flow.to]! += rate;
      this.#expect(flow);
    }
    for (const host of hosts) this.#rerate(host, nowMs);
  }

  #changed(flow: Flow, nowMs: number): void {
    if (flow.crosses && !this.#sharing) {
      this.#sharing = true;
      this.#options.queue.add(nowMs + SHARE_MS, SHARE, 0);
    }
    for (const other of this.#out[flow.from]!) if (!other.crosses) this.#setRate(other, nowMs);
    for (const other of this.#in[flow.to]!) if (!other.crosses && other.from !== flow.from) this.#setRate(other, nowMs);
  }

  #rerate(host: number, nowMs: number): void {
    for (const flow of this.#out[host]!) if (!flow.crosses) this.#setRate(flow, nowMs);
    for (const flow of this.#in[host]!) if (!flow.crosses) this.#setRate(flow, nowMs);
  }

  #setRate(flow: Flow, nowMs: number): void {
    if (flow.silent) return;
    const { cards } = this.#options;
    const up = (cards[flow.from]! - this.#crossOut[flow.from]!) / Math.max(1, this.#lanOut[flow.from]!);
    const down = (cards[flow.to]! - this.#crossIn[flow.to]!) / Math.max(1, this.#lanIn[flow.to]!);
    const rate = Math.max(RATE_MIN, Math.min(up, down));
    if (Math.abs(rate - flow.rate) < flow.rate * RATE_CHANGE_MIN) return;
    settle(flow, nowMs);
    flow.rate = rate;
    this.#expect(flow);
  }

  /** An event no later than the flow's end; one that comes too early looks again. */
  #expect(flow: Flow): void {
    if (flow.rate <= 0) return;
    const dueMs = flow.sinceMs + Math.max(0, flow.leftBytes) / flow.rate;
    if (dueMs >= flow.dueMs) return;
    flow.dueMs = dueMs;
    this.#options.queue.expectEnd(dueMs, flow.id);
  }

  #maxMin(): Map<Flow, number> {
    const { siteOf, uplinks, cards } = this.#options;
    const sites = uplinks.length;
    const links = new Map<number, { left: number; flows: Flow[]; open: number }>();
    const linksOf = (flow: Flow): readonly number[] => [
      siteOf[flow.from]!,
      sites + siteOf[flow.to]!,
      2 * sites + 2 * flow.from,
      2 * sites + 2 * flow.to + 1,
    ];
    // Of a card, flows between sites get at most their part by number.
    const part = (host: number, all: number, lan: number): number => (cards[host]! * (all - lan)) / all;
    const capacity = (link: number, { from, to }: Flow): number => {
      if (link < 2 * sites) return uplinks[link % sites]!;
      return link % 2 === 0 ? part(from, this.#out[from]!.length, this.#lanOut[from]!) : part(to, this.#in[to]!.length, this.#lanIn[to]!);
    };
    for (const flow of this.#crossing) {
      for (const link of linksOf(flow)) {
        const one = links.get(link) ?? { left: capacity(link, flow), flows: [], open: 0 };
        links.set(link, one);
        one.flows.push(flow);
        one.open++;
      }
    }
    const rates = new Map<Flow, number>();
    while (rates.size < this.#crossing.size) {
      let narrowest = { left: Infinity, flows: [] as Flow[], open: 1 };
      for (const one of links.values()) if (one.open > 0 && one.left / one.open < narrowest.left / narrowest.open) narrowest = one;
      const rate = Math.max(RATE_MIN, narrowest.left / narrowest.open);
      for (const flow of narrowest.flows) {
        if (rates.has(flow)) continue;
        rates.set(flow, rate);
        for (const link of linksOf(flow)) {
          const one = links.get(link)!;
          one.left = Math.max(0, one.left - rate);
          one.open--;
        }
      }
    }
    return rates;
  }
}

const DONE_BYTES = 1;
/** Flows between sites are shared out anew this long after one began or ended. */
const SHARE_MS = 4;
/** Bytes a millisecond: nothing stands still for ever. */
const RATE_MIN = 1e-3;
const RATE_CHANGE_MIN = 1e-3;

function settle(flow: Flow, nowMs: number): void {
  flow.leftBytes -= flow.rate * (nowMs - flow.sinceMs);
  flow.sinceMs = nowMs;
}

function remove(flows: Flow[], flow: Flow): void {
  const last = flows.pop()!;
  if (last !== flow) flows[flows.indexOf(flow)] = last;
}
