/**
 * How far we keep out of the way of what else a host does: the rate we allow ourselves on one resource, a link in one direction or a disk. A
 * transport of less than best effort (RFC 6297), by counters instead of round-trip times, which Node does not show.
 *
 *     free ── others use it, and it is full ──▶ trial: half our rate ── they took what we left ──▶ yielding
 *      ▲                                          │ they did not                                      │
 *      └──────────── a pause, longer each time ◀──┘     ◀────── they are gone: up again within seconds ─┘
 *
 * That a link looks full proves nothing: it may be as fast as it goes for other reasons. So a trial asks: if others grow by what we give up, it
 * was theirs to need. While yielding, our rate is cut by a share each sample in which it is full and raised by steps while it is not, so that
 * others that need all get it but for the floor, and of what others leave we take most. Pure; time comes with the readings.
 */
import {
  BACK_OFF_CALM_SAMPLES,
  BACK_OFF_CONTESTED_SAMPLES,
  BACK_OFF_CUT_SHARE,
  BACK_OFF_FALLEN_SHARE,
  BACK_OFF_FLOOR_BYTES_PER_S,
  BACK_OFF_FLOOR_SHARE,
  BACK_OFF_PAUSE_MS,
  BACK_OFF_PAUSE_MS_MAX,
  BACK_OFF_RETURN_SHARE,
  BACK_OFF_RISE_SHARE,
  BACK_OFF_TRIAL_SAMPLES_MAX,
  BACK_OFF_TRIAL_SHARE,
} from "../limits.ts";

/** One look at the resource: rates since the one before. */
export interface Reading {
  readonly nowMs: number;
  readonly oursBytesPerS: number;
  readonly othersBytesPerS: number;
  /** Share of the time in which somebody waits for it; 0 where that is not known. */
  readonly pressure: number;
  /** The most it has carried lately: floor and steps are shares of it. */
  readonly capacityBytesPerS: number;
  /** Others use it, more than a little. */
  readonly contested: boolean;
  readonly full: boolean;
  /** Nobody waits for what we transfer: a preseed. */
  readonly patient: boolean;
}

export interface BackOffOptions {
  /** Whether others got something out of it that we moved less; averages of the samples before and after. */
  readonly relieved: (before: Means, after: Means) => boolean;
  readonly judgedSamples: number;
}

export interface Means {
  readonly oursBytesPerS: number;
  readonly othersBytesPerS: number;
  readonly pressure: number;
}

export class BackOff {
  readonly #options: BackOffOptions;
  #state: State = { kind: "free", quietUntilMs: -Infinity };
  #contested: Reading[] = [];
  #pauseMs = BACK_OFF_PAUSE_MS;

  constructor(options: BackOffOptions) {
    this.#options = options;
  }

  /** Others are known to need it; else a cap is a trial. */
  get yielding(): boolean {
    return this.#state.kind === "yielding";
  }

  /** What we may move from now on, in bytes a second; null: all we can. To be called once a sample. */
  take(reading: Reading): number | null {
    switch (this.#state.kind) {
      case "free":
        this.#state = this.#whenFree(reading, this.#state);
        break;
      case "trial":
        this.#state = this.#onTrial(reading, this.#state);
        break;
      case "yielding":
        this.#state = this.#whenYielding(reading, this.#state);
        break;
    }
    return this.#state.kind === "free" ? null : this.#state.bytesPerS;
  }

