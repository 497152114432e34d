/** Bytes on their way from one host to another. Used again for another flow once it has ended: what is needed of it then is to be taken before the next begins. */
export class Flow {
  readonly id: number;
  from = 0;
  to = 0;
  piece = 0;
  crosses = false;
  ended = true;
  /** Its sender is dead and nothing comes any more, which the receiver does not know. */
  silent = false;
  // Numbers that change lie together, in one line of the processor's cache: as fields each would be an object of its own.
  readonly #numbers: Float64Array;
  readonly #at: number;

  constructor(id: number, numbers: Float64Array, at: number) {
    this.id = id;
    this.#numbers = numbers;
    this.#at = at;
  }

  get rate(): number {
    return this.#numbers[this.#at]!;
  }

  set rate(bytesPerMs: number) {
    this.#numbers[this.#at] = bytesPerMs;
  }

  get leftBytes(): number {
    return this.#numbers[this.#at + 1]!;
  }

  set leftBytes(bytes: number) {
    this.#numbers[this.#at + 1] = bytes;
  }

  /** When `leftBytes` was right. */
  get sinceMs(): number {
    return this.#numbers[this.#at + 2]!;
  }

  set sinceMs(ms: number) {
    this.#numbers[this.#at + 2] = ms;
  }

  /** When its end is expected, at the latest. */
  get dueMs(): number {
    return this.#numbers[this.#at + 3]!;
  }

  set dueMs(ms: number) {
    this.#numbers[this.#at + 3] = ms;
  }

  get beganMs(): number {
    return this.#numbers[this.#at + 4]!;
  }

  set beganMs(ms: number) {
    this.#numbers[this.#at + 4] = ms;
  }

  get askedBytes(): number {
    return this.#numbers[this.#at + 5]!;
  }

  set askedBytes(bytes: number) {
    this.#numbers[this.#at + 5] = bytes;
  }
}

/** Makes flows, numbered from 0. */
export function flowMaker(): () => Flow {
  let made = 0;
  let numbers = new Float64Array(0);
  return () => {
    const place = made % FLOWS_TOGETHER;
    if (place === 0) numbers = new Float64Array(FLOWS_TOGETHER * NUMBERS);
    return new Flow(made++, numbers, place * NUMBERS);
  };
}

const FLOWS_TOGETHER = 4096;
/** Six, and two to fill the line. */
const NUMBERS = 8;
