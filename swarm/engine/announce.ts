/**
 * One announce to the fleet's tracker: HTTPS with our certificate, the tracker's checked by CA and role. The answer is
 * untrusted: its size, interval and peers are bounded, redirects are errors, and nothing but addresses is taken from it (K09).
 */
import { Agent, request } from "node:https";
import { BlockList, isIP } from "node:net";
import type { SecureContext } from "node:tls";
import bencode from "bencode";
import { ShoalError } from "../../runtime/errors.ts";
import { peerIdentity } from "../../runtime/identity.ts";
import type { InfoHash } from "../../runtime/ids.ts";
import {
  ANNOUNCE_INTERVAL_MAX_MS,
  ANNOUNCE_INTERVAL_MIN_MS,
  ANNOUNCE_PEERS_MAX,
  ANNOUNCE_RESPONSE_BYTES_MAX,
  ANNOUNCE_TIMEOUT_MS,
  WEB_SEED_ANSWER_MS,
  DATACENTER_CHARS_MAX,
} from "../limits.ts";
import { ALL_SHARES, NO_SHARES, type Shares } from "../tracker/hand-out.ts";

export interface PeerAddress {
  readonly host: string;
  readonly port: number;
}

export interface Announce {
  readonly infoHash: InfoHash;
  readonly peerId: Buffer;
  readonly port: number;
  readonly uploaded: number;
  readonly downloaded: number;
  readonly left: number;
  /** Peers we are connected with; the tracker tells as many more as we lack. */
  readonly connected: number;
  readonly event: "started" | "completed" | "stopped" | null;
}

export interface AdmissionQuestion {
  readonly infoHash: InfoHash;
  readonly host: string;
}

export interface AnnounceAnswer {
  readonly intervalMs: number;
  readonly peers: readonly PeerAddress[];
  /** Where we are, and what we may fetch from elsewhere (tracker/hand-out.ts); null from a tracker that is not ours. */
  readonly datacenter: string | null;
  readonly shares: Shares | null;
}

/** Sends announces over one kept connection. */
export interface TrackerClient {
  /** Errors: E_PEER with what the tracker did wrong or refused. */
  announce(url: string, announce: Announce, signal: AbortSignal): Promise<AnnounceAnswer>;
  /** Whether a host may take part in a torrent of ours. Errors: E_PEER when the tracker can't be asked. */
  admits(url: string, about: AdmissionQuestion, signal: AbortSignal): Promise<boolean>;
  /** Bytes of the bundle itself, from the server that the tracker is at (../web-seed/server.ts). Errors: E_PEER. */
  range(url: string, about: BundleRange, signal: AbortSignal): Promise<Uint8Array>;
  close(): void;
}

export interface BundleRange {
  readonly infoHash: InfoHash;
  readonly offset: number;
  readonly length: number;
}

export function createTrackerClient(context: SecureContext): TrackerClient {
  const agent = new Agent({
    keepAlive: true,
    maxSockets: 4,
    maxCachedSessions: 0,
    secureContext: context,
    minVersion: "TLSv1.3",
    checkServerIdentity: (_host, certificate) => checkTracker(certificate.raw),
  });
  return {
    async announce(url, announce, signal) {
      const { status, body } = await get(announceUrl(url, announce), agent, signal);
      if (status !== 200) throw refused(`it answers with HTTP status ${status}`);
      return readAnswer(body);
    },
    async admits(url, { infoHash, host }, signal) {
      const target = new URL(`admits?info_hash=${infoHash}&host=${encodeURIComponent(host)}`, secureUrl(url));
      const { status } = await get(target, agent, signal);
      if (status === 204) return true;
      if (status === 403) return false;
      throw refused(`it answers with HTTP status ${status}`);
    },
    async range(url, { infoHash, offset, length }, signal) {
      const target = new URL(`bundle?info_hash=${infoHash}`, secureUrl(url));
      const limits = { bytesMax: length, timeoutMs: WEB_SEED_ANSWER_MS };
      const { status, body } = await get(target, agent, signal, {
        headers: { range: `bytes=${offset}-${offset + length - 1}` },
        ...limits,
      });
      if (status !== 206) throw refused(`it answers with HTTP status ${status}`);
      if (body.length !== length) throw refused(`it answers with ${body.length} bytes where ${length} were asked for`);
      return body;
    },
    close: () => agent.destroy(),
  };
}

