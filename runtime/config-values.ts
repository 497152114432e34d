/** Values of configuration files that have units or parts, as zod types. A number without its unit is refused: 30 what? */
import { isIP } from "node:net";
import { z } from "zod";

export interface Range {
  readonly min?: string;
  readonly max?: string;
}

/** `30s`, `250ms`, `5m`, `12h`, `7d` → milliseconds. Bounds are written the same way and belong to the value. */
export function durationValue({ min = "0ms", max = "3650d" }: Range = {}): z.ZodType<number> {
  return unitValue({ units: DURATION_UNITS, what: "a duration", example: "30s", min, max });
}

/** `512MiB`, `64KiB`, `2GiB`, `4096B` → bytes. */
export function sizeValue({ min = "0B", max = "1024TiB" }: Range = {}): z.ZodType<number> {
  return unitValue({ units: SIZE_UNITS, what: "a size", example: "512MiB", min, max });
}

/** `127.0.0.1:7700`, `[::1]:7700`, `deploy.example.net:7700`. Port 0 where the listener may choose. */
export function addressValue({ anyPort = false }: { readonly anyPort?: boolean } = {}): z.ZodType<{
  readonly host: string;
  readonly port: number;
}> {
  return z.string({ error: "an address is text, like 127.0.0.1:7700" }).transform((text, context) => {
    const [, bracketed, plain, , digits] = ADDRESS.exec(text) ?? [];
    const host = bracketed ?? plain ?? "";
    const port = Number(digits);
    if (digits === undefined || (bracketed !== undefined && isIP(bracketed) !== 6))
      return reject(context, `${JSON.stringify(text)} is not an address like 127.0.0.1:7700`);
    if (port > 65_535 || (port === 0 && !anyPort)) return reject(context, `port ${digits} is not within ${anyPort ? 0 : 1} … 65535`);
    return { host, port };
  });
}

const DURATION_UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const SIZE_UNITS: Readonly<Record<string, number>> = { B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 };
const ADDRESS = /^(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?)):([0-9]{1,5})$/;

interface UnitOptions {
  readonly units: Readonly<Record<string, number>>;
  readonly what: string;
  readonly example: string;
  readonly min: string;
  readonly max: string;
}

function unitValue({ units, what, example, min, max }: UnitOptions): z.ZodType<number> {
  const lowest = parseUnit(min, units) ?? 0;
  const highest = parseUnit(max, units) ?? Number.MAX_SAFE_INTEGER;
  const needed = `${what} is a whole number with its unit (${Object.keys(units).join(", ")}), like ${example}`;
  return z.string({ error: needed }).transform((text, context) => {
    const value = parseUnit(text, units);
    if (value === null) return reject(context, `${JSON.stringify(text.slice(0, 40))}: ${needed}`);
    if (value < lowest || value > highest) return reject(context, `${text} is not within ${min} … ${max}`);
    return value;
  });
}

function parseUnit(text: string, units: Readonly<Record<string, number>>): number | null {
  const [, digits, unit = ""] = /^([0-9]{1,15})([A-Za-z]+)$/.exec(text) ?? [];
  const factor = Object.hasOwn(units, unit) ? units[unit] : undefined;
  return digits === undefined || factor === undefined ? null : Number(digits) * factor;
}

function reject(context: z.core.$RefinementCtx, message: string): never {
  context.issues.push({ code: "custom", message, input: context.value });
  return z.NEVER;
}
