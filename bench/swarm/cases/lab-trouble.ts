/**
 * `lab-hostile-s`: the lab with one host in three hostile (lab/hostile.ts), beside a clean run. `lab-ingress-killed-s`: the lab with
 * the first ingress abroad that has half of the bundle killed. `lab-hostile-pieces`: the most wrong pieces that one host took from one liar. That no bad
 * byte is committed is looked at in the files (lab/ours.ts).
 */
import type { Bench } from "../cases.ts";
import { openLab } from "../lab/bundle.ts";
import { raceHostile, raceKilled, raceOurs } from "../lab/ours.ts";
import type { Race } from "../lab/run.ts";

export async function labTroubleCase(bench: Bench): Promise<void> {
  const lab = await openLab(bench);
  if (lab === null) return;
  const clean = await lab.repeat(raceOurs);
  const row = { case: lab.shape, peer: "clean run", theirs: clean.lastS };
  const hostile = await lab.repeat(raceHostile);
  bench.report.add({
    ...row,
    metric: "lab-hostile-s",
    ours: hostile.lastS,
    note: `${hostile.note}; ${copiesOf(hostile)} copies (clean: ${copiesOf(clean)}), ${toldOf(hostile.races)}`,
  });
  const taken = Math.max(...hostile.races.map(({ wrongPieces }) => wrongPieces));
  bench.report.add({
    case: lab.shape,
    metric: "lab-hostile-pieces",
    ours: taken,
    peer: "allowed",
    theirs: WRONG_PIECES_MAX,
    note: "the worst of all runs",
  });
  const killed = await lab.repeat(raceKilled);
  bench.report.add({ ...row, metric: "lab-ingress-killed-s", ours: killed.lastS, note: killed.note });
}

const WRONG_PIECES_MAX = 3;

function copiesOf({ payloadCopies }: { readonly payloadCopies: number | null }): string {
  return payloadCopies?.toFixed(3) ?? "?";
}

function toldOf(races: readonly Race[]): string {
  const kinds = new Map<string, number>();
  for (const { kind } of races.flatMap(({ events }) => events)) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const wasted = races.reduce((sum, { wastedCopies }) => sum + wastedCopies, 0);
  return [...Array.from(kinds, ([kind, count]) => `${kind} ${count}`), `wasted ${wasted.toFixed(3)} copies`].join(", ");
}
