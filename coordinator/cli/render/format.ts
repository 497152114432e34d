/** Quantities as people read them. */

/** `0 B`, `812 B`, `4.2 MB`, `1.03 GB`: powers of 1000, three digits at most. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const power = Math.min(Math.floor(Math.log10(bytes) / 3), UNITS.length);
  const value = bytes / 1000 ** power;
  return `${value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)} ${UNITS[power - 1]}`;
}

/** `85 ms`, `2.4 s`, `3 min 20 s`, `2 h 5 min`. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return `${minutes} min ${Math.floor((ms % 60_000) / 1000)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** UTC to the second, `2026-11-20 12:00:00Z`; `-` for 0. */
export function formatTime(unixMs: number): string {
  return unixMs === 0 ? "-" : `${new Date(unixMs).toISOString().slice(0, 19).replace("T", " ")}Z`;
}

export function formatPercent(part: number, whole: number): string {
  return whole === 0 ? "-" : `${Math.floor((100 * part) / whole)} %`;
}

const UNITS = ["kB", "MB", "GB", "TB", "PB"] as const;
