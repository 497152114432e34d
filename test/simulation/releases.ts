/** Releases of the simulated fleet: the first is a base, each later one also has an overlay from it. */
import type { BundleDescription } from "../../proto/messages.ts";
import type { SignedRelease } from "../../release/release.ts";
import { blake3 } from "../../runtime/blake3.ts";
import type { AppName, Digest, InfoHash, ReleaseId, Tag } from "../../runtime/ids.ts";
import type { ReleaseRef } from "../../coordinator/rollout/state.ts";

export class SimulatedReleases {
  readonly refs: readonly ReleaseRef[];
  readonly #signed = new Map<ReleaseId, SignedRelease>();

  constructor(app: AppName, count: number) {
    this.refs = Array.from({ length: count }, (_, index) => this.#create(app, index));
  }

  /** Signatures are release/signature.ts's matter; here an envelope is a release id. */
  verify(envelope: Uint8Array): SignedRelease {
    return this.#signed.get(new TextDecoder().decode(envelope) as ReleaseId) as SignedRelease;
  }

  package(release: ReleaseId): { readonly envelope: Uint8Array; readonly routes: readonly BundleDescription[] } {
    const index = this.refs.findIndex((candidate) => candidate.release === release);
    const first = this.refs[0] as ReleaseRef;
    const { tree } = this.refs[index] as ReleaseRef;
    const overlay = index === 0 ? [] : [bundle("overlay", tree, first.tree)];
    return { envelope: new TextEncoder().encode(release), routes: [bundle("base", tree, null), ...overlay] };
  }

  #create(app: AppName, index: number): ReleaseRef {
    const tag = `release/${index + 1}` as Tag;
    const tree = digest(`tree ${index}`);
    const id = digest(`release ${index}`) as string as ReleaseId;
    const envelope = new TextEncoder().encode(id);
    const release = {
      app,
      tag,
      tree,
      listingBytes: 1,
      entries: 1,
      sizeBytes: 1,
      sourceRevision: null,
      created: "2026-11-20T12:00:00Z",
      minFormatVersion: 1,
    };
    this.#signed.set(id, { id, release, keyIds: ["k1"], envelope });
    return { release: id, tag, tree };
  }
}

function bundle(kind: "base" | "overlay", toTree: Digest, fromTree: Digest | null): BundleDescription {
  const torrent = { infoHash: "0".repeat(40) as InfoHash, metainfo: new Uint8Array(0), pieceDigests: new Uint8Array(0) };
  const sizeBytes = kind === "base" ? 1_000 : 10;
  return {
    kind,
    digest: digest(`${kind} ${toTree}`),
    sizeBytes,
    fromTree,
    toTree,
    formatVersion: 1,
    codecs: [],
    frameTable: new Uint8Array(0),
    torrent,
  };
}

function digest(text: string): Digest {
  return blake3(new TextEncoder().encode(text));
}