/** `host:port` or `[v6]:port`. Errors: E_PEER. */
export function parsePeerAddress(text: string): PeerAddress {
  const [, v6, host, digits] = /^(?:\[([0-9a-fA-F:.]{2,45})\]|([A-Za-z0-9.-]{1,253})):(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if ((v6 ?? host) === undefined || port < 1 || port > 65_535) {
    throw new ShoalError("E_PEER", `${JSON.stringify(text.slice(0, 80))} is not a peer's address (host:port)`);
  }
  return { host: (v6 ?? host)!, port };
}

export function formatPeerAddress({ host, port }: PeerAddress): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

/** Whether an address told by others may be dialled: no privileged port, no multicast, no link-local (P11, P14). */
export function mayDial({ host, port }: PeerAddress, { loopback }: { readonly loopback: boolean }): boolean {
  if (port < PORT_MIN) return false;
  // A DNS name is from the operator's own configuration; trackers give addresses only.
  if (isIP(host) === 0) return true;
  const family = isIP(host) === 4 ? "ipv4" : "ipv6";
  if (NEVER.check(host, family)) return false;
  return loopback || !LOOPBACK.check(host, family);
}

/** Answer of a tracker (BEP 3, compact by BEP 23 and 7). Errors: E_PEER. */
export function readAnswer(body: Uint8Array): AnnounceAnswer {
  const answer = asDictionary(decode(body));
  const failure = answer["failure reason"];
  if (failure !== undefined) throw refused(`it refuses: ${failure instanceof Uint8Array ? Buffer.from(failure).toString("utf8") : "?"}`);
  const interval = typeof answer["interval"] === "number" ? answer["interval"] * 1000 : 0;
  const exact = answer["interval ms"];
  const intervalMs = typeof exact === "number" ? exact : interval;
  const peers = [...named(answer["peer names"]), ...compact(answer["peers"], 4), ...compact(answer["peers6"], 16)].slice(
    0,
    ANNOUNCE_PEERS_MAX,
  );
  const shares = answer["shares"];
  return {
    intervalMs: Math.min(ANNOUNCE_INTERVAL_MAX_MS, Math.max(ANNOUNCE_INTERVAL_MIN_MS, intervalMs)),
    peers,
    datacenter: readDatacenter(answer["datacenter"]),
    shares: typeof shares === "number" && shares >= NO_SHARES && shares <= ALL_SHARES ? shares : null,
  };
}

/** A datacenter's name as a peer or a tracker tells it; null for anything else. */
export function readDatacenter(value: unknown): string | null {
  if (!(value instanceof Uint8Array) || value.length > DATACENTER_CHARS_MAX * UTF8_BYTES_MAX) return null;
  return Buffer.from(value).toString("utf8").slice(0, DATACENTER_CHARS_MAX);
}

const UTF8_BYTES_MAX = 4;
/** Ports below this belong to services of the machine. */
const PORT_MIN = 1024;
const LOOPBACK = new BlockList();
LOOPBACK.addSubnet("127.0.0.0", 8, "ipv4");
LOOPBACK.addAddress("::1", "ipv6");
const NEVER = new BlockList();
NEVER.addSubnet("0.0.0.0", 8, "ipv4");
NEVER.addSubnet("169.254.0.0", 16, "ipv4");
NEVER.addSubnet("224.0.0.0", 3, "ipv4");
NEVER.addAddress("::", "ipv6");
NEVER.addSubnet("fe80::", 10, "ipv6");
NEVER.addSubnet("ff00::", 8, "ipv6");

function secureUrl(url: string): URL {
  const target = new URL(url);
  if (target.protocol !== "https:") throw refused(`its URL begins with ${target.protocol}, not https:`);
  return target;
}

function announceUrl(url: string, announce: Announce): URL {
  const target = secureUrl(url);
  const hash = Buffer.from(announce.infoHash, "hex");
  const binary = (bytes: Buffer): string => [...bytes].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
  const { port, uploaded, downloaded, left, connected } = announce;
  const event = announce.event === null ? "" : `&event=${announce.event}`;
  const numbers = `port=${port}&uploaded=${uploaded}&downloaded=${downloaded}&left=${left}&connected=${connected}&compact=1${event}`;
  target.search = `?info_hash=${binary(hash)}&peer_id=${binary(announce.peerId)}&${numbers}`;
  return target;
}

interface GetOptions {
  readonly headers: Readonly<Record<string, string>>;
  readonly bytesMax: number;
  readonly timeoutMs: number;
}

const ANNOUNCING: GetOptions = { headers: {}, bytesMax: ANNOUNCE_RESPONSE_BYTES_MAX, timeoutMs: ANNOUNCE_TIMEOUT_MS };

function get(
  url: URL,
  agent: Agent,
  signal: AbortSignal,
  { headers, bytesMax, timeoutMs }: GetOptions = ANNOUNCING,
): Promise<{ readonly status: number; readonly body: Uint8Array }> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => reject(error instanceof ShoalError ? error : refused(error.message, error));
    const limited = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const outgoing = request(url, { agent, headers, signal: limited, method: "GET" }, (response) => {
      const chunks: Buffer[] = [];
      let length = 0;
      response.on("data", (chunk: Buffer) => {
        length += chunk.length;
        if (length <= bytesMax) chunks.push(chunk);
        else outgoing.destroy(refused(`an answer of more than ${bytesMax} bytes`));
      });
      response.on("error", fail);
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks) }));
    });
    outgoing.on("error", fail);
    outgoing.end();
  });
}

