/**
 * Many peers in one process, each as light as it can be: half of them have everything, all of it zeros, and answer each request at once; half
 * have nothing, and take some of what the other side has. Run by rss.ts; argv[2]: a JSON file. Ends with stdin.
 */
import { readFileSync } from "node:fs";
import { connect } from "node:tls";
import bencode from "bencode";
import type { SwarmIdentity } from "../../../swarm/swarm.ts";

export interface LightPeers {
  readonly port: number;
  readonly infoHash: string;
  readonly pieceLengthBytes: number;
  readonly identities: readonly SwarmIdentity[];
}

const BLOCK_BYTES = 128 * 1024;
const HEAD_BYTES = 13;
/** Its own requests on their way. */
const REQUESTS = 4;

const { port, infoHash, pieceLengthBytes, identities } = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as LightPeers;
const zeros = Buffer.alloc(HEAD_BYTES + BLOCK_BYTES);

// One after the other: so many handshakes at once from one address would be refused.
for (const [at, identity] of identities.entries()) await join(identity, at);
process.stdin.resume().once("end", () => process.exit(0));

function join(identity: SwarmIdentity, at: number): Promise<void> {
  const socket = connect({
    ...{ host: "127.0.0.1", port, servername: infoHash, minVersion: "TLSv1.3" },
    ...{ ca: identity.caPem, cert: identity.certificatePem, key: identity.keyPem, checkServerIdentity: () => undefined },
  });
  let rest: Buffer = Buffer.alloc(0);
  let expected = 68;
  let open = 0;
  let unchoked = false;
  socket.on("error", (error) => console.error(`peer ${at}: ${error.message}`));
  socket.write(Buffer.concat([handshake(at), extended(), message(at % 2 === 0 ? 14 : 15), message(1), message(2)]));
  socket.on("data", (chunk: Buffer) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (rest.length >= expected) {
      const whole = rest.subarray(0, expected);
      if (expected === 4) expected = 4 + whole.readUInt32BE(0);
      if (rest.length < expected) break;
      take(rest.subarray(0, expected));
      rest = rest.subarray(expected);
      expected = 4;
    }
  });
  const take = (bytes: Buffer): void => {
    const id = bytes.length > 4 && bytes.length !== 68 ? bytes.readUInt8(4) : -1;
    if (id === 6) answer(bytes);
    if (id === 7 || id === 16) open--;
    if (id === 1) unchoked = true;
    // Of the pieces that it hears of, each peer takes a few.
    if (id === 4 && unchoked && bytes.readUInt32BE(5) % identities.length === at && open < REQUESTS) {
      for (let offset = 0; offset < pieceLengthBytes && open < REQUESTS; offset += BLOCK_BYTES, open++) {
        socket.write(message(6, bytes.readUInt32BE(5), offset, BLOCK_BYTES));
      }
    }
  };
  const answer = (request: Buffer): void => {
    const length = request.readUInt32BE(13);
    const head = Buffer.alloc(HEAD_BYTES);
    head.writeUInt32BE(HEAD_BYTES - 4 + length, 0);
    head.writeUInt8(7, 4);
    request.copy(head, 5, 5, 13);
    socket.write(head);
    socket.write(zeros.subarray(0, length));
  };
  return new Promise((resolve) => socket.once("secureConnect", () => resolve()));
}

function handshake(at: number): Buffer {
  const reserved = Buffer.from([0, 0, 0, 0, 0, 0x10, 0, 0x04]);
  const peerId = Buffer.from(`-LP0001-${String(at).padStart(12, "0")}`, "latin1");
  return Buffer.concat([Buffer.from("\u0013BitTorrent protocol", "latin1"), reserved, Buffer.from(infoHash, "hex"), peerId]);
}

function extended(): Buffer {
  const body = bencode.encode({ m: {}, reqq: 1000, shoal_block: BLOCK_BYTES });
  const head = Buffer.alloc(6);
  head.writeUInt32BE(2 + body.length, 0);
  head.writeUInt8(20, 4);
  return Buffer.concat([head, body]);
}

function message(id: number, ...numbers: number[]): Buffer {
  const bytes = Buffer.alloc(5 + 4 * numbers.length);
  bytes.writeUInt32BE(bytes.length - 4, 0);
  bytes.writeUInt8(id, 4);
  numbers.forEach((number, at) => bytes.writeUInt32BE(number, 5 + 4 * at));
  return bytes;
}
