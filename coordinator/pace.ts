/** A token bucket: so many at once, then so many a second. Whoever is faster waits; nothing is dropped. */

export interface PaceOptions {
  readonly burst: number;
  readonly perSecond: number;
}

export interface Pace {
  /** Milliseconds to wait before this one; 0 within the burst. Counts it. */
  take(nowMs: number): number;
}

export function createPace({ burst, perSecond }: PaceOptions): Pace {
  let tokens = burst;
  let filledMs: number | null = null;
  return {
    take(nowMs) {
      tokens = Math.min(burst, tokens + (Math.max(0, nowMs - (filledMs ?? nowMs)) * perSecond) / 1000);
      filledMs = nowMs;
      tokens -= 1;
      return tokens >= 0 ? 0 : Math.ceil((-tokens * 1000) / perSecond);
    },
  };
}
