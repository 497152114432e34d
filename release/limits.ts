/**
 * Every bound of release/, with unit and reason. A value over one of these is refused with `E_LIMIT` or `E_PATH`, never truncated.
 */

const MIB = 1024 * 1024;

// Tree listing

/** NAME_MAX of every Linux file system. */
export const MAX_COMPONENT_BYTES = 255;
/** PATH_MAX is 4096 with its NUL. An agent also checks `maxPathBytes` of a listing against its own root's length. */
export const MAX_PATH_BYTES = 4095;
/** Deepest directory nesting: real trees stay below 30; recursion over a tree stays shallow. */
export const MAX_DEPTH = 64;
/** What symlink(2) takes. */
export const MAX_TARGET_BYTES = 4095;
/** `path TAB link TAB target LF` with both at their longest, rounded up. */
export const MAX_LISTING_LINE_BYTES = 8 * 1024 + 16;
/** A MediaWiki tree of 263,633 files takes 35 MB; an agent holds two listings at once within its 256 MiB. */
export const MAX_LISTING_BYTES = 64 * MIB;
/** Four MediaWikis; 8 bytes of index each. */
export const MAX_ENTRIES = 1_000_000;

// Release and envelope

/** A release's JSON is below 1 KiB; room for fields of later versions. */
export const MAX_RELEASE_BYTES = 64 * 1024;
/** The payload in base64 and its signatures. */
export const MAX_ENVELOPE_BYTES = 256 * 1024;
/** Nesting of any JSON that is read; ours needs 3. */
export const MAX_JSON_DEPTH = 32;
/** Signatures looked at in one envelope: each costs an Ed25519 verification (0.1 ms). */
export const MAX_SIGNATURES = 32;
/** Free text: a version-control revision. UTF-8 bytes. */
export const MAX_SOURCE_REVISION_BYTES = 200;
/** How far a release's time may lie ahead of the reader's clock; as for intents (proto/PROTOCOL.md). */
export const MAX_CLOCK_SKEW_MS = 5 * 60 * 1000;
/** No release is older than this: a time before it is a mistake or a clock at its epoch. 2000-01-01T00:00:00Z. */
export const MIN_RELEASE_UNIX_MS = 946_684_800_000;

// Scan and revision on disk

/** Read at once from a large file. */
export const READ_CHUNK_BYTES = MIB;
/** Files up to this size are read in one go, synchronously: an asynchronous read costs more than the read itself. */
export const SMALL_FILE_BYTES = 256 * 1024;
/** Large files hashed at the same time. */
export const HASH_CONCURRENCY = 4;
/** Entries whose files are looked at in one go, on this thread: about 5 ms from a warm cache. */
export const EXAMINE_INLINE_ENTRIES = 256;
/** On another thread, where a message costs as much as looking at a hundred files. */
export const EXAMINE_BATCH_ENTRIES = 2048;
/** Batches that wait for one before them. */
export const EXAMINE_QUEUE_BATCHES = 6;
/** Trees of up to 1024 entries are scanned without a thread: starting one takes as long. */
export const EXAMINE_INLINE_BATCHES = 4;
/** The walk on the main thread keeps no more than these busy. */
export const EXAMINE_THREADS_MAX = 4;
/** Young heap of a thread, in MiB: it keeps nothing from one file to the next. */
export const THREAD_YOUNG_MIB = 4;
/** Beside this thread. Links are the kernel's work and its journal's, and each thread takes 15 MiB of the agent's 256. */
export const LINK_THREADS_MAX = 1;
/** Trees of fewer unchanged entries are linked without another thread: starting it takes as long. */
export const LINK_INLINE_ENTRIES = 2048;
/** Bundles that bring fewer whole files are written without another thread. */
export const WRITE_INLINE_FILES = 1024;
/** Of one frame: a message to the thread costs as much as writing a few. */
export const WRITE_THREAD_FILES_MIN = 16;
/** On this thread at once: about 5 ms. */
export const LINK_INLINE_BATCH_ENTRIES = 256;
/** For a thread at once: about 10 ms, and 100 KB of listing. */
export const LINK_BATCH_ENTRIES = 1024;
/** Batches a thread has before it. */
export const LINK_QUEUE_BATCHES = 2;
/**
 * A write within one tick of the file system's clock can't be seen in the mtime: a file whose mtime is this near to the moment it was read is
 * read again later. The kernel's tick is at most 10 ms; FAT and some network file systems count whole (even) seconds.
 */
