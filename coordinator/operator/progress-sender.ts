/** Tells progress on a stream that may be slow. */
import type * as wire from "../../proto/operator-types.ts";
import { ShoalError } from "../../runtime/errors.ts";

export type PackProgress = NonNullable<wire.CreateReleaseEvent["progress"]>;

export interface ProgressSender {
  tell(progress: PackProgress): void;
  /** Resolves when nothing is on its way any more. */
  end(): Promise<void>;
}

/** At most one is on its way; what comes meanwhile is skipped, so a slow reader holds nothing up. */
export function createProgressSender(send: (progress: PackProgress) => Promise<void>): ProgressSender {
  let sending: Promise<void> | null = null;
  return {
    tell(progress) {
      sending ??= send(progress)
        // The call is over: the packing hears that from its signal.
        .catch((error: unknown) => void (error instanceof ShoalError))
        .finally(() => {
          sending = null;
        });
    },
    end: async () => void (await sending),
  };
}
