/** Mixes predictions: a weighted sum in the logistic domain, whose weights, one set for each context, learn from each bit (online gradient descent). */
import { SQUASH } from "./logistic.ts";

export interface Mixer {
  /** Predictions, stretched; the last is the bias. Filled in by the caller. */
  readonly inputs: Float64Array;
  /** The stretched sum with the weights of that set. */
  mix(set: number): number;
  /** As many times as `mix` since the last: each set used learns. */
  learn(bit: number): void;
}

export interface MixerOptions {
  readonly inputs: number;
  readonly sets: number;
  /** Sets mixed for one bit, each by itself. */
  readonly layers: number;
  readonly rate: number;
  readonly weight: number;
}

export function createMixer({ inputs, sets, layers, rate, weight }: MixerOptions): Mixer {
  const values = new Float64Array(inputs + 1);
  const count = inputs + 1;
  values[inputs] = BIAS;
  const weights = new Float64Array(count * sets).fill(weight);
  const chosen = new Int32Array(layers);
  const sums = new Int32Array(layers);
  let used = 0;
  return {
    inputs: values,
    mix(set) {
      const first = set * count;
      let sum = 0;
      for (let i = 0; i < count; i++) sum += values[i]! * weights[first + i]!;
      const clamped = sum > 2047 ? 2047 : sum < -2047 ? -2047 : sum | 0;
      chosen[used] = first;
      sums[used++] = clamped;
      return clamped;
    },
    learn(bit) {
      for (let layer = 0; layer < used; layer++) {
        const step = (bit * 4096 - SQUASH[sums[layer]! + 2048]!) * rate;
        const first = chosen[layer]!;
        for (let i = 0; i < count; i++) weights[first + i]! += values[i]! * step;
      }
      used = 0;
    },
  };
}

const BIAS = 256;
