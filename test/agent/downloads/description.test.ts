import { join } from "node:path";
import test from "ava";
import { checkDescription, largestBundle } from "../../../agent/downloads/description.ts";
import type { BundleDescription } from "../../../proto/messages.ts";
import { ShoalError } from "../../../runtime/errors.ts";
import type { ErrorCode } from "../../../runtime/errors.ts";
import { createFleetCa } from "../../../runtime/certificates.ts";
import type { Digest, InfoHash } from "../../../runtime/ids.ts";
import { identityOf, temporaryFolder } from "../fleet.ts";
import { makeBase, makeRelease } from "../releases.ts";

test("a description that fits its release passes; each contradiction is refused with its code", async (t) => {
  const folder = temporaryFolder(t);
  const { caPem } = await identityOf("agent", "web1");
  const made = await makeRelease({ folder: join(folder, "tree"), files: { "a.txt": "a".repeat(50_000) } });
  const { description } = await makeBase(made, { out: join(folder, "bundle"), caPem });
  const { release } = made;
  t.notThrows(() => checkDescription(description, { release, caPem }));
  const other = await makeRelease({ folder: join(folder, "other"), files: { "b.txt": "b" } });
  const { torrent } = (await makeBase(other, { out: join(folder, "other.bundle"), caPem })).description;
  const foreignCa = (await createFleetCa({ name: "test fleet", days: 1 })).certificatePem;
  const bad: readonly (readonly [ErrorCode, Partial<BundleDescription>, string, string?])[] = [
    ["E_SCOPE", { toTree: "0".repeat(64) as Digest }, "of another tree"],
    ["E_LIMIT", { sizeBytes: largestBundle(release) + 1 }, "larger than its release allows"],
    ["E_TORRENT", { sizeBytes: description.sizeBytes + 1 }, "of another size than its torrent"],
    ["E_TORRENT", { torrent }, "with another bundle's torrent"],
    ["E_TORRENT", { torrent: { ...description.torrent, infoHash: "0".repeat(40) as InfoHash } }, "with another info hash"],
    ["E_TORRENT", { torrent: { ...description.torrent, pieceDigests: new Uint8Array(31) } }, "with too few piece digests"],
    ["E_TORRENT", { torrent: { ...description.torrent, metainfo: new TextEncoder().encode("l-3:e") } }, "with hostile bencode"],
    ["E_TORRENT", {}, "of another fleet", foreignCa],
  ];
  for (const [code, change, what, ca = caPem] of bad) {
    const error = t.throws(() => checkDescription({ ...description, ...change }, { release, caPem: ca }), { instanceOf: ShoalError }, what);
    t.is(error?.code, code, `${what}: ${error?.message}`);
  }
});
