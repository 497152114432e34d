/**
 * The border between agent.proto's bytes and messages.ts, in both directions and total: bytes become a domain value or an
 * E_MESSAGE that names the field; no other error, whatever the bytes. What is encoded passes the same checks first, so neither
 * side can send what the other refuses (a bug shows where it is made).
 *
 * Unknown fields are ignored (a newer peer); unknown enum values, an empty oneof (so also a kind of message that only a newer
 * peer knows), numbers out of range, malformed ids and lists over their limit (limits.ts) are errors.
 */
import { agentMessage, coordinatorMessage } from "./agent-decode.ts";
import { agentMessageToWire, coordinatorMessageToWire } from "./agent-encode.ts";
import type { AgentMessage, CoordinatorMessage } from "./messages.ts";
import { agentGen, fromBytes, toBytes } from "./wire.ts";

/** Errors: E_MESSAGE. */
export function decodeAgentMessage(bytes: Uint8Array): AgentMessage {
  return agentMessage(fromBytes(agentGen.agent.v1.AgentMessage, "AgentMessage", bytes));
}

/** Errors: E_MESSAGE, for a value that its types don't exclude (a fraction, a list over its limit). */
export function encodeAgentMessage(message: AgentMessage): Uint8Array {
  const wire = agentMessageToWire(message);
  agentMessage(wire);
  return toBytes(agentGen.agent.v1.AgentMessage, "AgentMessage", wire);
}

/** Errors: E_MESSAGE. */
export function decodeCoordinatorMessage(bytes: Uint8Array): CoordinatorMessage {
  return coordinatorMessage(fromBytes(agentGen.agent.v1.CoordinatorMessage, "CoordinatorMessage", bytes));
}

/** Errors: E_MESSAGE, as above. */
export function encodeCoordinatorMessage(message: CoordinatorMessage): Uint8Array {
  const wire = coordinatorMessageToWire(message);
  coordinatorMessage(wire);
  return toBytes(agentGen.agent.v1.CoordinatorMessage, "CoordinatorMessage", wire);
}
