/**
 * Telling others of rollouts, by webhooks:
 *
 *     runner ─ step ─ notices.ts (pure) ─ filter ─► row beside its event, one transaction ─► courier.ts ─ post.ts ─► target
 *
 * At least once, in the order of each stream, with an id by which a receiver drops what it has seen. Where several coordinators share the database, the one that
 * leads a stream sends what it has to tell. A target that is down holds up nothing but its own lanes; beyond WAITING_MAX the oldest of its rows are dropped.
 */
import type { Logger } from "../../runtime/log.ts";
import type { Random } from "../../runtime/random.ts";
import { ShoalError } from "../../runtime/errors.ts";
import type { Clock } from "../../runtime/clock.ts";
import type { Notifier } from "../rollout/notifier.ts";
import type { StreamName } from "../store/events.ts";
import type { NotificationRepository } from "../store/notifications.ts";
import { Courier, type CourierOptions, type CourierStatus } from "./courier.ts";
import { LOOK_MS } from "./limits.ts";
import { type Message, messageOf, testMessage } from "./message.ts";
import { noticesOf } from "./notices.ts";
import { post, type Posted } from "./post.ts";
import { isWanted, type Target } from "./targets.ts";

export interface NotifyOptions extends Partial<Omit<CourierOptions, "target">> {
  readonly targets: readonly Target[];
  readonly timeoutMs?: number;
}

export interface NotifyDeps {
  readonly outbox: NotificationRepository;
  /** May this coordinator send for the stream? */
  readonly leads: (stream: StreamName) => boolean;
  readonly fetch: typeof fetch;
  readonly clock: Pick<Clock, "nowUnixMs" | "setTimer">;
  readonly random: Random;
  readonly every: (intervalMs: number, run: () => void) => () => void;
  readonly log: Pick<Logger, "warn">;
}

export interface TargetStatus extends CourierStatus {
  readonly target: Target;
  readonly waiting: number;
}

export interface Notify extends Notifier {
  /** Forgets what waits for targets that are no more, and begins to send. Errors: those of the store. */
  start(): Promise<void>;
  status(): Promise<readonly TargetStatus[]>;
  /** Now, beside what waits. Errors: E_NOT_FOUND. */
  test(name: string, principal: string): Promise<Posted>;
  stop(): Promise<void>;
}

export function createNotify({ targets, timeoutMs, ...options }: NotifyOptions, deps: NotifyDeps): Notify {
  const { outbox, leads, clock, random, log } = deps;
  const ended = new AbortController();
  const nowUnixMs = (): number => clock.nowUnixMs();
  const posting = { fetch: deps.fetch, signal: ended.signal, nowUnixMs, ...(timeoutMs === undefined ? {} : { timeoutMs }) };
  const warn = (message: string, err?: unknown): void => log.warn(err === undefined ? {} : { err }, message);
  const setTimer = (delayMs: number, run: () => void): (() => void) => clock.setTimer(delayMs, run);
  const courierOf = (target: Target): Courier => {
    const send = (message: Message): Promise<Posted> => post(target, message, posting);
    const about = { outbox, leads, setTimer, nowUnixMs, fraction: () => random.fraction(), warn };
    return new Courier({ ...options, target: target.name }, { ...about, post: send });
  };
  const couriers = new Map(targets.map((target) => [target, courierOf(target)]));
  const lookAll = (): void => {
    for (const courier of couriers.values()) courier.look();
  };
  let stopLooking = (): void => undefined;
  return {
    about(...step) {
      if (targets.length === 0) return [];
      try {
        return rowsFor(targets, ...step);
      } catch (error) {
        // A rollout does not fail for what could be said about it.
        warn(`nobody is told of ${step[1].event.kind}`, error);
        return [];
      }
    },
    written: lookAll,
    async start() {
      const forgotten = await outbox.sweep(targets.map(({ name }) => name));
      if (forgotten > 0) warn(`${forgotten} notifications waited for targets that are not configured any more; they are forgotten`);
      if (targets.length === 0) return;
      stopLooking = deps.every(LOOK_MS, lookAll);
      lookAll();
    },
    status: () =>
      Promise.all([...couriers].map(async ([target, { status }]) => ({ ...status, target, waiting: await outbox.waiting(target.name) }))),
    async test(name, principal) {
      const target = targets.find((one) => one.name === name);
      if (target === undefined) throw unknownTarget(name, targets);
      return post(target, testMessage({ id: random.id("test"), atUnixMs: nowUnixMs(), principal }), posting);
    },
    async stop() {
      stopLooking();
      ended.abort();
      await Promise.all([...couriers.values()].map((courier) => courier.stop()));
    },
  };
}

function rowsFor(targets: readonly Target[], ...[before, logged, after]: Parameters<Notifier["about"]>): ReturnType<Notifier["about"]> {
  const messages = noticesOf(before, logged, after).map((notice, place) => messageOf(notice, logged, { state: after, place }));
  return messages.flatMap((message) => {
    const wanting = targets.filter(({ filter }) => isWanted(filter, message));
    const body = wanting.length === 0 ? "" : JSON.stringify(message);
    return wanting.map(({ name }) => ({ target: name, body }));
  });
}

function unknownTarget(name: string, targets: readonly Target[]): ShoalError {
  const known = targets.map((one) => one.name).join(", ");
  const hint = known === "" ? "`notify` of the coordinator's configuration names none" : `there are ${known}`;
  return new ShoalError("E_NOT_FOUND", `there is no notify target ${name}`, { hint });
}
