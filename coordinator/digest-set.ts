/** A set of very many digests in eight bytes each. It may say of a digest that it is there when it is not, so it serves only where that is harmless. */
import type { Digest } from "../runtime/ids.ts";

export interface DigestSet {
  add(digest: Digest): void;
  /** Never false for one that was added. */
  has(digest: Digest): boolean;
}

export function createDigestSet(): DigestSet {
  let keys = new BigUint64Array(FIRST_KEYS);
  let count = 0;
  let sorted = 0;
  const settle = (): void => {
    keys.subarray(0, count).sort();
    let distinct = 0;
    for (let at = 0; at < count; at += 1) if (at === 0 || keys[at] !== keys[at - 1]) keys[distinct++] = keys[at] as bigint;
    count = sorted = distinct;
  };
  return {
    add(digest) {
      if (count === keys.length) settle();
      if (count * 2 > keys.length) {
        const larger = new BigUint64Array(keys.length * 2);
        larger.set(keys.subarray(0, count));
        keys = larger;
      }
      keys[count++] = keyOf(digest);
    },
    has(digest) {
      if (sorted !== count) settle();
      const key = keyOf(digest);
      let [low, high] = [0, count];
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((keys[middle] as bigint) < key) low = middle + 1;
        else high = middle;
      }
      return low < count && keys[low] === key;
    },
  };
}

const FIRST_KEYS = 1024;

function keyOf(digest: Digest): bigint {
  return BigInt(`0x${digest.slice(0, 16)}`);
}
