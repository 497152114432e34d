/** MissingFiles, UploadFiles, CreateRelease, ListReleases. */
import type * as wire from "../../proto/operator-types.ts";
import type { Send } from "../../proto/rpc.ts";
import { ShoalError } from "../../runtime/errors.ts";
import type { AppName } from "../../runtime/ids.ts";
import type { UploadPart } from "../files.ts";
import { MISSING_DIGESTS_MAX, UPLOAD_DATA_BYTES_MAX } from "../limits.ts";
import { unknownApp } from "../release-intake.ts";
import type { ReleaseRecord } from "../store/releases.ts";
import { releaseAnswer } from "./answers.ts";
import type { OperatorDeps, OperatorHandlers } from "./deps.ts";
import { appField, digestField, invalid, limitField, principalOf } from "./requests.ts";

type ReleaseHandlers = Pick<OperatorHandlers, "missingFiles" | "uploadFiles" | "createRelease" | "listReleases">;

export function releaseHandlers(deps: OperatorDeps): ReleaseHandlers {
  const { files, intake, store } = deps;
  return {
    async missingFiles(requests, send) {
      for await (const { app, digests } of requests) {
        if (digests.length > MISSING_DIGESTS_MAX) throw invalid("digests", `${digests.length} are more than ${MISSING_DIGESTS_MAX}`);
        const asked = digests.map((digest) => digestField(digest));
        const missing = await files.missing(knownApp(deps, app), asked);
        await send({ missing: missing.map((digest) => Buffer.from(digest, "hex")) });
      }
    },
    uploadFiles: (requests) => files.receive(uploadParts(deps, requests)),
    async createRelease(requests, send, { peer, signal }) {
      const messages = requests[Symbol.asyncIterator]();
      const first = await messages.next();
      if (first.done === true || first.value.start === null) throw invalid("start", "must come first");
      const { envelope, newBase } = first.value.start;
      const progress = createProgressSender(send);
      const record = await intake.create({
        envelope,
        newBase,
        listing: listingParts(messages),
        principal: principalOf(peer),
        onProgress: (phase, { doneBytes, totalBytes }) => progress.tell({ phase, doneBytes, totalBytes }),
        signal: AbortSignal.any([signal, deps.stopping]),
      });
      await progress.end();
      await send({ progress: null, release: await show(deps, record) });
    },
    async listReleases(request) {
      const app = request.app === "" ? null : appField(request.app);
      const records = await store.releases.list(app, limitField(request.limit));
      return { releases: await Promise.all(records.map((record) => show(deps, record))) };
    },
  };
}

async function show({ store }: OperatorDeps, record: ReleaseRecord): Promise<wire.Release> {
  return releaseAnswer(record, await store.releases.bundlesTo(record.release.app, record.release.tree));
}

function knownApp({ apps }: OperatorDeps, text: string): AppName {
  const app = appField(text);
  if (apps.has(app)) return app;
  throw unknownApp(app);
}

async function* uploadParts(deps: OperatorDeps, requests: AsyncIterable<wire.UploadFilesRequest>): AsyncGenerator<UploadPart> {
  for await (const { start, data } of requests) {
    if (start !== null) {
      if (start.sizeBytes < 0) throw invalid("size_bytes", `${start.sizeBytes} is negative`);
      yield { kind: "start", app: knownApp(deps, start.app), digest: digestField(start.digest), sizeBytes: start.sizeBytes };
    } else if (data !== null) {
      if (data.length > UPLOAD_DATA_BYTES_MAX) throw invalid("data", `${data.length} bytes are more than ${UPLOAD_DATA_BYTES_MAX}`);
      yield { kind: "data", bytes: data };
    } else {
      throw invalid("part", "neither start nor data is set");
    }
  }
}

async function* listingParts(messages: AsyncIterator<wire.CreateReleaseRequest>): AsyncGenerator<Uint8Array> {
  for (;;) {
    const { done, value } = await messages.next();
    if (done === true) return;
    if (value.listing === null) throw invalid("listing", "only parts of the listing may follow the start");
    if (value.listing.length > UPLOAD_DATA_BYTES_MAX)
      throw invalid("listing", `${value.listing.length} bytes are more than ${UPLOAD_DATA_BYTES_MAX}`);
    yield value.listing;
  }
}

type PackProgress = NonNullable<wire.CreateReleaseEvent["progress"]>;

/** At most one progress event is on its way; what comes meanwhile is skipped, so a slow reader holds nothing up. */
function createProgressSender(send: Send<wire.CreateReleaseEvent>): { tell(progress: PackProgress): void; end(): Promise<void> } {
  let sending: Promise<void> | null = null;
  return {
    tell(progress) {
      sending ??= send({ progress, release: null })
        // The call is over: the packing hears that from its signal.
        .catch((error: unknown) => void (error instanceof ShoalError))
        .finally(() => {
          sending = null;
        });
    },
    end: async () => void (await sending),
  };
}
