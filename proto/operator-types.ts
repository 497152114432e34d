/**
 * The messages of operator.proto as plain complete objects: every field is there, a submessage or oneof member that is absent
 * is null. Both sides give and get these. What the texts mean is checked by the coordinator with the id parsers.
 */
import type { shoal } from "./gen/operator.js";

import type { MessageType } from "./wire.ts";

/** The complete form of a generated `$Properties`. */
export type Plain<P> = {
  readonly [K in keyof P as K extends "$unknowns" ? never : IsOneofName<P[K]> extends true ? never : K]-?: PlainField<
    Exclude<P[K], undefined>
  >;
};

/** The complete form of what a generated class encodes. */
export type PlainOf<Type> = Type extends MessageType<infer P> ? Plain<P> : never;

type v1<Name extends keyof typeof shoal.operator.v1> = PlainOf<(typeof shoal.operator.v1)[Name]>;

export type PlannedCommand = v1<"PlannedCommand">;
export type AddHostRequest = v1<"AddHostRequest">;
export type Host = v1<"Host">;
export type HostSlot = v1<"HostSlot">;
export type VerifiedRevision = v1<"VerifiedRevision">;
export type MissingFilesRequest = v1<"MissingFilesRequest">;
export type UploadFilesRequest = v1<"UploadFilesRequest">;
export type CreateReleaseRequest = v1<"CreateReleaseRequest">;
export type CreateReleaseEvent = v1<"CreateReleaseEvent">;
export type ReleasePlan = v1<"ReleasePlan">;
export type DiffReleasesRequest = v1<"DiffReleasesRequest">;
export type DiffReleasesEvent = v1<"DiffReleasesEvent">;
export type Release = v1<"Release">;
export type Bundle = v1<"Bundle">;
export type DeployRequest = v1<"DeployRequest">;
export type RollbackRequest = v1<"RollbackRequest">;
export type SteerRequest = v1<"SteerRequest">;
export type Explanation = v1<"Explanation">;
export type LockRequest = v1<"LockRequest">;
export type Lock = v1<"Lock">;
export type ListSwitchesRequest = v1<"ListSwitchesRequest">;
export type ListSwitchesResponse = v1<"ListSwitchesResponse">;
export type Switch = v1<"Switch">;
export type NotifyTarget = v1<"NotifyTarget">;
export type RolloutPlan = v1<"RolloutPlan">;
export type PlannedWave = v1<"PlannedWave">;
export type PlannedHost = v1<"PlannedHost">;
export type Rollout = v1<"Rollout">;
export type RolloutHost = v1<"RolloutHost">;
export type Accounts = v1<"Accounts">;
export type Preseed = v1<"Preseed">;
export type PreseedRequest = v1<"PreseedRequest">;
export type PreseedHost = v1<"PreseedHost">;
export type Progress = v1<"Progress">;
export type WireFailure = v1<"Failure">;
export type ListRolloutsRequest = v1<"ListRolloutsRequest">;
export type WatchRequest = v1<"WatchRequest">;
export type WatchEvent = v1<"WatchEvent">;
export type ListEventsRequest = v1<"ListEventsRequest">;
export type Event = v1<"Event">;

/** The virtual property of a oneof names the member that is set; the members themselves say it as well. */
type IsOneofName<T> = Exclude<T, undefined | null> extends string ? (string extends Exclude<T, undefined | null> ? false : true) : false;

type PlainField<T> = null extends T
  ? PlainValue<Exclude<T, null>> | null
  : IsMessage<T> extends true
    ? PlainValue<T> | null
    : PlainValue<T>;

type PlainValue<T> = T extends Leaf
  ? T
  : T extends readonly (infer Item)[]
    ? readonly PlainValue<Item>[]
    : IsMessage<T> extends true
      ? Plain<T>
      : { readonly [K in keyof T]: PlainValue<T[K]> };

type Leaf = Uint8Array | string | number | boolean;

/** A map has any key; a list and a leaf have no `$unknowns`. */
type IsMessage<T> = string extends keyof T ? false : "$unknowns" extends keyof T ? true : false;
