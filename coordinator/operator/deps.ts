/** What the operator service stands on. */
import type { Handlers } from "../../proto/rpc.ts";
import type { operatorContract } from "../../proto/service.ts";
import type { Clock } from "../../runtime/clock.ts";
import type { Failure } from "../../runtime/errors.ts";
import type { AppName, Principal } from "../../runtime/ids.ts";
import type { Random } from "../../runtime/random.ts";
import type { BundleFiles } from "../bundles.ts";
import type { FileStore } from "../files.ts";
import type { HostDirectory } from "../hosts.ts";
import type { Notify } from "../notify/notify.ts";
import type { ReleaseIntake } from "../release-intake.ts";
import type { RouteBook } from "../rollout/routes.ts";
import type { Runners } from "../rollout/runners.ts";
import type { Policies } from "../policy-file.ts";
import type { Sessions } from "../sessions.ts";
import type { Store } from "../store/store.ts";
import type { HostRecord } from "../store/hosts.ts";
import type { Changes } from "./changes.ts";

export type OperatorHandlers = Handlers<(typeof operatorContract)["methods"]>;

export interface OperatorDeps {
  readonly store: Store;
  readonly hosts: HostDirectory;
  readonly sessions: Sessions;
  readonly runners: Runners;
  readonly notify: Notify;
  readonly files: FileStore;
  /** Runs while no release is being taken away. */
  readonly undisturbed: <T>(use: () => Promise<T>) => Promise<T>;
  readonly intake: ReleaseIntake;
  readonly bundleFiles: BundleFiles;
  readonly changes: Changes;
  readonly clock: Clock;
  readonly random: Random;
  /** Apps of the configuration. */
  readonly apps: ReadonlySet<AppName>;
  readonly policies: Policies;
  /** Of operators that have any. */
  readonly roles: ReadonlyMap<Principal, readonly string[]>;
  readonly routes: RouteBook;
  /** Where our seed is. */
  readonly seedDatacenter: string;
  /** Aborts when the coordinator begins to stop: long calls end. */
  readonly stopping: AbortSignal;
  /** A call that ended with an error, for the log. */
  readonly refused: (method: string, principal: string, failure: Failure) => void;
  /** A host's apps or labels changed. */
  readonly assigned: (record: HostRecord) => Promise<void>;
}
