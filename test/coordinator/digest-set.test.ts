import test from "ava";
import fc from "fast-check";
import { createDigestSet } from "../../coordinator/digest-set.ts";
import { blake3 } from "../../runtime/blake3.ts";
import type { Digest } from "../../runtime/ids.ts";

test("what was added is there, in whatever order it came and was asked for; nothing else is", (t) => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), fc.nat({ max: 300 })), { maxLength: 500 }), (steps) => {
      const set = createDigestSet();
      const added = new Set<number>();
      for (const [isAdded, n] of steps) {
        if (isAdded) {
          set.add(digestOf(n));
          added.add(n);
        } else if (set.has(digestOf(n)) !== added.has(n)) {
          return false;
        }
      }
      return true;
    }),
  );
  t.pass();
});

test("it grows past its first size, and the same many times does not make it grow", (t) => {
  const set = createDigestSet();
  for (let round = 0; round < 3; round += 1) for (let n = 0; n < 5_000; n += 1) set.add(digestOf(n));
  for (let n = 0; n < 5_000; n += 1) if (!set.has(digestOf(n))) t.fail(`${n} is lost`);
  t.false(set.has(digestOf(5_000)));
});

function digestOf(n: number): Digest {
  return blake3(Buffer.from(String(n)));
}
