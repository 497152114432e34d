/**
 * A map from hosts to values that is never changed: `with` gives another one and copies a chunk of 64 entries and the list of chunks, not ten
 * thousand entries. Order is that of first insertion.
 *
 * Versions share one growing list of names: a version of n hosts knows the first n of it. Who adds to an old version, after another has added
 * already, gets a list of its own.
 */
import type { HostId } from "../../runtime/ids.ts";

export class HostMap<V> implements Iterable<readonly [HostId, V]> {
  readonly size: number;
  readonly #names: Names;
  readonly #chunks: readonly (readonly V[])[];

  private constructor(names: Names, chunks: readonly (readonly V[])[], size: number) {
    this.#names = names;
    this.#chunks = chunks;
    this.size = size;
  }

  static empty<V>(): HostMap<V> {
    return new HostMap<V>({ list: [], places: new Map() }, [], 0);
  }

  /** The last value of a host counts. */
  static from<V>(entries: Iterable<readonly [HostId, V]>): HostMap<V> {
    const all = new Map(entries);
    const list = [...all.keys()];
    const values = [...all.values()];
    const chunks: V[][] = [];
    for (let at = 0; at < values.length; at += CHUNK) chunks.push(values.slice(at, at + CHUNK));
    return new HostMap({ list, places: new Map(list.map((host, place) => [host, place])) }, chunks, list.length);
  }

  get(host: HostId): V | undefined {
    const place = this.#placeOf(host);
    return place === undefined ? undefined : this.#chunks[place >> CHUNK_BITS]?.[place & (CHUNK - 1)];
  }

  has(host: HostId): boolean {
    return this.#placeOf(host) !== undefined;
  }

  /** The host at a place of the order. */
  at(place: number): HostId | undefined {
    return place < this.size ? this.#names.list[place] : undefined;
  }

  with(host: HostId, value: V): HostMap<V> {
    const place = this.#placeOf(host);
    if (place !== undefined) return new HostMap(this.#names, replaced(this.#chunks, place, value), this.size);
    const names = this.#names.list.length === this.size ? this.#names : copyOf(this.#names, this.size);
    names.places.set(host, this.size);
    names.list.push(host);
    return new HostMap(names, replaced(this.#chunks, this.size, value), this.size + 1);
  }

  *[Symbol.iterator](): IterableIterator<readonly [HostId, V]> {
    let place = 0;
    for (const chunk of this.#chunks) for (const value of chunk) yield [this.#names.list[place++] as HostId, value];
  }

  *values(): IterableIterator<V> {
    for (const chunk of this.#chunks) yield* chunk;
  }

  keys(): readonly HostId[] {
    return this.#names.list.slice(0, this.size);
  }

  /** Hosts whose value is not the one they have in `before`; cheap where one came from the other. */
  changedSince(before: HostMap<V>): readonly HostId[] {
    const changed: HostId[] = [];
    this.#chunks.forEach((chunk, index) => {
      if (chunk === before.#chunks[index] && this.#names === before.#names) return;
      chunk.forEach((value, offset) => {
        const host = this.#names.list[index * CHUNK + offset] as HostId;
        if (before.get(host) !== value) changed.push(host);
      });
    });
    return changed;
  }

  /** As logs and archives keep it: an object by host. */
  toJSON(): Readonly<Record<HostId, V>> {
    return Object.fromEntries(this) as Readonly<Record<HostId, V>>;
  }

  #placeOf(host: HostId): number | undefined {
    const place = this.#names.places.get(host);
    return place !== undefined && place < this.size ? place : undefined;
  }
}

interface Names {
  readonly list: HostId[];
  readonly places: Map<HostId, number>;
}

/** 64: of 10,000 hosts there are 157 chunks, so that both copies are small. */
const CHUNK_BITS = 6;
const CHUNK = 1 << CHUNK_BITS;

function replaced<V>(chunks: readonly (readonly V[])[], place: number, value: V): readonly (readonly V[])[] {
  const copy = chunks.slice();
  const chunk = (chunks[place >> CHUNK_BITS] ?? []).slice();
  chunk[place & (CHUNK - 1)] = value;
  copy[place >> CHUNK_BITS] = chunk;
  return copy;
}

function copyOf({ list }: Names, size: number): Names {
  const own = list.slice(0, size);
  return { list: own, places: new Map(own.map((host, place) => [host, place])) };
}
