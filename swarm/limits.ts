/** Every bound of swarm/, with unit and reason. */

// ── Torrents ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Smallest piece: one block of BEP 3; below it a piece could not be requested whole. */
export const PIECE_BYTES_MIN = 16 * 1024;
/** Largest piece: a piece is held in memory while it arrives, one per connected peer at worst. */
export const PIECE_BYTES_MAX = 16 * 1024 * 1024;
/** Pieces aimed at: enough to spread a small bundle over several peers, few enough that bookkeeping costs nothing. */
export const PIECES_AIMED_AT = 256;
/**
 * … but for more of them than that, no piece is longer than this: a piece goes on to others when it is complete, and pieces on their way have `IN_PROGRESS_BYTES_MAX`,
 * which is to be enough for one from each peer. 4 MiB pieces take a fleet of twenty datacenters 1.8 times the bound where these take 1.5 and 1 MiB as much (bench/README.md), but 1 GiB one to one a third longer.
 */
export const PIECE_BYTES_SWIFT = 2 * 1024 * 1024;
/** … up to so many pieces: each costs 52 bytes in what a host is told, and a look whenever a piece is picked. */
export const PIECES_SWIFT_MAX = 4_096;
/** Largest piece chosen by ourselves for anything but the largest bundles: 4 MiB pieces are hashed and written at disk speed already. */
export const PIECE_BYTES_CHOSEN_MAX = 4 * 1024 * 1024;
/** Pieces of one torrent: a bitfield of 8 KiB, digests of 2 MiB; 1 TiB at the largest piece. */
export const PIECES_MAX = 65_536;
/** Bytes of a metainfo: 20 for each piece and the CA's certificate. */
export const METAINFO_BYTES_MAX = 2 * 1024 * 1024;
/** Bytes of the fleet CA in `ssl-cert`; ours have about 700. */
export const CA_PEM_BYTES_MAX = 16 * 1024;
/** Bytes of a torrent's file name: NAME_MAX of every file system. */
export const NAME_BYTES_MAX = 255;

// ── Peer wire ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Unit in which stock clients request (BEP 3 practice). */
export const BLOCK_BYTES = 16 * 1024;
/** Block between our own agents; at the largest that webtorrent serves. 128 KiB blocks halve the time of a pair. */
export const BLOCK_BYTES_MAX = 128 * 1024;
/** Bytes of an extension handshake (BEP 10): stock clients send under 400. */
export const EXTENDED_BYTES_MAX = 8 * 1024;
/** Ends a peer whose TLS or BitTorrent handshake has not come by then (P06, P18). */
export const HANDSHAKE_DEADLINE_MS = 5_000;
/** A message once begun must go on at this rate on average (P05). */
export const MESSAGE_RATE_MIN_BYTES_PER_S = 1024;
/** … judged only after this time, so that one lost packet ends nobody. */
export const MESSAGE_PATIENCE_MS = 10_000;
/** Requests that a peer may have waiting with us; stock clients stay below 500 (P09). */
export const REQUESTS_WAITING_MAX = 2_048;
/** Bytes read for a peer or sent and not yet taken by its socket: what one slow reader can pin in memory. */
export const UPLOAD_BACKLOG_BYTES = 1024 * 1024;
/** Blocks taken from a peer that were not asked for, beside those whose cancel it may not have seen; then it is ended. */
export const UNASKED_BYTES_MAX = 4 * 1024 * 1024;
/** Blocks read in one go for one peer, in bytes: half of what it may have unsent, so that one half is read while the other is sent. */
export const READ_BYTES_MAX = UPLOAD_BACKLOG_BYTES / 2;
/** A cap's tokens are saved up for this time: some ticks, and no surge after a pause. */
export const THROTTLE_BURST_MS = 500;
/** Times of day with caps of their own in one configuration. */
export const TIMED_LIMITS_MAX = 24;
/** Messages a second that a peer may send besides those that blocks pay for, after a burst: stops floods of `have` and `cancel`. */
export const IDLE_MESSAGES_PER_S = 200;
/** Requests of ours outstanding at one peer, in bytes: a second of 250 Mbit/s. */
export const REQUEST_PIPELINE_BYTES_MAX = 32 * 1024 * 1024;
/** Buffers kept for reuse in the whole engine: blocks of some peers and a few pieces. */
export const POOL_BYTES_MAX = 8 * 1024 * 1024;
/** Pieces on their way in one torrent, in bytes; beyond it peers share pieces instead of beginning new ones. */
export const IN_PROGRESS_BYTES_MAX = 32 * 1024 * 1024;
/** Of a range that somebody waits for, this many unfinished pieces go before everything else: reading is sequential. */
export const WANTED_AHEAD_PIECES = 4;
/** A transfer of normal priority that got nothing for this time holds those of low priority up no longer. */
export const STARVED_MS = 5_000;
/** Overdue blocks that one peer is asked for beside their first peer. */
export const DUPLICATE_REQUESTS_MAX = 4;

