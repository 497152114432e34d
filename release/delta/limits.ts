/** Every bound of release/delta/, with unit and reason. */

const MIB = 1024 * 1024;

/**
 * Bytes of target, and of source, in a window the packer makes: Node's zstd indexes only the tail of a dictionary; up to 8 MiB it finds
 * everything (two bytes changed in 8 MiB of noise: 783 B; in 32 MiB: 21.8 MB).
 */
export const WINDOW_TARGET_BYTES = 8 * MIB;
export const WINDOW_SOURCE_BYTES = 8 * MIB;
/** Of windows whose targets are what copies leave: these are small, and there is memory for more source. */
export const BODY_SOURCE_BYTES = 14 * MIB;
/** Windows of one large file: smaller than what they may take from it, which lies scattered. */
export const LARGE_WINDOW_BYTES = 6 * MIB;
/** The same as read: a host holds source, patch and target of a window at once, for each window it works on. */
export const MAX_WINDOW_TARGET_BYTES = 16 * MIB;
export const MAX_WINDOW_SOURCE_BYTES = 16 * MIB;
/** Ranges that make up a window's target or source: 8 MiB of files of 128 bytes. */
export const MAX_WINDOW_RANGES = 65_536;
/** zstd window of a patch: dictionary and target together, 2 × 16 MiB. */
export const MAX_PATCH_WINDOW_LOG = 25;

/** VCDIFF windows in one patch: xdelta3 writes one for 8 MiB of target; a million tiny ones would only burn time. */
export const MAX_VCDIFF_WINDOWS = 64;
/** Memory of the xdelta3 module, in pages of 64 KiB: 128 MiB hold 16 MiB each of source, target and patch, and its tables. */
export const XDELTA_MEMORY_PAGES = 2048;
/** A worker that hasn't answered after this long is ended: 16 MiB take 2 s. */
export const XDELTA_TIMEOUT_MS = 60_000;
/** After this long without a job a codec's thread is ended and its memory given back: 74 MiB where it mixed, which what comes next needs. Starting one takes 50 ms. */
export const THREAD_IDLE_MS = 200;

/** Threads that mix contexts while a bundle is packed. A host unpacks with one: it takes 80 MiB. */
export const MIXING_THREADS = 2;
/**
 * A source of more bytes than so many for each of its target, beyond the first 64 KiB, isn't mixed: 16 MiB take 1.4 s to look through, and a bundle of
 * 250,000 patches that make a byte each would take days.
 */
export const MIXING_SOURCE_RATIO = 64;
export const MIXING_SOURCE_FREE_BYTES = 64 * 1024;
/** 16 MiB of nothing but surprises take a minute on a slow host. */
export const MIXING_TIMEOUT_MS = 600_000;
/** Share of bytes that are zero from which on content is taken for a program. */
export const CODE_ZEROS = 0.05;
/** Brotli's window: 16 MiB, its largest by the RFC. */
export const BROTLI_WINDOW_LOG = 24;

/** A sketch: one anchor in 32 bytes, of which the 32 smallest are kept. */
export const SKETCH_ANCHOR_BITS = 5;
export const SKETCH_FINGERPRINTS = 32;
/** Bytes of a file that are sketched: beginning only, of a large one. */
export const SKETCH_BYTES = 2 * MIB;
/** A fingerprint of more files than this isn't followed. */
export const SKETCH_POSTINGS = 64;
/** Files of the base that are sketched in search of sources; 32 fingerprints of 8 bytes each. */
export const SEARCH_FILES = 50_000;
/** Common fingerprints (of 32) that make a file worth being a source: fewer save less than naming it costs. */
export const SEARCH_LEAST = 3;

/** Anchors kept of a large source; 2^19 in a table of 2^20 slots. */
export const REGION_ANCHORS = 2 ** 19;
/** At most one anchor in 512 bytes: a block has 128 of them. */
export const REGION_MIN_BITS = 9;
/** Anchors that a block must share with a window to be worth a region of its own. */
export const REGION_LEAST_VOTES = 2;
/** What an anchor votes for. */
export const REGION_BLOCK_BYTES = 64 * 1024;

/** A patch of no more than this isn't tried with dearer codecs where its target is large: that takes seconds, and saves a few dozen bytes. */
export const SMALL_PATCH_BYTES = 512;
/** Where zstd needs more than this, VCDIFF is never the smallest. */
export const XDELTA_WORTH_BYTES = 16 * 1024;
/** Up to this much is tried with every codec. */
export const SMALL_TARGET_BYTES = 256 * 1024;
/** What mixing takes: a byte of zstd's patch stands for about so many that no source tells, */
export const MIXING_EXPANSION = 8;
/** and one that the source tells takes this share of the time of one that it doesn't. */
export const MIXING_HIT_SHARE = 1 / 16;
/** A source of less than this share of its target says little: brotli goes without. */
export const BROTLI_SOURCE_SHARE = 0.25;
/** A byte at brotli's highest quality takes as long as so many at level 1 of zstd. */
export const BROTLI_WORK = 80;

/** Of content that hardly compresses: 60 MB/s, and within 1 % of the best for a hundredth of its time. */
export const DENSE_QUALITY = 5;

/** A copy is at least this long: what is shorter costs more in the frame table than in a window. */
export const COPY_MIN_BYTES = 256;
/** The same of a program: mixing follows it through what changed, which is everywhere, and loses sight of it where copies cut it into pieces. */
export const CODE_COPY_MIN_BYTES = 16 * 1024;
/** Below this much to be sent, windows see enough of each other: nothing is looked for. */
export const REPEATS_LEAST_BYTES = 8 * MIB;
/** What is shorter costs more in the frame table than in a window. */
export const REPEAT_MIN_BYTES = 64;
/** An anchor in 32 bytes. */
export const REPEAT_ANCHOR_BITS = 5;
/** 2^22 slots of 12 bytes: anchors of 96 MiB that differ. */
export const REPEAT_SLOTS = 2 ** 22;
/** As much is kept in memory while repeats are looked for; of more, chunks. */
export const REPEATS_IN_MEMORY_BYTES = 128 * MIB;
/** Copies of one file are few enough for a frame table: their least length is more than its size divided by this. */
export const COPIES_OF_FILE = 2 ** 16;
/** At most one anchor in 256 bytes. */
export const COPY_ANCHOR_BITS = 6;
/** Bytes around a gap that its window has as a source (typescript 5.8 → 5.9: 256: 186 kB, 2048: 189 kB; next 15.5.2 → 3: 64: 3,633 B, 256: 3,570 B). */
export const REACH_BYTES = 256;
/** The same as read. */
export const MAX_REACH_BYTES = 64 * 1024;
