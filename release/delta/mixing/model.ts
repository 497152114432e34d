/**
 * A target, byte by byte, from what its source and its own past make likely: context mixing (Mahoney's PAQ), with a pointer into the source.
 *
 * Where the aligned pointer (alignment.ts) is believed, one bit first says whether the byte is the one it points at (flag-model.ts): nearly all bytes of what changed
 * little are told so. Else the byte is coded bit by bit (byte-model.ts). In a program that was recompiled ("code") it is the *difference* to the byte
 * pointed at that is coded, since addresses move by the same amounts again and again; in text it is the byte.
 */
import { createAlignment, type Stickiness } from "./alignment.ts";
import type { Matter } from "../matter.ts";
import type { BitCoder } from "./arithmetic-coder.ts";
import { createByteModel } from "./byte-model.ts";
import { createFlagModel } from "./flag-model.ts";
import { createPast, noteByte, noteDifference } from "./past.ts";

export interface Coding {
  /** Source and target, one after the other; a decoder fills in the target. */
  readonly history: Buffer;
  readonly sourceBytes: number;
  readonly matter: Matter;
  readonly coder: BitCoder;
}

/** Codes the target. Returns how many of its bytes were no hits: these take the time. */
export function codeTarget({ history, sourceBytes, matter, coder }: Coding): number {
  const { believeBelow, ...stickiness } = TRAITS[matter];
  const alignment = createAlignment(history, sourceBytes, stickiness);
  const past = createPast();
  const flags = createFlagModel(history, alignment, past);
  const bytes = createByteModel(history, sourceBytes, { alignment, past });
  let coded = 0;
  for (let at = sourceBytes; at < history.length; at++) {
    alignment.seek(at);
    const { aligned } = alignment;
    const expected = aligned > 0 ? history[aligned]! : 0;
    const isBelieved = aligned > 0 && (alignment.alignedRun >= SURE_BYTES || alignment.missCount < believeBelow);
    if (isBelieved && flags.code(coder, at, history[at] === expected ? 1 : 0) === 1) history[at] = expected;
    else {
      coded++;
      if (isBelieved && matter === "code") history[at] = expected + bytes.codeDifference(coder, at, (history[at]! - expected) & 0xff);
      else history[at] = bytes.codeByte(coder, at, { byte: history[at]!, isDoubted: isBelieved });
    }
    const byte = history[at]!;
    if (aligned > 0) noteDifference(past, (byte - expected) & 0xff);
    alignment.step(at);
    noteByte(past, byte);
  }
  return coded;
}

const TRAITS: Readonly<Record<Matter, Stickiness & { readonly believeBelow: number }>> = {
  text: { leaveAt: 4, dropAt: 8, believeBelow: 0 },
  code: { leaveAt: 8, dropAt: 12, believeBelow: 8 },
};

/** After so many bytes in a row the aligned pointer is believed. */
const SURE_BYTES = 16;
