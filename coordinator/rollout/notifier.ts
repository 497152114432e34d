/** The seam between a stream's runner and what tells others of its rollouts (coordinator/notify/). */
import type { NewNotification } from "../store/notifications.ts";
import type { LoggedEvent } from "./events.ts";
import type { StreamState } from "./state.ts";

export interface Notifier {
  /** What is to be told of one step; it is written with the event. Never throws. */
  about(before: StreamState, logged: LoggedEvent, after: StreamState): readonly NewNotification[];
  /** Some of it is durable by now. */
  written(): void;
}
