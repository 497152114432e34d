/** Certificates, a bundle and its torrents: what both ends of a pair are given, ours and stock ones. */
import { randomBytes } from "node:crypto";
import { mkdir, open, writeFile } from "node:fs/promises";
import { join } from "node:path";
import bencode, { type Bencoded } from "bencode";
import { createFleetCa, issueCertificate } from "../../../runtime/certificates.ts";
import type { Role } from "../../../runtime/identity.ts";
import type { SwarmIdentity, Torrent } from "../../../swarm/swarm.ts";
import { createTorrent } from "../../../swarm/torrent.ts";

export interface PairFleet {
  readonly scratch: string;
  /** The bundle, alone in its directory. */
  readonly file: string;
  readonly directory: string;
  readonly sizeBytes: number;
  readonly torrent: Torrent;
  /** The same without `ssl-cert`, for clients without TLS. */
  readonly plainTorrentFile: string;
  readonly torrentFile: string;
  identity(role: Role, name: string): Promise<SwarmIdentity>;
}

export const BUNDLE_NAME = "bundle";
const MIB = 1024 * 1024;

/** Random bytes, or those of one random MiB again and again in a fraction of the time. */
export async function createPairFleet(
  scratch: string,
  sizeBytes: number,
  { same = false }: { readonly same?: boolean } = {},
): Promise<PairFleet> {
  const directory = join(scratch, "seed");
  await mkdir(directory, { recursive: true });
  const file = join(directory, BUNDLE_NAME);
  await fill(file, sizeBytes, same);
  const ca = await createFleetCa({ name: "bench fleet", days: 2 });
  const torrent = await createTorrent({ file, name: BUNDLE_NAME, caPem: ca.certificatePem });
  const [torrentFile, plainTorrentFile] = [join(scratch, "tls.torrent"), join(scratch, "plain.torrent")];
  await writeFile(torrentFile, torrent.metainfo);
  await writeFile(plainTorrentFile, plain(torrent.metainfo));
  return {
    ...{ scratch, file, directory, sizeBytes, torrent, torrentFile, plainTorrentFile },
    async identity(role, name) {
      const pair = await issueCertificate({ ca, role, name, addresses: ["127.0.0.1"], days: 1 });
      return { caPem: ca.certificatePem, ...pair };
    },
  };
}

async function fill(path: string, sizeBytes: number, same: boolean): Promise<void> {
  const file = await open(path, "w");
  let part = randomBytes(MIB);
  for (let left = sizeBytes; left > 0; left -= MIB) {
    if (!same) part = randomBytes(MIB);
    await file.write(part, 0, Math.min(left, MIB));
  }
  await file.close();
}

function plain(metainfo: Uint8Array): Uint8Array {
  const { info } = bencode.decode(metainfo) as { info: Record<string, Bencoded> };
  const { "ssl-cert": _certificate, private: _private, ...rest } = info;
  return bencode.encode({ info: rest });
}
