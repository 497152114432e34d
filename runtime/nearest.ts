/** The known word that a mistyped one probably was: within a third of its letters by edit distance, else null. */
export function nearest(word: string, known: readonly string[]): string | null {
  const best = known
    .map((candidate) => ({ candidate, steps: distance(word.slice(0, 64), candidate) }))
    .sort((a, b) => a.steps - b.steps)[0];
  return best !== undefined && best.steps <= Math.max(1, Math.floor(best.candidate.length / 3)) ? best.candidate : null;
}

/** Insertions, deletions, substitutions and swapped neighbours (optimal string alignment), row by row. */
function distance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  const at = (i: number, j: number): number => rows[i]?.[j] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= a.length; i++) {
    rows.push([i]);
    for (let j = 1; j <= b.length; j++) {
      const substituted = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY;
      rows[i]?.push(Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, substituted, swapped));
    }
  }
  return at(a.length, b.length);
}