  #whenFree(reading: Reading, state: Free): State {
    const counts = reading.contested && reading.full && reading.oursBytesPerS > floorOf(reading) && reading.nowMs >= state.quietUntilMs;
    if (!counts) {
      this.#contested = [];
      return state;
    }
    this.#contested.push(reading);
    if (this.#contested.length < BACK_OFF_CONTESTED_SAMPLES) return state;
    const before = means(this.#contested);
    this.#contested = [];
    return {
      kind: "trial",
      bytesPerS: Math.max(floorOf(reading), before.oursBytesPerS * BACK_OFF_TRIAL_SHARE),
      before,
      samples: 0,
      after: [],
    };
  }

  #onTrial(reading: Reading, trial: Trial): State {
    // They went by themselves: nothing was learnt.
    if (!reading.contested && trial.after.length === 0) return { kind: "free", quietUntilMs: reading.nowMs };
    const fallen = reading.oursBytesPerS <= trial.before.oursBytesPerS * (1 - BACK_OFF_FALLEN_SHARE);
    const after = fallen ? [...trial.after, reading] : trial.after;
    const samples = trial.samples + 1;
    if (after.length < this.#options.judgedSamples && samples < BACK_OFF_TRIAL_SAMPLES_MAX) return { ...trial, after, samples };
    if (after.length > 0 && this.#options.relieved(trial.before, means(latest(after)))) {
      this.#pauseMs = BACK_OFF_PAUSE_MS;
      return { kind: "yielding", bytesPerS: cut(reading, trial.bytesPerS), calm: 0 };
    }
    const quietUntilMs = reading.nowMs + this.#pauseMs;
    this.#pauseMs = Math.min(BACK_OFF_PAUSE_MS_MAX, this.#pauseMs * 2);
    return { kind: "free", quietUntilMs };
  }

  #whenYielding(reading: Reading, { bytesPerS, calm }: Yielding): State {
    const { capacityBytesPerS, contested, full, nowMs } = reading;
    if (contested) {
      const next = full ? cut(reading, bytesPerS) : bytesPerS + capacityBytesPerS * BACK_OFF_RISE_SHARE;
      return { kind: "yielding", bytesPerS: Math.max(floorOf(reading), next), calm: 0 };
    }
    if (calm + 1 < BACK_OFF_CALM_SAMPLES) return { kind: "yielding", bytesPerS: Math.max(floorOf(reading), bytesPerS), calm: calm + 1 };
    const next = Math.max(floorOf(reading), bytesPerS + capacityBytesPerS * BACK_OFF_RETURN_SHARE);
    return next >= capacityBytesPerS ? { kind: "free", quietUntilMs: nowMs } : { kind: "yielding", bytesPerS: next, calm: calm + 1 };
  }
}

/** The least we allow ourselves. */
export function floorOf({ capacityBytesPerS }: Pick<Reading, "capacityBytesPerS">): number {
  return Math.max(BACK_OFF_FLOOR_BYTES_PER_S, capacityBytesPerS * BACK_OFF_FLOOR_SHARE);
}

type State = Free | Trial | Yielding;

interface Free {
  readonly kind: "free";
  /** No trial before. */
  readonly quietUntilMs: number;
}

interface Trial {
  readonly kind: "trial";
  readonly bytesPerS: number;
  readonly before: Means;
  readonly samples: number;
  /** Since our rate has fallen. */
  readonly after: readonly Reading[];
}

interface Yielding {
  readonly kind: "yielding";
  readonly bytesPerS: number;
  /** Samples without others. */
  readonly calm: number;
}

/** A cap above what we move would be cut for a long time before anybody felt it. */
function cut(reading: Reading, bytesPerS: number): number {
  const floor = floorOf(reading);
  return reading.patient ? floor : Math.max(floor, Math.min(bytesPerS, reading.oursBytesPerS) * BACK_OFF_CUT_SHARE);
}

/** The last of them: at first what was under way still arrives. */
function latest(readings: readonly Reading[]): readonly Reading[] {
  return readings.slice(-Math.max(2, Math.floor(readings.length / 2)));
}

function means(readings: readonly Reading[]): Means {
  const mean = (value: (reading: Reading) => number): number => readings.reduce((sum, one) => sum + value(one), 0) / readings.length;
  return {
    oursBytesPerS: mean((one) => one.oursBytesPerS),
    othersBytesPerS: mean((one) => one.othersBytesPerS),
    pressure: mean((one) => one.pressure),
  };
}
