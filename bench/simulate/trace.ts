/** Where the time of a run went: how full the uplinks were, second by second, and how long each site took for what. */
import { PAYLOAD_PART, type Shape } from "./shape.ts";

export class Trace {
  readonly #shape: Shape;
  /** Payload by second, of each site. */
  readonly #up: Float64Array[];
  readonly #down: Float64Array[];
  readonly #seen: Uint8Array[];
  readonly #pieces: number[];
  readonly #firstMs: number[];
  /** When the last piece had come to the site. */
  readonly #lastMs: number[];
  readonly #ingress: string[][];

  constructor(shape: Shape, pieces: number) {
    this.#shape = shape;
    const bySite = <T>(make: () => T): T[] => Array.from({ length: shape.sites }, make);
    this.#up = bySite(() => new Float64Array(SECONDS_MAX));
    this.#down = bySite(() => new Float64Array(SECONDS_MAX));
    this.#seen = bySite(() => new Uint8Array(pieces));
    this.#pieces = bySite(() => pieces);
    this.#firstMs = bySite(() => Infinity);
    this.#lastMs = bySite(() => Infinity);
    this.#ingress = bySite(() => []);
  }

  /** Payload that went from site to site, evenly over the time. */
  crossed(
    bytes: number,
    { from, to, beganMs, nowMs }: { readonly from: number; readonly to: number; readonly beganMs: number; readonly nowMs: number },
  ): void {
    const spanMs = Math.max(1e-6, nowMs - beganMs);
    for (let second = Math.floor(beganMs / 1000); second * 1000 < nowMs && second < SECONDS_MAX; second++) {
      const partMs = Math.min(nowMs, (second + 1) * 1000) - Math.max(beganMs, second * 1000);
      this.#up[from]![second]! += (bytes * partMs) / spanMs;
      this.#down[to]![second]! += (bytes * partMs) / spanMs;
    }
  }

  gained(site: number, piece: number, nowMs: number): void {
    if (this.#seen[site]![piece] === 1) return;
    this.#seen[site]![piece] = 1;
    this.#firstMs[site] = Math.min(this.#firstMs[site]!, nowMs);
    if (--this.#pieces[site]! === 0) this.#lastMs[site] = nowMs;
  }

  appointed(site: number, host: number, { cardPart, nowMs }: { readonly cardPart: number; readonly nowMs: number }): void {
    const speed = cardPart === 1 ? "" : ` (card × ${cardPart})`;
    this.#ingress[site]!.push(`${host}${speed} at ${seconds(nowMs)}`);
  }

  /** `doneMs`: of the hosts that live, with their sites. */
  report(done: readonly { readonly site: number; readonly doneMs: number }[]): readonly string[] {
    return [...this.#uplinks(), ...this.#sites(done)];
  }

  #uplinks(): string[] {
    const linkBytes = (this.#shape.wanBitsPerS / 8) * PAYLOAD_PART;
    const percent = (bytes: number): string => `${Math.round((bytes / linkBytes) * 100)}`.padStart(4);
    const lines = ["uplinks in % of what they carry: second, seed's site up; others up: mean, least, most; down: mean, least, most"];
    const last = this.#down.reduce(
      (most, one) =>
        Math.max(
          most,
          one.findLastIndex((bytes) => bytes > 0),
        ),
      0,
    );
    for (let second = 0; second <= last; second++) {
      const of = (links: readonly Float64Array[]): string => {
        const all = links.slice(1).map((link) => link[second]!);
        return [all.reduce((sum, one) => sum + one, 0) / all.length, Math.min(...all), Math.max(...all)].map(percent).join(" ");
      };
      lines.push(`${String(second).padStart(4)} s ${percent(this.#up[0]![second]!)} | ${of(this.#up)} | ${of(this.#down)}`);
    }
    return lines;
  }

  #sites(done: readonly { readonly site: number; readonly doneMs: number }[]): string[] {
    const lines = ["site: first piece, all pieces at the site, 50 %, 99 % of its hosts; its ingress hosts"];
    for (let site = 0; site < this.#shape.sites; site++) {
      const times = done.filter((one) => one.site === site).map((one) => one.doneMs);
      times.sort((a, b) => a - b);
      const at = (part: number): string => seconds(times[Math.ceil(times.length * part) - 1] ?? Infinity);
      const ingress = this.#ingress[site]!;
      const rest = ingress.length > INGRESS_SHOWN ? `; ${ingress.length} in all` : "";
      const told = ingress.slice(0, INGRESS_SHOWN).join(", ");
      lines.push(
        `${String(site).padStart(4)}: ${seconds(this.#firstMs[site]!)}, ${seconds(this.#lastMs[site]!)}, ${at(0.5)}, ${at(0.99)}; ${told}${rest}`,
      );
    }
    return lines;
  }
}

const SECONDS_MAX = 1_000;
const INGRESS_SHOWN = 6;

function seconds(ms: number): string {
  return `${Math.round(ms / 10) / 100} s`;
}
