/** Every bound of proto/, with unit and reason. */

/** Bytes of one gRPC message: the largest is an intent whose routes carry frame tables and torrents. */
export const MESSAGE_BYTES_MAX = 16 * 1024 * 1024;

/** Bytes in flight to a reader of one call (HTTP/2 window): the default of 64 KiB would cap a 50 ms line at 1.3 MB/s. */
export const FLOW_WINDOW_BYTES = 1024 * 1024;

/** Bytes handed to one call and not yet taken by its connection: from here on `send` waits … */
export const SEND_QUEUE_BYTES = 1024 * 1024;

/** … at most this long without progress (one message of 16 MiB needs 1.1 Mbit/s); and over this many of senders that don't wait, the call is cut. */
export const SEND_STALL_MS = 120_000;
export const SEND_QUEUE_BYTES_MAX = 4 * MESSAGE_BYTES_MAX;

/** A call with one answer takes at most this long unless its caller says otherwise. */
export const CALL_TIMEOUT_MS = 60_000;

/** Sockets that listen on one port, each of which takes a connection a turn of the event loop. More take more than can be greeted, and each turn gets longer. */
export const LISTENING_SOCKETS = 2;

/** Connections that wait to be taken, of each socket; the kernel has a bound of its own (4,096 on Linux). */
export const LISTEN_BACKLOG = 4_096;

/** At stop, open calls have this long to end before they are cut. */
export const SHUTDOWN_GRACE_MS = 2_000;

/** Calls at the same time on one connection: an agent has 1, the CLI a few. */
export const CONCURRENT_CALLS_MAX = 64;

/** A connection is pinged after this much silence, and given up this long after an unanswered ping. */
export const KEEPALIVE_MS = 20_000;
export const KEEPALIVE_TIMEOUT_MS = 10_000;

/** Pause between attempts to connect of one channel. Agents lie their own full-jitter backoff over it. */
export const RECONNECT_MIN_MS = 200;
export const RECONNECT_MAX_MS = 2_000;

/** Versions a side may offer: a few old ones beside the newest. */
export const VERSIONS_MAX = 16;
export const VERSION_MAX = 65_535;

/** Delta codecs a host may know, or a bundle may use, and the letters of one name. */
export const CODECS_MAX = 32;
export const CODEC_CHARS_MAX = 64;

/** Characters of an agent's version. */
export const AGENT_VERSION_CHARS_MAX = 64;

/** Lanes (apps) of one host. */
export const LANES_MAX = 256;

/** Intents told of in one lane: 32 finished, 8 unfinished (PROTOCOL.md §4), and room for later versions. */
export const LANE_INTENTS_MAX = 128;

/** Slots of one app on a host, and revisions kept of it. */
export const LANE_SLOTS_MAX = 32;
export const LANE_REVISIONS_MAX = 1_024;

/** Files told of in one answer to `verify`: with 2,000 characters each within one message. */
export const FINDINGS_MAX = 1_000;

/** Ways offered to one release: base and overlays of a lineage. */
export const ROUTES_MAX = 16;

/** Bytes of a DSSE envelope: release JSON of a few hundred bytes and some signatures. */
export const ENVELOPE_BYTES_MAX = 256 * 1024;

/** Bytes of a frame table, of a .torrent file, and of the BLAKE3 of its pieces (32 a piece: 128 Ki pieces of 4 MiB are 512 GiB). */
export const FRAME_TABLE_BYTES_MAX = 8 * 1024 * 1024;
export const METAINFO_BYTES_MAX = 4 * 1024 * 1024;
export const PIECE_DIGESTS_BYTES_MAX = 4 * 1024 * 1024;

/** Characters of a message or a hint of a failure, and of what stands in a slot's place. */
export const TEXT_CHARS_MAX = 2_000;

/** Bytes of the failure in a call's trailers, before base64; longer texts are cut. */
export const TRAILER_FAILURE_BYTES_MAX = 4 * 1024;

/** Characters of an announce URL and of a data center's label. */
export const URL_CHARS_MAX = 2_048;
export const DATACENTER_CHARS_MAX = 64;

/** Milliseconds between heartbeats: at most an hour. */
export const HEARTBEAT_MS_MAX = 3_600_000;

/** Peers named in one message: what a tracker's answer has. */
export const PEERS_MAX = 256;
/** Characters of one address: a DNS name and a port. */
export const PEER_ADDRESS_CHARS_MAX = 300;

/** Labels of one host. */
export const LABELS_MAX = 64;

/** The host's own checks after an activation: at most a week, as deadlines. */
export const BAKE_MS_MAX = 7 * 24 * 3_600_000;

/** Checks and hooks told of in one result; … */
export const STEPS_MAX = 64;
/** An int32; a check is tried once a second in a bake of a week at most. */
export const STEP_ATTEMPTS_MAX = 1_000_000;
export const STEP_NAME_CHARS_MAX = 64;
export const STEP_DETAIL_CHARS_MAX = 500;
/** … bytes of what one printed (its end), and of all together: a rollout's log keeps them for each host. */
export const STEP_OUTPUT_BYTES_MAX = 4 * 1024;
export const STEPS_OUTPUT_BYTES_MAX = 32 * 1024;

/** Datacenters that a host's traffic is told apart by. */
export const LINKS_MAX = 256;

/** Releases of one app preseeded at once: the next one, and one or two that were meant to be. */
export const PRESEEDS_MAX = 4;
