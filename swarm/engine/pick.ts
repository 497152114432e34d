/** Which piece to begin next: rarest first, chance among equals, so that hosts that start together fetch different pieces. Pure. */

export interface PickInput {
  /** Pieces nobody was asked for yet, in any order. */
  readonly missing: readonly number[];
  /** Whether the peer has it. */
  readonly has: (index: number) => boolean;
  /** Connected peers that have it. */
  readonly availability: (index: number) => number;
  /** In [0, 1). */
  readonly random: () => number;
}

/** -1 if the peer has none of them. Linear in `missing`; asked once a piece, not once a block. */
export function pickRarest({ missing, has, availability, random }: PickInput): number {
  let best = -1;
  let fewest = Infinity;
  let ties = 0;
  for (const index of missing) {
    if (!has(index)) continue;
    const count = availability(index);
    if (count > fewest) continue;
    ties = count < fewest ? 1 : ties + 1;
    // Reservoir of one: each of the equals is kept with the same chance.
    if (ties === 1 || random() * ties < 1) best = index;
    fewest = count;
  }
  return best;
}