// ── Connections ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** TLS sockets that are not authenticated yet: a flood costs at most this many handshakes at once. */
export const UNAUTHENTICATED_MAX = 64;
/** … of them from one address. */
export const UNAUTHENTICATED_PER_ADDRESS_MAX = 16;
/** Connections of one certificate over all torrents. One per torrent; more torrents than this are not transferred at once. */
export const CONNECTIONS_PER_IDENTITY_MAX = 64;
/** Sockets of the whole process. */
export const CONNECTIONS_MAX = 512;
/** Addresses remembered for one torrent: the hand-out names few; strangers can't add any. */
export const KNOWN_ADDRESSES_MAX = 512;
/** Ends a connection on which nothing at all came for this time; stock clients send a keep-alive every two minutes. */
export const SILENT_PEER_MS = 180_000;
/** A peer that owes us blocks and completes none within this time is asked for one at a time; what it owes is asked of others. 128 KiB take as long at 512 kbit/s. */
export const STUCK_PEER_MS = 2_000;
/** Ends a peer that has sent no byte for this time although it owes us blocks (P17). */
export const STALLED_PEER_MS = 20_000;
/** A connected peer that neither gave nor took a block within this time, and chokes us, loses its place to one who waits (P17). */
export const UNHELPFUL_PEER_MS = 20_000;
/** Hosts of which the tracker's word is remembered in one torrent. */
export const VOUCHED_MAX = 4_096;
/** Peers of one torrent whose traffic is kept apart; the oldest are summed up beyond it. */
export const ACCOUNTS_MAX = 4_096;
/** A host that was not admitted is asked about again after this: it may be assigned to the app meanwhile. */
export const REFUSAL_KEPT_MS = 10_000;
/** Reconnect waits: the first is short because hosts start together, the last keeps a dead fleet quiet. */
export const REDIAL_MS = [250, 1_000, 5_000, 15_000, 60_000] as const;

// ── Bad pieces ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Pieces of which the senders' block digests are kept after a mismatch, to find the liar when the right piece is there. */
export const SUSPECT_PIECES_MAX = 64;
/** Unfinished pieces with several senders that one host may be among; with the one it then sends alone, three is what a liar can spoil. */
export const SHARED_PIECES_MAX = 2;

