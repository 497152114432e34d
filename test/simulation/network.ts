/**
 * Sessions between hosts and the coordinator: messages get lost, come twice, late and out of order; sessions break. What was ever sent down may
 * come again much later. Harsher than TLS over TCP, which keeps the order within a session: whatever holds here holds there.
 */
import type { AgentMessage, CoordinatorMessage } from "../../proto/messages.ts";
import type { HostId } from "../../runtime/ids.ts";
import type { World } from "./world.ts";

export interface Session {
  readonly host: HostId;
  readonly number: number;
  open: boolean;
}

export interface Endpoint<Message> {
  receive(session: Session, message: Message): void;
  closed(session: Session): void;
}

export class Network {
  readonly #world: World;
  readonly #agents = new Map<HostId, Endpoint<CoordinatorMessage>>();
  readonly #sentDown = new Map<HostId, { readonly session: Session; readonly message: CoordinatorMessage }[]>();
  readonly #open = new Set<Session>();
  #coordinator: Endpoint<AgentMessage> | null = null;
  #number = 0;
  #cutUntilMs = 0;

  constructor(world: World) {
    this.#world = world;
  }

  attach(host: HostId, agent: Endpoint<CoordinatorMessage>): void {
    this.#agents.set(host, agent);
  }

  /** Null: the process ended, and its connections with it, those that nothing was heard on yet, too. */
  listen(coordinator: Endpoint<AgentMessage> | null): void {
    this.#coordinator = coordinator;
    for (const session of this.#open) this.close(session);
  }

  /** Null: nobody listens. */
  dial(host: HostId): Session | null {
    if (this.#coordinator === null || this.#world.nowMs < this.#cutUntilMs || this.#world.fault(0.2)) return null;
    const session = { host, number: ++this.#number, open: true };
    this.#open.add(session);
    return session;
  }

  close(session: Session): void {
    if (!session.open) return;
    session.open = false;
    this.#open.delete(session);
    this.#world.note(`session ${session.number} of ${session.host} closed`);
    this.#world.after(this.#world.between(0, 50), () => {
      this.#agents.get(session.host)?.closed(session);
      this.#coordinator?.closed(session);
    });
  }

  up(session: Session, message: AgentMessage): void {
    this.#carry(session, message.report.kind === "hello", () => this.#coordinator?.receive(session, message));
  }

  down(session: Session, message: CoordinatorMessage): void {
    const sent = this.#sentDown.get(session.host) ?? [];
    sent.push({ session, message });
    if (sent.length > REMEMBERED) sent.shift();
    this.#sentDown.set(session.host, sent);
    this.#carry(session, false, () => this.#agents.get(session.host)?.receive(session, message));
  }

  /** Until then everything that is sent is lost. */
  cut(untilMs: number): void {
    this.#world.note("the network is cut");
    this.#cutUntilMs = untilMs;
  }

  /** Something that was sent down to the host once comes to it, again or for the first time. */
  replay(host: HostId): boolean {
    const sent = this.#sentDown.get(host) ?? [];
    if (sent.length === 0) return false;
    const { session, message } = this.#world.pick(sent);
    this.#world.note(`an old message comes to ${host}`);
    this.#agents.get(host)?.receive(session, message);
    return true;
  }

  #carry(session: Session, reliable: boolean, deliver: () => void): void {
    if (!session.open || this.#world.nowMs < this.#cutUntilMs) return;
    if (!reliable && this.#world.fault(0.03)) return this.#world.note(`lost a message of ${session.host}`);
    const copies = !reliable && this.#world.fault(0.05) ? 2 : 1;
    for (let copy = 0; copy < copies; copy++) {
      const delayMs = this.#world.fault(0.1) ? this.#world.between(1, 8_000) : this.#world.faults > 0 ? this.#world.between(1, 60) : 5;
      this.#world.after(delayMs, deliver);
    }
    if (this.#world.fault(0.02)) this.close(session);
  }
}

/** Messages of a host that may come again. */
const REMEMBERED = 80;
