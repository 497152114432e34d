/** What happens next: a binary heap of (time, kind, two numbers) in typed arrays; of equal times, what was added first. */
export class Queue {
  #times = new Float64Array(1024);
  #order = new Float64Array(1024);
  #kinds = new Uint8Array(1024);
  #as = new Int32Array(1024);
  #bs = new Int32Array(1024);
  #size = 0;
  #added = 0;
  /** The event that was taken last. */
  timeMs = 0;
  kind = 0;
  a = 0;
  b = 0;

  add(timeMs: number, kind: number, a: number, b = 0): void {
    if (this.#size === this.#times.length) this.#grow();
    let at = this.#size++;
    const order = this.#added++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.#times[parent]! <= timeMs) break;
      this.#move(parent, at);
      at = parent;
    }
    this.#put(at, { timeMs, order, kind, a, b });
  }

  /** False if nothing is left. */
  take(): boolean {
    if (this.#size === 0) return false;
    this.timeMs = this.#times[0]!;
    this.kind = this.#kinds[0]!;
    this.a = this.#as[0]!;
    this.b = this.#bs[0]!;
    const last = --this.#size;
    const [timeMs, order] = [this.#times[last]!, this.#order[last]!];
    let at = 0;
    for (let child = 1; child < last; child = 2 * at + 1) {
      if (child + 1 < last && this.#before(child + 1, this.#times[child]!, this.#order[child]!)) child++;
      if (!this.#before(child, timeMs, order)) break;
      this.#move(child, at);
      at = child;
    }
    this.#move(last, at);
    return true;
  }

  #before(at: number, timeMs: number, order: number): boolean {
    const [time = 0, added = 0] = [this.#times[at], this.#order[at]];
    return time < timeMs || (time === timeMs && added < order);
  }

  #move(from: number, to: number): void {
    this.#times[to] = this.#times[from]!;
    this.#order[to] = this.#order[from]!;
    this.#kinds[to] = this.#kinds[from]!;
    this.#as[to] = this.#as[from]!;
    this.#bs[to] = this.#bs[from]!;
  }

  #put(at: number, event: { timeMs: number; order: number; kind: number; a: number; b: number }): void {
    this.#times[at] = event.timeMs;
    this.#order[at] = event.order;
    this.#kinds[at] = event.kind;
    this.#as[at] = event.a;
    this.#bs[at] = event.b;
  }

  #grow(): void {
    const bigger = <T extends Float64Array | Uint8Array | Int32Array>(array: T, made: T): T => (made.set(array), made);
    const length = this.#times.length * 2;
    this.#times = bigger(this.#times, new Float64Array(length));
    this.#order = bigger(this.#order, new Float64Array(length));
    this.#kinds = bigger(this.#kinds, new Uint8Array(length));
    this.#as = bigger(this.#as, new Int32Array(length));
    this.#bs = bigger(this.#bs, new Int32Array(length));
  }
}