// ── Tracker ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Bytes of a tracker's answer: 1,000 compact peers have 6 KB (K09). */
export const ANNOUNCE_RESPONSE_BYTES_MAX = 64 * 1024;
/** Peers taken from one answer (K09). */
export const ANNOUNCE_PEERS_MAX = 200;
/** Time for one announce, connect to last byte. */
export const ANNOUNCE_TIMEOUT_MS = 10_000;
/** Time for the farewell at a tracker; it notices a silent departure by itself. */
export const STOPPED_ANNOUNCE_MS = 1_000;
/** An answer's interval is forced between these (K09). */
export const ANNOUNCE_INTERVAL_MIN_MS = 250;
export const ANNOUNCE_INTERVAL_MAX_MS = 30 * 60 * 1000;
/** Bytes of a request line and headers at the tracker: an announce has about 400. */
export const TRACKER_HEADER_BYTES_MAX = 8 * 1024;
/** Sockets of the tracker: keep-alive of a large fleet; the file descriptor limit is far above. */
export const TRACKER_CONNECTIONS_MAX = 20_000;
/** Ends a request that is not complete by then. */
export const TRACKER_REQUEST_TIMEOUT_MS = 5_000;
/** A peer that has missed this many intervals is gone. */
export const TRACKER_MISSED_ANNOUNCES = 3;
/** The tracker spreads the announces of large torrents so that about this many come in a second. */
export const TRACKER_ANNOUNCES_PER_S_AIM = 1_000;
/** Characters of a datacenter's name, as in the session. */
export const DATACENTER_CHARS_MAX = 64;
/** Announces are counted per host: more than this in a second are refused. */
export const TRACKER_ANNOUNCES_PER_S_MAX = 50;

// ── Web seed ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Bytes of one range: a request is answered in moments, and what is read ahead of a slow host is little. */
export const WEB_SEED_RANGE_BYTES_MAX = 4 * 1024 * 1024;
/** Ranges that the coordinator answers at the same time; others are told to come later. */
export const WEB_SEED_REQUESTS_MAX = 32;
/** … to one host. */
export const WEB_SEED_REQUESTS_PER_HOST_MAX = 2;
/** What a host asks for at once: its headers and the trip cost little beside it. */
export const WEB_SEED_BLOCK_BYTES = 1024 * 1024;
/** An answer that is not taken, or not there, by then is cut off. */
export const WEB_SEED_ANSWER_MS = 15_000;

// ── Back-off ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The host's load is looked at this often while peers are connected: long enough to average over bursts, short enough to yield within seconds. */
export const BACK_OFF_SAMPLE_MS = 500;
/** Others must compete, and the link or disk be full, in this many samples in a row: a queue in the kernel that grows looks like others for a moment. */
export const BACK_OFF_CONTESTED_SAMPLES = 3;
/** After our rate has fallen, others have this many samples to take what was left to them: TCP does within a second … */
export const BACK_OFF_JUDGED_SAMPLES = 3;
/** … and a disk some seconds later, for what we wrote is still in memory. */
export const BACK_OFF_DISK_JUDGED_SAMPLES = 10;
/** A trial that our rate does not follow within so many samples says nothing. */
export const BACK_OFF_TRIAL_SAMPLES_MAX = 24;
/** Our rate during a trial, of what it was. */
export const BACK_OFF_TRIAL_SHARE = 0.5;
/** Our rate has followed a trial when it has fallen by this share. */
export const BACK_OFF_FALLEN_SHARE = 0.25;
/** Of what we left, others must have taken this share; a link that was not full gives them nothing that they did not have. */
export const BACK_OFF_TAKEN_SHARE = 0.4;
/** A disk is relieved when its pressure is less, or others' traffic more, by this share. */
export const BACK_OFF_DISK_RELIEF_SHARE = 0.25;
/** After a trial for nothing, the next one waits; twice as long each time: trials cost 1 % at the beginning and next to nothing later. */
export const BACK_OFF_PAUSE_MS = 20_000;
export const BACK_OFF_PAUSE_MS_MAX = 320_000;
/** Each sample while others need more than there is, our rate becomes this share of itself: at the floor in about four seconds. */
export const BACK_OFF_CUT_SHARE = 0.7;
/** Each sample with room beside others, our rate rises by this share of the capacity … */
export const BACK_OFF_RISE_SHARE = 0.05;
/** … and by this one when others are gone: all is ours again in about four seconds. */
export const BACK_OFF_RETURN_SHARE = 0.125;
/** Others are gone after so many samples without them. */
export const BACK_OFF_CALM_SAMPLES = 2;
/** Never below this share of the capacity … */
export const BACK_OFF_FLOOR_SHARE = 0.1;
/** … nor this rate, in bytes a second: a release must come through. */
export const BACK_OFF_FLOOR_BYTES_PER_S = 256 * 1024;
/** Others' traffic counts from this share of the capacity … */
export const BACK_OFF_OTHERS_SHARE = 0.03;
/** … and from this rate, in bytes a second: name lookups and monitoring are no reason to yield. */
export const BACK_OFF_OTHERS_BYTES_PER_S = 256 * 1024;
/** … on a disk from this one: logs and journals are written all the time. */
export const BACK_OFF_DISK_OTHERS_BYTES_PER_S = 1024 * 1024;
/** A link is full from this share of the most it has carried lately. */
export const BACK_OFF_FULL_SHARE = 0.85;
/** "Lately": what a link has carried counts for less as time goes by, to a third in this time. */
export const BACK_OFF_MEMORY_MS = 60_000;
/** … but in this time while it is our own cap that keeps it from carrying more. */
export const BACK_OFF_CAPPED_MEMORY_MS = 600_000;
/** A disk is full when somebody waits for it for this share of the time (`some` of /proc/pressure/io). */
export const BACK_OFF_PRESSURE_SHARE = 0.3;
/** Bytes on the wire for a byte of ours: TLS records, TCP, IP, Ethernet (4.7 %), and some packets sent twice. */
export const BACK_OFF_WIRE_FACTOR = 1.06;
/** … and for one that goes the other way: acknowledgements. */
export const BACK_OFF_ACK_FACTOR = 0.05;
/** What we wrote and the disk has not is expected for about this time: the kernel writes back within 30 s. */
export const BACK_OFF_WRITE_BACK_MS = 30_000;
/** Bytes that we handed over and the link has not shown yet; each sample, this share of them is still waited for. */
export const BACK_OFF_QUEUED_SHARE = 0.7;

