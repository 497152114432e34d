/**
 * What happens next, in typed arrays; of equal times, what was added first. Three kinds of events: any (a heap of time, kind and
 * two numbers), those that are added in the order of their times (a ring), and the expected ends of flows, which are often put
 * forward (a heap that knows where each flow is).
 */
import { FLOW } from "./kinds.ts";

export class Queue {
  readonly #heap = new EventHeap();
  readonly #ring = new EventRing();
  readonly #ends = new EndHeap();
  #added = 0;
  /** The event that was taken last. */
  timeMs = 0;
  kind = 0;
  a = 0;
  b = 0;

  add(timeMs: number, kind: number, a: number, b = 0): void {
    this.#heap.add({ timeMs, order: this.#added++, kind, a, b });
  }

  /** No earlier than all that were appended before. */
  append(timeMs: number, kind: number, a: number, b: number): void {
    this.#ring.add({ timeMs, order: this.#added++, kind, a, b });
  }

  /** The flow ends then, and not at the time it was expected to before. */
  expectEnd(timeMs: number, flow: number): void {
    this.#ends.set(flow, timeMs, this.#added++);
  }

  forgetEnd(flow: number): void {
    this.#ends.delete(flow);
  }

  /** False if nothing is left. */
  take(): boolean {
    const [heap, ring, ends] = [this.#heap, this.#ring, this.#ends];
    const ringIsFirst = isBefore(ring.timeMs, ring.order, heap);
    if (isBefore(ends.timeMs, ends.order, ringIsFirst ? ring : heap)) {
      this.timeMs = ends.timeMs;
      this.kind = FLOW;
      this.a = ends.take();
      return true;
    }
    const first = ringIsFirst ? ring : heap;
    if (first.timeMs === Infinity) return false;
    this.timeMs = first.timeMs;
    first.take(this);
    return true;
  }
}

interface Event {
  readonly timeMs: number;
  readonly order: number;
  readonly kind: number;
  readonly a: number;
  readonly b: number;
}

interface Taken {
  kind: number;
  a: number;
  b: number;
}

function isBefore(timeMs: number, order: number, other: { readonly timeMs: number; readonly order: number }): boolean {
  return timeMs < other.timeMs || (timeMs === other.timeMs && order < other.order);
}

class EventHeap {
  #times = new Float64Array(1024);
  #orders = new Float64Array(1024);
  #kinds = new Uint8Array(1024);
  #as = new Int32Array(1024);
  #bs = new Int32Array(1024);
  #size = 0;

  get timeMs(): number {
    return this.#size === 0 ? Infinity : this.#times[0]!;
  }

  get order(): number {
    return this.#size === 0 ? Infinity : this.#orders[0]!;
  }

  add(event: Event): void {
    if (this.#size === this.#times.length) this.#grow();
    let at = this.#size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.#times[parent]! <= event.timeMs) break;
      this.#move(parent, at);
      at = parent;
    }
    this.#times[at] = event.timeMs;
    this.#orders[at] = event.order;
    this.#kinds[at] = event.kind;
    this.#as[at] = event.a;
    this.#bs[at] = event.b;
  }

  take(into: Taken): void {
    into.kind = this.#kinds[0]!;
    into.a = this.#as[0]!;
    into.b = this.#bs[0]!;
    const last = --this.#size;
    const [timeMs, order] = [this.#times[last]!, this.#orders[last]!];
    let at = 0;
    for (let child = 1; child < last; child = 2 * at + 1) {
      if (child + 1 < last && this.#before(child + 1, this.#times[child]!, this.#orders[child]!)) child++;
      if (!this.#before(child, timeMs, order)) break;
      this.#move(child, at);
      at = child;
    }
    this.#move(last, at);
  }

  #before(at: number, timeMs: number, order: number): boolean {
    const time = this.#times[at]!;
    return time < timeMs || (time === timeMs && this.#orders[at]! < order);
  }

  #move(from: number, to: number): void {
    this.#times[to] = this.#times[from]!;
    this.#orders[to] = this.#orders[from]!;
    this.#kinds[to] = this.#kinds[from]!;
    this.#as[to] = this.#as[from]!;
    this.#bs[to] = this.#bs[from]!;
  }

  #grow(): void {
    const length = this.#times.length * 2;
    this.#times = copied(this.#times, new Float64Array(length));
    this.#orders = copied(this.#orders, new Float64Array(length));
    this.#kinds = copied(this.#kinds, new Uint8Array(length));
    this.#as = copied(this.#as, new Int32Array(length));
    this.#bs = copied(this.#bs, new Int32Array(length));
  }
}

class EventRing {
  #times = new Float64Array(1024);
  #orders = new Float64Array(1024);
  #kinds = new Uint8Array(1024);
  #as = new Int32Array(1024);
  #bs = new Int32Array(1024);
  #first = 0;
  #size = 0;