export const RACY_MS = 20;
export const RACY_COARSE_MS = 2000;
/** Files that wait to be read again; more and the scan pauses for them at once. */
export const RACY_QUEUE_ENTRIES = 1000;
/** Synchronous work yields to timers and sockets after this long. */
export const YIELD_MS = 10;
/** Warnings of a scan, problems of a verification: more are counted, not kept. */
export const MAX_FINDINGS = 1000;
/** The commit record's JSON. */
export const MAX_COMMIT_RECORD_BYTES = 16 * 1024;

// Bundles: frames and tar entries (bounds of patches stand in delta/limits.ts)

/** Raw bytes after which the packer ends a frame. 8–16 MiB cost under 1 % against one stream (DESIGN §4). */
export const FRAME_TARGET_BYTES = 8 * MIB;
/** Raw bytes of one frame, as read: an agent holds FRAME_CONCURRENCY of them. */
export const MAX_FRAME_RAW_BYTES = 16 * MIB;
/** Compressed bytes of one frame: zstd adds 3 bytes per 128 KiB block and a header to what it can't compress. */
export const MAX_FRAME_COMPRESSED_BYTES = MAX_FRAME_RAW_BYTES + 16 * 1024;
/** zstd window of a frame; one that asks for more memory is refused. 2^24 = MAX_FRAME_RAW_BYTES. */
export const MAX_FRAME_WINDOW_LOG = 24;
/** The encoded frame table travels in a gRPC message of at most 4 MiB. */
export const MAX_FRAME_TABLE_BYTES = 2 * MIB;
/** 16,384 frames of 8 MiB are 128 GiB; each costs at least 40 bytes of the table. */
export const MAX_FRAMES = 16_384;
/** Runs, slices and patches of a whole table: 3 bytes or more each in the table, about 60 as objects. */
export const MAX_FRAME_ITEMS = 250_000;
/** Ranges that files made in common windows may take of those: each has one, two with a source. The others are for windows of large files and of the listing. */
export const SMALL_UNIT_RANGES = 200_000;
/** Copies of a whole table: 4 bytes or more each in the table, about 60 as objects. */
export const MAX_COPIES = 200_000;
/** Codec names in one bundle, and the length of one. */
export const MAX_CODECS = 8;
export const MAX_CODEC_NAME_BYTES = 32;
/** Extended header (PAX) of a tar entry: a path of 4095 bytes and two short records, with room. */
export const MAX_PAX_BYTES = 64 * 1024;
/** Frames read, decoded and written at the same time while unpacking: enough for two cores; each holds two buffers of up to 16 MiB and a decoder. */
export const FRAME_CONCURRENCY = 2;
/** Frames compressed at the same time while packing: about 130 MiB each at level 19. */
export const PACK_CONCURRENCY = 2;
/** Files that are put in another order than the listing's: 4 bytes each in the frame table, which has to be below MAX_FRAME_TABLE_BYTES and MAX_FRAME_ITEMS. */
export const GROUPED_MAX_FILES = 50_000;
/** A file from this size on is looked at for being compressed already; smaller ones go with their neighbours. */
export const STORED_MIN_BYTES = 64 * 1024;
/** The same in an overlay, where what doesn't compress spoils the windows of what does. A header of its own costs 100 bytes. */
export const OVERLAY_STORED_MIN_BYTES = 4 * 1024;
/** Of beginning, middle and end of a file, to see whether it compresses. */
export const SAMPLE_BYTES = 64 * 1024;
/** Compressed already: the samples keep this much of their size at level 1. */
export const STORED_RATIO = 0.97;
/** Not worth another try: they keep this much with brotli (animated GIFs keep 0.95). */
export const DENSE_RATIO = 0.985;
/** Free space asked for before unpacking: the new files' bytes with blocks and directories, and what the journal and the log still need. */
export const SPACE_FACTOR = 1.2;
export const SPACE_RESERVE_BYTES = 16 * MIB;
export const SPACE_RESERVE_INODES = 1000;

// shoal.yaml

/** Checks of an app, and hooks at one place: with those of a way back they fit the 64 steps of a result (proto/limits.ts). */
export const CHECKS_MAX = 24;
export const HOOKS_MAX = 6;
/** Characters of a check's or hook's name. */
export const STEP_NAME_CHARS_MAX = 64;
/** A program's arguments, and the characters of one: far below what Linux takes (128 KiB). */
export const ARGUMENTS_MAX = 64;
export const ARGUMENT_CHARS_MAX = 8 * 1024;
/** Characters of a regular expression. */
export const PATTERN_CHARS_MAX = 1_000;
/** Headers of one request. */
export const HEADERS_MAX = 32;
/** Attempts of a check that may fail, and that must hold in a row. */
export const CHECK_RETRIES_MAX = 1_000;
export const CHECK_THRESHOLD_MAX = 100;