// ── Engine process ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** Node with webtorrent loaded has 110 MiB resident before its first piece. */
export const MEMORY_LIMIT_MIN_MIB = 160;
/** Of the limit, what V8's old space may take; the rest is buffers and code. */
export const HEAP_SHARE = 0.5;
/** The engine lives on 20 MiB of heap while tens of MiB of buffers a second come and go: with less room V8 marks that heap three times a second. */
export const HEAP_ROOM_MIB = 64;
/** Memory is looked at this often … */
export const MEMORY_CHECK_MS = 1_000;
/** … and the engine is recycled when it was over the limit this many times in a row … */
export const MEMORY_STRIKES = 3;
/** … but not more often than this: a limit that is too small must not stop all transfers. */
export const RECYCLE_PAUSE_MS = 30_000;
/** An engine that does not listen by then is given up: it takes half a second of CPU, but a loaded host has little of it. */
export const ENGINE_START_MS = 60_000;
/** An engine that does not end by then when asked to is killed. */
export const ENGINE_STOP_MS = 10_000;
/** Crashes within `CRASH_WINDOW_MS` after which the swarm gives up. */
export const CRASHES_MAX = 5;
export const CRASH_WINDOW_MS = 60_000;
/** Pause before a crashed engine is started again, times the number of recent crashes. */
export const RESTART_PAUSE_MS = 200;
/** Bytes of the engine's stderr kept for the crash report. */
export const STDERR_BYTES_MAX = 8 * 1024;
/** Pace of everything that is looked at regularly: overdue blocks, dead peers, addresses to dial. */
export const TICK_MS = 250;
/** Refused peers told to the parent within one tick; a flood of them is not worth more lines. */
export const REFUSALS_PER_TICK_MAX = 8;
/** Ranges told to the engine as waited for, the oldest first; the others rise as these are done. */
export const WANTED_RANGES_MAX = 64;
/** Verified pieces are told together when they come faster than this. */
export const NEWS_MS = 5;
/** Without news, totals are told this often. */
export const PROGRESS_MS = 1_000;
/** Transfers of one engine. */
export const TRANSFERS_MAX = 256;
