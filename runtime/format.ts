/** Quantities as people read them, in logs, reports and on the terminal. */

/** `0 B`, `812 B`, `4.20 MB`, `1.03 GB`: powers of 1000, three digits. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  let value = bytes / 1000;
  let unit = 0;
  // What would be rounded to 1000 belongs to the next unit.
  for (; value >= 999.5 && unit < UNITS.length - 1; unit++) value /= 1000;
  return `${value.toFixed(value < 9.995 ? 2 : value < 99.95 ? 1 : 0)} ${UNITS[unit]}`;
}

const UNITS = ["kB", "MB", "GB", "TB", "PB"] as const;
