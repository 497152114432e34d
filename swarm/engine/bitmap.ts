/** A set of piece indexes, most significant bit first as in the peer wire's bitfield. */
export class Bitmap {
  readonly length: number;
  readonly bytes: Uint8Array;
  #count = 0;

  constructor(length: number) {
    this.length = length;
    this.bytes = new Uint8Array(Math.ceil(length / 8));
  }

  /** Members. */
  get count(): number {
    return this.#count;
  }

  has(index: number): boolean {
    return ((this.bytes[index >> 3] ?? 0) & (0x80 >> (index & 7))) !== 0;
  }

  /** True if it was not a member before. */
  add(index: number): boolean {
    if (index < 0 || index >= this.length || this.has(index)) return false;
    this.bytes[index >> 3] = (this.bytes[index >> 3] ?? 0) | (0x80 >> (index & 7));
    this.#count++;
    return true;
  }

  /** Every index from first to last is a member. */
  hasRange(first: number, last: number): boolean {
    for (let index = first; index <= last; index++) if (!this.has(index)) return false;
    return true;
  }

  *[Symbol.iterator](): Generator<number> {
    for (let index = 0; index < this.length; index++) if (this.has(index)) yield index;
  }
}