function checkTracker(certificateDer: Uint8Array): Error | undefined {
  try {
    const identity = peerIdentity(certificateDer);
    return identity.role === "coordinator" ? undefined : refused(`${identity.principal} is no coordinator`);
  } catch (error) {
    return error as Error;
  }
}

function decode(body: Uint8Array): unknown {
  try {
    return bencode.decode(body);
  } catch (error) {
    throw refused(`its answer is not bencoded: ${(error as Error).message}`, error);
  }
}

function asDictionary(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)) {
    return value as Record<string, unknown>;
  }
  throw refused("its answer is no dictionary");
}

/** Addresses of `bytes` + 2 each; other forms and rests are ignored. */
function compact(value: unknown, bytes: 4 | 16): PeerAddress[] {
  if (!(value instanceof Uint8Array)) return [];
  const peers: PeerAddress[] = [];
  const view = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  for (let at = 0; at + bytes + 2 <= view.length && peers.length < ANNOUNCE_PEERS_MAX; at += bytes + 2) {
    const host = view.subarray(at, at + bytes);
    const groups = [0, 2, 4, 6, 8, 10, 12, 14].map((group) => (bytes === 16 ? host.readUInt16BE(group).toString(16) : ""));
    peers.push({ host: bytes === 4 ? host.join(".") : groups.join(":"), port: view.readUInt16BE(at + bytes) });
  }
  return peers;
}

/** Ours: a coordinator that is known by a DNS name, which the compact form has no room for. */
function named(value: unknown): PeerAddress[] {
  const texts = Array.isArray(value) ? value.slice(0, NAMED_MAX).filter((text) => text instanceof Uint8Array) : [];
  return texts.map((text) => parsePeerAddress(Buffer.from(text).toString("latin1")));
}

/** Coordinators of one fleet. */
const NAMED_MAX = 16;

function refused(message: string, cause?: unknown): ShoalError {
  return new ShoalError("E_PEER", `tracker: ${message}`, { cause });
}