  get timeMs(): number {
    return this.#size === 0 ? Infinity : this.#times[this.#first]!;
  }

  get order(): number {
    return this.#size === 0 ? Infinity : this.#orders[this.#first]!;
  }

  add(event: Event): void {
    if (this.#size === this.#times.length) this.#grow();
    const at = (this.#first + this.#size++) % this.#times.length;
    this.#times[at] = event.timeMs;
    this.#orders[at] = event.order;
    this.#kinds[at] = event.kind;
    this.#as[at] = event.a;
    this.#bs[at] = event.b;
  }

  take(into: Taken): void {
    into.kind = this.#kinds[this.#first]!;
    into.a = this.#as[this.#first]!;
    into.b = this.#bs[this.#first]!;
    this.#first = (this.#first + 1) % this.#times.length;
    this.#size--;
  }

  #grow(): void {
    const length = this.#times.length * 2;
    const first = this.#first;
    this.#times = unrolled(this.#times, new Float64Array(length), first);
    this.#orders = unrolled(this.#orders, new Float64Array(length), first);
    this.#kinds = unrolled(this.#kinds, new Uint8Array(length), first);
    this.#as = unrolled(this.#as, new Int32Array(length), first);
    this.#bs = unrolled(this.#bs, new Int32Array(length), first);
    this.#first = 0;
  }
}

/** Flows by the time they end; `#places`: where each is, -1: nowhere. */
class EndHeap {
  #times = new Float64Array(1024);
  #orders = new Float64Array(1024);
  #flows = new Int32Array(1024);
  #places = new Int32Array(1024).fill(-1);
  #size = 0;

  get timeMs(): number {
    return this.#size === 0 ? Infinity : this.#times[0]!;
  }

  get order(): number {
    return this.#size === 0 ? Infinity : this.#orders[0]!;
  }

  set(flow: number, timeMs: number, order: number): void {
    const at = flow < this.#places.length ? this.#places[flow]! : -1;
    if (at >= 0) return this.#down(at, { flow, timeMs, order });
    while (flow >= this.#places.length) this.#places = copied(this.#places, new Int32Array(this.#places.length * 2).fill(-1));
    if (this.#size === this.#times.length) this.#grow();
    this.#up(this.#size++, { flow, timeMs, order });
  }

  delete(flow: number): void {
    const at = flow < this.#places.length ? this.#places[flow]! : -1;
    if (at >= 0) this.#deleteAt(at);
  }

  take(): number {
    const flow = this.#flows[0]!;
    this.#deleteAt(0);
    return flow;
  }

  #deleteAt(at: number): void {
    this.#places[this.#flows[at]!] = -1;
    const last = --this.#size;
    if (at === last) return;
    const moved = { flow: this.#flows[last]!, timeMs: this.#times[last]!, order: this.#orders[last]! };
    this.#down(at, moved);
  }

  #up(from: number, entry: End): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.#before(parent, entry)) break;
      this.#move(parent, at);
      at = parent;
    }
    this.#times[at] = entry.timeMs;
    this.#orders[at] = entry.order;
    this.#flows[at] = entry.flow;
    this.#places[entry.flow] = at;
  }

  #down(from: number, entry: End): void {
    let at = from;
    for (let child = 2 * at + 1; child < this.#size; child = 2 * at + 1) {
      const [right, time, order] = [child + 1, this.#times[child]!, this.#orders[child]!];
      if (right < this.#size && (this.#times[right]! < time || (this.#times[right] === time && this.#orders[right]! < order)))
        child = right;
      if (!this.#before(child, entry)) break;
      this.#move(child, at);
      at = child;
    }
    this.#up(at, entry);
  }

  #before(at: number, { timeMs, order }: End): boolean {
    const time = this.#times[at]!;
    return time < timeMs || (time === timeMs && this.#orders[at]! < order);
  }

  #move(from: number, to: number): void {
    this.#times[to] = this.#times[from]!;
    this.#orders[to] = this.#orders[from]!;
    this.#flows[to] = this.#flows[from]!;
    this.#places[this.#flows[to]!] = to;
  }

  #grow(): void {
    const length = this.#times.length * 2;
    this.#times = copied(this.#times, new Float64Array(length));
    this.#orders = copied(this.#orders, new Float64Array(length));
    this.#flows = copied(this.#flows, new Int32Array(length));
  }
}

interface End {
  readonly flow: number;
  readonly timeMs: number;
  readonly order: number;
}

type Numbers = Float64Array<ArrayBuffer> | Uint8Array<ArrayBuffer> | Int32Array<ArrayBuffer>;

function copied<T extends Numbers>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** A full ring from its first element on. */
function unrolled<T extends Numbers>(from: T, to: T, first: number): T {
  to.set(from.subarray(first));
  to.set(from.subarray(0, first), from.length - first);
  return to;
}
