/** Randomness as a dependency: tests and the simulator pass a seeded one. */
import { randomBytes, randomInt } from "node:crypto";

export interface Random {
  /** `prefix-` and 24 hex digits: unique for ever, and a valid name for every id of ids.ts. */
  id(prefix: string): string;
  /** Evenly within [0, 1). */
  fraction(): number;
}

export const systemRandom: Random = {
  id: (prefix) => `${prefix}-${randomBytes(12).toString("hex")}`,
  fraction: () => randomInt(2 ** 48 - 1) / 2 ** 48,
};
