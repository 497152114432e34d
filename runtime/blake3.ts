/**
 * BLAKE3-256 behind one interface: the prebuilt native module where it loads (6.8 GiB/s here), else WASM (0.7 GiB/s).
 * Both are dependencies of every install, so a platform without a native build works, only slower; a test holds them equal.
 */
import { open } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Digest } from "./ids.ts";
import { HASH_BUFFER_BYTES } from "./limits.ts";

/** An incremental hash. `digest` and `digestBytes` may be called once, and end it. */
export interface Blake3 {
  update(bytes: Uint8Array): Blake3;
  digest(): Digest;
  /** The 32 raw bytes. */
  digestBytes(): Uint8Array;
}

export type Blake3Engine = "native" | "wasm";

/** `native` unless the native module does not load on this platform. */
export function blake3Engine(): Blake3Engine {
  return native === null ? "wasm" : "native";
}

/** Digest of bytes in memory. */
export function blake3(bytes: Uint8Array): Digest {
  return hex(blake3Bytes(bytes));
}

/** Digest of bytes in memory, as 32 raw bytes. */
export function blake3Bytes(bytes: Uint8Array): Uint8Array {
  return native === null ? createBlake3().update(bytes).digestBytes() : native.blake3(bytes);
}

/** `engine` is for the test that both agree; everything else leaves it out. */
export function createBlake3(engine: Blake3Engine = blake3Engine()): Blake3 {
  return engine === "native" ? createNative() : createWasm();
}

/**
 * Digest of a file's content, read in pieces of 1 MiB. Rejects with the file system's error, or with the signal's reason.
 * Says nothing about a file that is written to meanwhile.
 */
export async function hashFile(path: string, signal?: AbortSignal): Promise<Digest> {
  const file = await open(path, "r");
  try {
    const hash = createBlake3();
    const buffer = Buffer.allocUnsafe(HASH_BUFFER_BYTES);
    for (;;) {
      signal?.throwIfAborted();
      const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) return hash.digest();
      hash.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}

interface NativeModule {
  blake3(input: Uint8Array): Buffer;
  readonly Blake3Hasher: new () => { update(input: Uint8Array): unknown; digestBuffer(): Buffer };
}

interface WasmHash {
  update(input: Uint8Array): void;
  digest(out: Uint8Array): void;
  free(): void;
}

const load = createRequire(import.meta.url);
const native = loadNative();
// A hash dropped half-way would keep its memory inside the WASM heap for ever.
const abandoned = new FinalizationRegistry<WasmHash>((hash) => hash.free());

function loadNative(): NativeModule | null {
  try {
    return load("@napi-rs/blake-hash") as NativeModule;
  } catch {
    return null;
  }
}

function createNative(): Blake3 {
  if (native === null) throw new Error("@napi-rs/blake-hash does not load on this platform");
  const hasher = new native.Blake3Hasher();
  return facade(
    (bytes) => hasher.update(bytes),
    () => hasher.digestBuffer(),
  );
}

function createWasm(): Blake3 {
  const wasm = load("blake3/dist/wasm/nodejs/blake3_js.js") as { create_hasher(): WasmHash };
  const hasher = wasm.create_hasher();
  const token = {};
  const self = facade(
    (bytes) => {
      // Input is copied into the WASM heap, which never shrinks: hand it over in pieces.
      for (let at = 0; at < bytes.length; at += HASH_BUFFER_BYTES) hasher.update(bytes.subarray(at, at + HASH_BUFFER_BYTES));
    },
    () => {
      const out = new Uint8Array(32);
      hasher.digest(out);
      hasher.free();
      abandoned.unregister(token);
      return out;
    },
  );
  abandoned.register(self, hasher, token);
  return self;
}

function facade(update: (bytes: Uint8Array) => void, finish: () => Uint8Array): Blake3 {
  let ended = false;
  const open = (): void => {
    if (ended) throw new Error("this BLAKE3 hash was already finished");
  };
  const self: Blake3 = {
    update(bytes) {
      open();
      update(bytes);
      return self;
    },
    digest: () => hex(self.digestBytes()),
    digestBytes() {
      open();
      ended = true;
      return finish();
    },
  };
  return self;
}

function hex(bytes: Uint8Array): Digest {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex") as Digest;
}
