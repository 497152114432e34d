/** A notification as it is kept and sent: JSON of a documented shape, and the same for chat services that speak Slack's. */
import type { Digest, ReleaseId, RolloutId, SlotName, Tag } from "../../runtime/ids.ts";
import type { LoggedEvent } from "../rollout/events.ts";
import type { Rollout, StreamState } from "../rollout/state.ts";
import type { Notice, NoticeKind, Severity } from "./notices.ts";

/** Fields may be added; `version` changes when one is taken away. What does not belong to the kind is null. */
export interface Message {
  readonly version: 1;
  /** The same each time it is sent: whoever has seen it drops it. */
  readonly id: string;
  readonly kind: NoticeKind;
  readonly severity: Severity;
  /** When it happened: ISO 8601. */
  readonly at: string;
  readonly environment: string;
  readonly app: string;
  /** Whose event it was: operator:alice, agent:web-1, coordinator:main. */
  readonly principal: string;
  readonly text: string;
  /** As it is after the event. */
  readonly rollout: MessageRollout | null;
  readonly wave: Required<Notice>["wave"] | null;
  readonly gate: Required<Notice>["gate"] | null;
  readonly hosts: Required<Notice>["hosts"] | null;
  readonly failure: { readonly code: string; readonly message: string; readonly hint: string | null } | null;
  readonly note: string | null;
  readonly by: string | null;
}

interface MessageRollout {
  readonly id: RolloutId;
  readonly kind: Rollout["kind"];
  readonly state: Rollout["state"];
  readonly slot: SlotName;
  readonly release: ReleaseId;
  readonly tag: Tag;
  readonly tree: Digest;
  readonly principal: string;
  readonly startedAt: string;
  /** Opened so far, of so many. */
  readonly wave: number;
  readonly waves: number;
  readonly hosts: number;
  readonly active: number;
  readonly failed: number;
}

/** `place`: among the notices of its event. */
export function messageOf(notice: Notice, { version, atUnixMs, principal }: LoggedEvent, { state, place }: Where): Message {
  const { environment, app, rollout } = state;
  const { kind, severity, text, wave = null, gate = null, hosts = null, failure, note = null, by = null } = notice;
  const isOfRollout = kind !== "locked" && kind !== "unlocked";
  return {
    version: 1,
    // With the time: a coordinator restored from a backup gives the same versions to other events.
    id: `${environment}/${app}/${version}/${place}/${atUnixMs.toString(36)}`,
    ...{ kind, severity, at: new Date(atUnixMs).toISOString(), environment, app, principal, text },
    rollout: rollout === null || !isOfRollout ? null : rolloutOf(rollout),
    ...{ wave, gate, hosts, note, by },
    failure: failure === undefined ? null : { code: failure.code, message: failure.message, hint: failure.hint ?? null },
  };
}

interface Where {
  readonly state: StreamState;
  readonly place: number;
}

export function testMessage({ id, atUnixMs, principal }: Pick<Message, "id" | "principal"> & { readonly atUnixMs: number }): Message {
  return {
    version: 1,
    id,
    kind: "test",
    severity: "info",
    text: `this is a test that ${principal} asked for; nothing happened`,
    ...{ at: new Date(atUnixMs).toISOString(), environment: "", app: "", principal },
    ...{ rollout: null, wave: null, gate: null, hosts: null, failure: null, note: null, by: null },
  };
}

/** https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks; Mattermost, Rocket.Chat and others take the same. */
export function slackBody(message: Message): string {
  const { kind, severity, environment, app, text, rollout, failure, at } = message;
  const about = app === "" ? "*shoal*" : `*${escaped(app)}* ${escaped(environment)}${rollout === null ? "" : ` · ${escaped(rollout.tag)}`}`;
  const hint = failure?.hint == null ? [] : [`_${escaped(failure.hint)}_`];
  const footer = [rollout === null ? [] : [rollout.id], [kind, at]].flat().join(" · ");
  const attachment = { color: COLORS[severity], mrkdwn_in: ["text"], text: [escaped(text), ...hint].join("\n"), footer, fallback: text };
  return JSON.stringify({ text: about, attachments: [attachment] });
}

const COLORS: Readonly<Record<Severity, string>> = { info: "#2e7d32", warning: "#f9a825", error: "#c62828" };

/** These three have meaning there, and nothing else: `<!channel>` in a note calls nobody. */
function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function rolloutOf({ id, kind, state, slot, release, principal, startedUnixMs, wave, waves, hosts, tally }: Rollout): MessageRollout {
  return {
    ...{ id, kind, state, slot, ...release, principal, startedAt: new Date(startedUnixMs).toISOString() },
    ...{ wave, waves: waves.length, hosts: hosts.size, active: tally.states.active ?? 0, failed: tally.failed },
  };
}
