/** Releases of one simulated app: the first is a base, each later one also has overlays from it and from the one before. The last is forged. */
import type { BundleDescription, LineageNote } from "../../proto/messages.ts";
import type { SignedRelease } from "../../release/release.ts";
import type { ReleaseRef } from "../../coordinator/rollout/state.ts";
import { blake3 } from "../../runtime/blake3.ts";
import { ShoalError, toFailure } from "../../runtime/errors.ts";
import type { Failure } from "../../runtime/errors.ts";
import type { AppName, Digest, InfoHash, ReleaseId, Tag } from "../../runtime/ids.ts";

export class SimulatedReleases {
  readonly app: AppName;
  readonly refs: readonly ReleaseRef[];
  /** No host may ever commit it. */
  readonly forged: ReleaseRef;
  readonly #signed = new Map<ReleaseId, SignedRelease>();

  constructor(app: AppName, count: number) {
    this.app = app;
    this.refs = Array.from({ length: count }, (_, index) => this.#create(index));
    this.forged = this.#create(count);
    this.#signed.delete(this.forged.release);
  }

  /** Signatures are release/signature.ts's matter; here an envelope is a release id. */
  verify(envelope: Uint8Array): SignedRelease | Failure {
    const signed = this.#signed.get(new TextDecoder().decode(envelope) as ReleaseId);
    return signed ?? toFailure(new ShoalError("E_SIG", "no pinned key signed it"));
  }

  /** Without a base a host may find no route, and the coordinator has to offer one. */
  package(
    release: ReleaseId,
    withBase = true,
  ): {
    readonly envelope: Uint8Array;
    readonly routes: readonly BundleDescription[];
    readonly lineage: LineageNote;
  } {
    const index = this.refs.findIndex((candidate) => candidate.release === release);
    const { tree } = this.refs[index] ?? this.forged;
    const from = [...new Set([0, index - 1])].filter((source) => source >= 0 && source < index);
    const overlays = from.map((source) => bundle("overlay", tree, this.refs[source]?.tree ?? null));
    const routes = withBase || index <= 0 ? [bundle("base", tree, null), ...overlays] : overlays;
    const lineage = { baseTree: this.refs[0]?.tree ?? tree, baseSizeBytes: 1_000 };
    return { envelope: new TextEncoder().encode(release), routes, lineage };
  }

  #create(index: number): ReleaseRef {
    const tag = `release/${index + 1}` as Tag;
    const tree = digest(`${this.app} tree ${index}`);
    const id = digest(`${this.app} release ${index}`) as string as ReleaseId;
    const envelope = new TextEncoder().encode(id);
    const sizes = { listingBytes: 1, entries: 1, sizeBytes: 1 };
    const release = { app: this.app, tag, tree, ...sizes, sourceRevision: null, created: "2026-11-20T12:00:00Z", minFormatVersion: 1 };
    this.#signed.set(id, { id, release, keyIds: ["k1"], envelope });
    return { release: id, tag, tree };
  }
}

function bundle(kind: "base" | "overlay", toTree: Digest, fromTree: Digest | null): BundleDescription {
  const torrent = { infoHash: "0".repeat(40) as InfoHash, metainfo: EMPTY, pieceDigests: EMPTY };
  const sizeBytes = kind === "base" ? 1_000 : 10;
  const name = digest(`${kind} ${toTree} ${fromTree}`);
  return { kind, digest: name, sizeBytes, fromTree, toTree, formatVersion: 1, codecs: [], frameTable: EMPTY, torrent };
}

const EMPTY = new Uint8Array(0);

function digest(text: string): Digest {
  return blake3(new TextEncoder().encode(text));
}
