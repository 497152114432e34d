/** The messages of UploadFiles and CreateRelease as parts: what may follow what, and how large one may be. */
import type * as wire from "../../proto/operator-types.ts";
import type { AppName } from "../../runtime/ids.ts";
import type { UploadPart } from "../files.ts";
import { UPLOAD_DATA_BYTES_MAX } from "../limits.ts";
import { digestField, invalid } from "./requests.ts";

/** `knownApp` throws E_NOT_FOUND for an app that is not configured. */
export async function* uploadParts(
  requests: AsyncIterable<wire.UploadFilesRequest>,
  knownApp: (text: string) => AppName,
): AsyncGenerator<UploadPart> {
  for await (const { start, data } of requests) yield uploadPart(start, data, knownApp);
}

/** What follows the start of a CreateRelease: in a dry run the files that are lacking, then the listing. Each is read once, in this order. */
export interface ReleaseParts {
  files(): AsyncGenerator<UploadPart>;
  listing(): AsyncGenerator<Uint8Array>;
}

export function splitParts(messages: AsyncIterator<wire.CreateReleaseRequest>, knownApp: (text: string) => AppName): ReleaseParts {
  let held: wire.CreateReleaseRequest | null = null;
  return {
    async *files() {
      for (;;) {
        const { done, value } = await messages.next();
        if (done === true) return;
        if (value.listing !== null) {
          held = value;
          return;
        }
        yield uploadPart(value.file, value.data, knownApp);
      }
    },
    async *listing() {
      if (held !== null) yield listingPart(held);
      for (;;) {
        const { done, value } = await messages.next();
        if (done === true) return;
        yield listingPart(value);
      }
    },
  };
}

function uploadPart(start: wire.UploadFilesRequest["start"], data: Uint8Array | null, knownApp: (text: string) => AppName): UploadPart {
  if (start !== null) {
    if (start.sizeBytes < 0) throw invalid("size_bytes", `${start.sizeBytes} is negative`);
    return { kind: "start", app: knownApp(start.app), digest: digestField(start.digest), sizeBytes: start.sizeBytes };
  }
  if (data === null) throw invalid("part", "neither start nor data is set");
  if (data.length > UPLOAD_DATA_BYTES_MAX) throw invalid("data", `${data.length} bytes are more than ${UPLOAD_DATA_BYTES_MAX}`);
  return { kind: "data", bytes: data };
}

function listingPart({ listing }: wire.CreateReleaseRequest): Uint8Array {
  if (listing === null) throw invalid("listing", "only parts of the listing may follow");
  if (listing.length <= UPLOAD_DATA_BYTES_MAX) return listing;
  throw invalid("listing", `${listing.length} bytes are more than ${UPLOAD_DATA_BYTES_MAX}`);
}
