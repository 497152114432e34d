/** Which host has which piece, and fetches which: sets of bits, looked through by the word. */
export class Holdings {
  readonly #pieces: number;
  readonly #words: number;
  /** By host and word: what it has, then what is on its way; of that, bits beyond the last piece are set for good. */
  readonly #bits: Int32Array;
  readonly #count: Uint32Array;

  constructor(hosts: number, pieces: number) {
    this.#pieces = pieces;
    this.#words = Math.ceil(pieces / 32);
    this.#bits = new Int32Array(hosts * this.#words * 2);
    this.#count = new Uint32Array(hosts);
    for (let host = 0; host < hosts; host++) {
      for (let piece = pieces; piece < this.#words * 32; piece++) this.markBusy(host, piece);
    }
  }

  has(host: number, piece: number): boolean {
    return (this.#bits[this.#at(host, piece)]! & (1 << (piece & 31))) !== 0;
  }

  /** Neither there nor on its way. */
  lacks(host: number, piece: number): boolean {
    const at = this.#at(host, piece);
    return ((this.#bits[at]! | this.#bits[at + 1]!) & (1 << (piece & 31))) === 0;
  }

  count(host: number): number {
    return this.#count[host]!;
  }

  gain(host: number, piece: number): void {
    this.#bits[this.#at(host, piece)]! |= 1 << (piece & 31);
    this.#count[host]!++;
  }

  gainAll(host: number): void {
    for (let piece = 0; piece < this.#pieces; piece++) this.gain(host, piece);
  }

  markBusy(host: number, piece: number): void {
    this.#bits[this.#at(host, piece) + 1]! |= 1 << (piece & 31);
  }

  clearBusy(host: number, piece: number): void {
    this.#bits[this.#at(host, piece) + 1]! &= ~(1 << (piece & 31));
  }

  /** Puts what the host lacks into `into`, in order; with `peer` only what that has. */
  lacking(host: number, peer: number | null, into: number[]): void {
    into.length = 0;
    for (let word = 0; word < this.#words; word++) {
      const at = (host * this.#words + word) * 2;
      let bits = ~(this.#bits[at]! | this.#bits[at + 1]!);
      if (peer !== null) bits &= this.#bits[(peer * this.#words + word) * 2]!;
      for (; bits !== 0; bits &= bits - 1) into.push(word * 32 + 31 - Math.clz32(bits & -bits));
    }
  }

  #at(host: number, piece: number): number {
    return (host * this.#words + (piece >> 5)) * 2;
  }
}
