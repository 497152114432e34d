/** Quantities as people read them. */

/** `85 ms`, `2.4 s`, `3 min 20 s`, `2 h 5 min`. */
export function formatDuration(ms: number): string {
  if (Math.round(ms) < 1000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** UTC to the second, `2026-11-20 12:00:00Z`; `-` for 0. */
export function formatTime(unixMs: number): string {
  return unixMs === 0 ? "-" : `${new Date(unixMs).toISOString().slice(0, 19).replace("T", " ")}Z`;
}

export function formatPercent(part: number, whole: number): string {
  return whole === 0 ? "-" : `${Math.floor((100 * part) / whole)} %`;
}
