/** VCDIFF and zstd patches, and frame tables of other versions. */
import type { Row } from "./row.ts";

/** What patches apply to: 100 bytes. They are to make 10. */
export const SOURCE = Buffer.from(Array.from({ length: 100 }, (_, n) => (n * 37) % 251));

/** Numbers of RFC 3284: base 128, most significant first. */
function number(value: number): number[] {
  const digits = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) digits.unshift((rest % 128) + 128);
  return digits;
}

interface Window {
  readonly indicator?: number;
  readonly source?: readonly number[];
  readonly targetBytes?: number;
  readonly deltaIndicator?: number;
  readonly data?: number;
  readonly deltaBytes?: number;
}

function window({ indicator = 0, source = [], targetBytes = 10, deltaIndicator = 0, data = 10, deltaBytes }: Window = {}): number[] {
  const filling = Array.from({ length: Math.min(data, 100) }, () => 0);
  const body = [...number(targetBytes), deltaIndicator, ...number(data), ...number(0), ...number(0), ...filling];
  return [indicator, ...source, ...number(deltaBytes ?? body.length), ...body];
}

const vcdiff = (...rest: readonly (readonly number[])[]): Buffer => Buffer.from([0xd6, 0xc3, 0xc4, 0, 0, ...rest.flat()]);

export function vcdiffs(): readonly Row[] {
  const many = Array.from({ length: 1_000 }, () => window({ targetBytes: 0, data: 0 }));
  return [
    ["OK", "one window", vcdiff(window()), null],
    ["OK", "a window with a source", vcdiff(window({ indicator: 1, source: [90, 10] })), null],
    ["V01", "nothing", "", "E_TRUNC"],
    ["V01", "one byte", Buffer.from([0xd6]), "E_TRUNC"],
    ["V01", "zstd's magic", Buffer.from("28b52ffd00", "hex"), "E_PATCH"],
    ["V01", "another version", Buffer.from([0xd6, 0xc3, 0xc4, 0x53, 0, ...window()]), "E_PATCH"],
    ["V02", "cut", vcdiff(window()).subarray(0, -1), "E_TRUNC"],
    ["V03", "makes more than is due", vcdiff(window({ targetBytes: 2 ** 28 })), "E_PATCH"],
    ["V08", "a window of 2^31 bytes", vcdiff(window({ targetBytes: 2 ** 31 })), "E_PATCH"],
    ["V08", "sections beyond their window", vcdiff(window({ data: 2 ** 30, deltaBytes: 20 })), "E_PATCH"],
    ["V08", "a number of 64 bits", vcdiff([0, ...Array.from({ length: 9 }, () => 0xff), 0x7f]), "E_PATCH"],
    ["V09", "copies from the target", vcdiff(window({ indicator: 2, source: [5, 0] })), "E_PATCH"],
    ["V09", "a secondary compressor", Buffer.from([0xd6, 0xc3, 0xc4, 0, 1, 16, ...window()]), "E_PATCH"],
    ["V09", "a custom code table", Buffer.from([0xd6, 0xc3, 0xc4, 0, 2, 1, 0, ...window()]), "E_PATCH"],
    ["V09", "an application header", Buffer.from([0xd6, 0xc3, 0xc4, 0, 4, 0, ...window()]), "E_PATCH"],
    ["V09", "a compressed section", vcdiff(window({ deltaIndicator: 1 })), "E_PATCH"],
    ["V10", "a source beyond the source", vcdiff(window({ indicator: 1, source: [91, 10] })), "E_PATCH"],
    ["V11", "1,000 windows", vcdiff(...many), "E_LIMIT"],
  ];
}

export function zstdPatches(): readonly Row[] {
  const target = SOURCE.subarray(50, 60);
  // RFC 8878: magic, a single segment with its size in one byte, and one last raw block.
  const patch = Buffer.concat([Buffer.from("28b52ffd200a510000", "hex"), target]);
  // Magic, a window of 8 MiB and no size, then blocks of 128 KiB of one byte each.
  const block = (last: boolean): Buffer => Buffer.from([...[0, 8, 16].map((by) => ((((2 ** 17) << 3) | 2 | Number(last)) >> by) & 255), 0]);
  const bomb = Buffer.concat([Buffer.from("28b52ffd0068", "hex"), ...Array.from({ length: 128 }, (_, n) => block(n === 127))]);
  return [
    ["OK", "ten bytes of the source", patch, null],
    ["V01", "nothing", "", "E_TRUNC"],
    ["V01", "one byte", Buffer.from([0x28]), "E_TRUNC"],
    ["V01", "junk", Buffer.alloc(50, 7), "E_PATCH"],
    ["V01", "VCDIFF", vcdiff(window()), "E_PATCH"],
    ["V02", "cut", patch.subarray(0, -2), "E_TRUNC"],
    ["V03", "a bomb of 16 MiB", bomb, "E_PATCH"],
    ["V08", "a window of 2^31 bytes", Buffer.from("28b52ffd00a8010000", "hex"), "E_PATCH"],
    ["V13", "two frames", Buffer.concat([patch, patch]), "E_PATCH"],
  ];
}

export function frameTables(): readonly Row[] {
  return [
    ["M17", "version 0", Buffer.concat([Buffer.from([0, 0]), Buffer.alloc(64)]), "E_VERSION"],
    ["M17", "a version far ahead", Buffer.concat([Buffer.from([250, 0]), Buffer.alloc(64)]), "E_VERSION"],
    ["T24", "nothing", "", "E_TRUNC"],
    ["T27", "junk", Buffer.alloc(100, 0xff), "E_VERSION"],
  ];
}
