/**
 * The WebAssembly module of xdelta3-wasm, with more memory than it was built with.
 *
 * As shipped it has 16 MiB, fixed, and its wrapper writes through whatever malloc returns, which corrupts memory once that is null. The module
 * imports nothing, so its memory section can be written anew before it is compiled; every allocation and return code is checked here.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { XDELTA_MEMORY_PAGES } from "./limits.ts";

export interface Xdelta3 {
  /** `output` null: it failed, and why. */
  run(job: XdeltaJob): { readonly output: Uint8Array; readonly failure?: never } | { readonly output: null; readonly failure: string };
}

export interface XdeltaJob {
  readonly kind: "encode" | "decode";
  readonly source: Uint8Array;
  readonly input: Uint8Array;
  readonly maxOutputBytes: number;
  readonly flags: number;
}

/** Compiles and instantiates synchronously (5 ms). */
export function loadXdelta3(): Xdelta3 {
  const require = createRequire(import.meta.url);
  const bytes = readFileSync(require.resolve("xdelta3-wasm/dist/df58e7ef369c5c18.wasm"));
  const module = new WebAssembly.Module(withMemory(bytes, XDELTA_MEMORY_PAGES));
  const exports = new WebAssembly.Instance(module, {}).exports as unknown as XdeltaExports;
  exports._initialize();
  return { run: (job) => run(exports, job) };
}

/** The module with a memory of exactly `pages` of 64 KiB. Throws where it has no memory section. */
function withMemory(wasm: Uint8Array, pages: number): Buffer {
  const parts: Uint8Array[] = [wasm.subarray(0, WASM_HEADER_BYTES)];
  let found = false;
  for (let at = WASM_HEADER_BYTES; at < wasm.length;) {
    const [length, body] = readNumber(wasm, at + 1);
    const isMemory = wasm[at] === MEMORY_SECTION;
    parts.push(isMemory ? memorySection(pages) : wasm.subarray(at, body + length));
    found ||= isMemory;
    at = body + length;
  }
  if (!found) throw new Error("xdelta3-wasm: no memory section; another build than 1.0.0?");
  return Buffer.concat(parts);
}

interface XdeltaExports {
  readonly memory: WebAssembly.Memory;
  _initialize(): void;
  malloc(size: number): number;
  free(pointer: number): void;
  /** Last argument: the flags word. 0 is success. */
  xd3_encode_memory: XdeltaFunction;
  xd3_decode_memory: XdeltaFunction;
}

type XdeltaFunction = (
  input: number,
  inputSize: number,
  source: number,
  sourceSize: number,
  output: number,
  outputSize: number,
  outputMax: number,
  flags: number,
) => number;

const WASM_HEADER_BYTES = 8;
const MEMORY_SECTION = 5;
/** errno of wasi-libc, and xdelta3.h. */
const CODES: Readonly<Record<number, string>> = {
  28: "invalid argument",
  48: "out of memory",
  51: "output too long",
  [-17712]: "invalid input",
};

function run(exports: XdeltaExports, job: XdeltaJob): ReturnType<Xdelta3["run"]> {
  const pointers: number[] = [];
  const allocate = (bytes: number): number => {
    const pointer = exports.malloc(Math.max(bytes, 1));
    if (pointer !== 0) pointers.push(pointer);
    return pointer;
  };
  try {
    const [input, source] = [allocate(job.input.length), allocate(job.source.length)];
    const [output, outputSize] = [allocate(job.maxOutputBytes), allocate(4)];
    if (pointers.length < 4) return { output: null, failure: "out of memory" };
    new Uint8Array(exports.memory.buffer, input).set(job.input);
    new Uint8Array(exports.memory.buffer, source).set(job.source);
    const call = job.kind === "encode" ? exports.xd3_encode_memory : exports.xd3_decode_memory;
    const code = call(input, job.input.length, source, job.source.length, output, outputSize, job.maxOutputBytes, job.flags);
    if (code !== 0) return { output: null, failure: CODES[code] ?? `code ${code}` };
    const size = new DataView(exports.memory.buffer).getUint32(outputSize, true);
    if (size > job.maxOutputBytes) return { output: null, failure: `${size} bytes of output; room for ${job.maxOutputBytes}` };
    return { output: new Uint8Array(exports.memory.buffer.slice(output, output + size)) };
  } finally {
    for (const pointer of pointers) exports.free(pointer);
  }
}

/** One memory, minimum and maximum the same: malloc takes all of it, and the module can't grow it. */
function memorySection(pages: number): Buffer {
  const body = Buffer.from([1, 1, ...writeNumber(pages), ...writeNumber(pages)]);
  return Buffer.from([MEMORY_SECTION, ...writeNumber(body.length), ...body]);
}

function readNumber(bytes: Uint8Array, start: number): [value: number, next: number] {
  let value = 0;
  for (let at = start, shift = 0; ; at++, shift += 7) {
    value |= (bytes[at]! & 127) << shift;
    if (bytes[at]! < 128) return [value >>> 0, at + 1];
  }
}

function writeNumber(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...writeNumber(value >>> 7)];
}
