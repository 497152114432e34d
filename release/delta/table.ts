/** A hash table of fixed size from 32-bit fingerprints to numbers. */

export interface Table {
  /** Keeps the first value of a key; does nothing once the table is three quarters full. */
  put(key: number, value: number): void;
  /** -1 where it isn't. */
  get(key: number): number;
}

/** Open addressing over 12 bytes a slot; `slots` is a power of two. A slot is free where its value is 0, hence values are kept plus one. */
export function createTable(slots: number): Table {
  const keys = new Uint32Array(slots);
  const values = new Float64Array(slots);
  const mask = slots - 1;
  let used = 0;
  const locate = (key: number): number => {
    let slot = Math.imul(key, 0x9e3779b1) & mask;
    while (values[slot] !== 0 && keys[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  };
  return {
    put(key, value) {
      const slot = locate(key);
      if (values[slot] !== 0 || used > slots * 0.75) return;
      keys[slot] = key;
      values[slot] = value + 1;
      used++;
    },
    get: (key) => values[locate(key)]! - 1,
  };
}
