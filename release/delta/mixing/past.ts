/** What a model remembers of the bytes before, besides the bytes themselves. */
export interface Past {
  /** To the byte pointed at, where it missed lately; the latest first. */
  readonly differences: Uint8Array;
  /** Bytes since then that were hit. */
  sinceMiss: number;
  /** Hashes of the word that goes on, and of the one before. */
  word: number;
  wordBefore: number;
}

export function createPast(): Past {
  return { differences: new Uint8Array(4), sinceMiss: 0, word: 0, wordBefore: 0 };
}

/** How the byte pointed at differed: 0 for a hit. */
export function noteDifference(past: Past, difference: number): void {
  if (difference === 0) {
    past.sinceMiss++;
    return;
  }
  past.sinceMiss = 0;
  past.differences.copyWithin(1, 0, 3);
  past.differences[0] = difference;
}

export function noteByte(past: Past, byte: number): void {
  if (isOfWord(byte)) past.word = Math.imul(past.word + byte + 1, 0x2f0b4c47) ^ (past.word >>> 7);
  else if (past.word !== 0) {
    past.wordBefore = past.word;
    past.word = 0;
  }
}

/** Letters, digits, `_`, `$`, and what isn't ASCII. */
function isOfWord(byte: number): boolean {
  return (
    (byte >= 97 && byte <= 122) || (byte >= 65 && byte <= 90) || (byte >= 48 && byte <= 57) || byte === 95 || byte === 36 || byte >= 128
  );
}
