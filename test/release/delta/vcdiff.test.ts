import test from "ava";
import { checkVcdiff } from "../../../release/delta/vcdiff.ts";

/** Numbers of RFC 3284: base 128, most significant first. */
function number(value: number): number[] {
  const digits = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) digits.unshift((rest % 128) + 128);
  return digits;
}

const HEADER = [0xd6, 0xc3, 0xc4, 0];

interface WindowParts {
  readonly indicator?: number;
  readonly source?: readonly number[];
  readonly targetBytes?: number;
  readonly deltaIndicator?: number;
  readonly data?: number;
  readonly deltaBytes?: number;
}

function window({ indicator = 0, source = [], targetBytes = 10, deltaIndicator = 0, data = 10, deltaBytes }: WindowParts = {}): number[] {
  const body = [
    ...number(targetBytes),
    deltaIndicator,
    ...number(data),
    ...number(0),
    ...number(0),
    ...Array.from({ length: Math.min(data, 100) }, () => 0),
  ];
  return [indicator, ...source, ...number(deltaBytes ?? body.length), ...body];
}

const BOUNDS = { sourceBytes: 100, targetBytes: 10 };

test("a plain window, one with a source, and several that add up are let through", (t) => {
  t.notThrows(() => checkVcdiff(Buffer.from([...HEADER, 0, ...window()]), BOUNDS));
  t.notThrows(() => checkVcdiff(Buffer.from([...HEADER, 0, ...window({ indicator: 1, source: [...number(90), ...number(10)] })]), BOUNDS));
  t.notThrows(() => checkVcdiff(Buffer.from([...HEADER, 0, ...window({ targetBytes: 4 }), ...window({ targetBytes: 6 })]), BOUNDS));
});

const refused = test.macro((t, bytes: readonly number[], code: string) => {
  t.throws(() => checkVcdiff(Buffer.from(bytes), BOUNDS), { code });
});

test("V01 nothing", refused, [], "E_TRUNC");
test("V01 one byte", refused, [0xd6], "E_TRUNC");
test("V01 another magic", refused, [0x28, 0xb5, 0x2f, 0xfd, 0], "E_PATCH");
test("V01 another version", refused, [0xd6, 0xc3, 0xc4, 0x53, 0, ...window()], "E_PATCH");
test("V02 a window that is cut", refused, [...HEADER, 0, ...window().slice(0, -1)], "E_TRUNC");
test("V02 a window's head that is cut", refused, [...HEADER, 0, 0], "E_TRUNC");
test("no window where a target is due", refused, [...HEADER, 0], "E_PATCH");
test("V08 a window of 2^31 bytes", refused, [...HEADER, 0, ...window({ targetBytes: 2 ** 31 })], "E_PATCH");
test(
  "V08 a section that reaches beyond its window",
  refused,
  [...HEADER, 0, ...window({ data: 2 ** 30, deltaBytes: 20 }), ...Array.from({ length: 50 }, () => 0)],
  "E_PATCH",
);
test(
  "V08 sections whose sum overflows 32 bits",
  refused,
  [...HEADER, 0, 0, 20, 10, 0, ...number(2 ** 31 - 1), ...number(2 ** 31 - 1), 2, ...Array.from({ length: 30 }, () => 0)],
  "E_PATCH",
);
test("V08 a number of 64 bits", refused, [...HEADER, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f], "E_PATCH");
test("V09 a window copied from the target", refused, [...HEADER, 0, ...window({ indicator: 2, source: [5, 0] })], "E_PATCH");
test("V09 a secondary compressor", refused, [...HEADER, 1, 16, ...window()], "E_PATCH");
test("V09 a custom code table", refused, [...HEADER, 2, 1, 0, ...window()], "E_PATCH");
test("V09 an application header", refused, [...HEADER, 4, 0, ...window()], "E_PATCH");
test("V09 a compressed section", refused, [...HEADER, 0, ...window({ deltaIndicator: 1 })], "E_PATCH");
test(
  "V10 a source beyond the source",
  refused,
  [...HEADER, 0, ...window({ indicator: 1, source: [...number(91), ...number(10)] })],
  "E_PATCH",
);
test("V11 65 windows", refused, [...HEADER, 0, ...Array.from({ length: 65 }, () => window({ targetBytes: 0 })).flat()], "E_LIMIT");
test("windows that make more than was announced", refused, [...HEADER, 0, ...window(), ...window()], "E_PATCH");
