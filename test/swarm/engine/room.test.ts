import test from "ava";
import { leastUseful, type Seat } from "../../../swarm/engine/room.ts";
import { UNHELPFUL_PEER_MS } from "../../../swarm/limits.ts";

const seat = (joinedMs: number, { useful = false, chokes = true } = {}): Seat => new Link({ joinedMs, useful, chokes });

/** As the real one: an object whose methods need it. */
class Link implements Seat {
  readonly joinedMs: number;
  readonly useful: boolean;
  readonly #chokes: boolean;

  constructor({ joinedMs, useful, chokes }: { readonly joinedMs: number; readonly useful: boolean; readonly chokes: boolean }) {
    this.joinedMs = joinedMs;
    this.useful = useful;
    this.#chokes = chokes;
  }

  chokesUs(): boolean {
    return this.#chokes;
  }
}

test("P17 who has choked us longest without a block makes room, after a fair time", (t) => {
  const [early, late] = [seat(0), seat(5_000)];
  t.is(leastUseful([late, early], UNHELPFUL_PEER_MS - 1), null);
  t.is(leastUseful([late, early], UNHELPFUL_PEER_MS), early);
  t.is(leastUseful([late], UNHELPFUL_PEER_MS + 4_999), null);
});

test("who gave or took a block, and who does not choke us, stays", (t) => {
  t.is(leastUseful([seat(0, { useful: true }), seat(0, { chokes: false })], 1e9), null);
  t.is(leastUseful([], 1e9), null);
});
