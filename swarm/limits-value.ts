/** `swarm.limits` of a configuration file, as a zod type: caps on what a process sends and takes, over all, with other datacenters, by time of day. */
import { z } from "zod";
import { sizeValue } from "../runtime/config-values.ts";
import { TIMED_LIMITS_MAX } from "./limits.ts";
import type { RateCaps, SwarmLimits } from "./swarm.ts";

/** Sizes are bytes a second; below the least of them a block takes longer than a peer waits. */
export function limitsValue(): z.ZodType<SwarmLimits, unknown> {
  return z
    .strictObject({
      ...CAPS,
      outside: z.strictObject(CAPS).prefault({}),
      times: z.array(TIMED).max(TIMED_LIMITS_MAX).default([]),
      backOff: BACK_OFF,
    })
    .transform(({ outside, times, backOff, ...all }): SwarmLimits => {
      const base = { ...toCaps(all), outside: toCaps(outside) };
      return {
        ...base,
        backOff,
        // What a time says nothing of stays as it is.
        times: times.map(({ from, to, outside: abroad, ...caps }) => {
          return { fromMinute: from, toMinute: to, ...toCaps(caps, base), outside: toCaps(abroad, base.outside) };
        }),
      };
    });
}

const cap = sizeValue({ min: "64KiB", max: "1TiB" }).nullable().optional();
const BACK_OFF = z.enum(["on", "network", "off"]).nullable().default(null);
const CAPS = { upload: cap, download: cap };

const timeOfDay = z.string().transform((text, context): number => {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text) ?? [];
  if (hours !== undefined) return Number(hours) * 60 + Number(minutes);
  context.issues.push({ code: "custom", message: `${JSON.stringify(text.slice(0, 40))} is not a time of day like 08:00`, input: text });
  return z.NEVER;
});

const TIMED = z.strictObject({ from: timeOfDay, to: timeOfDay, ...CAPS, outside: z.strictObject(CAPS).prefault({}) });

interface GivenCaps {
  readonly upload?: number | null | undefined;
  readonly download?: number | null | undefined;
}

function toCaps({ upload, download }: GivenCaps, otherwise: RateCaps = { uploadBytesPerS: null, downloadBytesPerS: null }): RateCaps {
  return {
    uploadBytesPerS: upload === undefined ? otherwise.uploadBytesPerS : upload,
    downloadBytesPerS: download === undefined ? otherwise.downloadBytesPerS : download,
  };
}
