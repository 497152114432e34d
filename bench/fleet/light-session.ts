/**
 * One Agent.Session on the wire: gRPC's frames (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md) on one HTTP/2 stream in mutual TLS, each host on
 * its own connection, as agents have it. Less than a channel of grpc-js, so that thousands fit a process; messages are proto/'s own.
 */
import { type ClientHttp2Stream, connect } from "node:http2";
import { connect as connectTcp } from "node:net";
import { connect as connectTls, type SecureContext, type TLSSocket } from "node:tls";
import { decodeCoordinatorMessage, encodeAgentMessage } from "../../proto/agent-conversion.ts";
import type { AgentMessage, CoordinatorMessage } from "../../proto/messages.ts";
import { agentContract } from "../../proto/service.ts";

export interface LightSessionOptions {
  readonly port: number;
  /** CA, certificate and key of the host. */
  readonly secureContext: SecureContext;
}

export interface LightSessionEvents {
  readonly onMessage: (message: CoordinatorMessage) => void;
  /** Once. `why` is for people. */
  readonly onEnd: (why: string) => void;
}

export interface LightSession {
  /** Together in one write. Dropped where the session is over. */
  send(messages: readonly AgentMessage[]): void;
  close(why: string): void;
}

const PATH = `/${agentContract.service}/${agentContract.methods.session.name}`;
const HEAD_BYTES = 5;

/** Nothing of it but a socket is made before the coordinator takes the connection: thousands dial in vain while it is away. */
export function openLightSession({ port, secureContext }: LightSessionOptions, { onMessage, onEnd }: LightSessionEvents): LightSession {
  const socket = connectTcp(port, "127.0.0.1");
  let why = "";
  let over = false;
  let stream: ClientHttp2Stream | null = null;
  const unsent: AgentMessage[] = [];
  const fail = (error: Error): void => {
    why ||= error.message;
    socket.destroy();
  };
  const end = (): void => {
    if (over) return;
    over = true;
    onEnd(why || "the coordinator ended the session");
  };
  const told = (headers: Record<string, unknown>): void => {
    if (headers["grpc-status"] !== undefined && headers["grpc-status"] !== "0") why ||= String(headers["grpc-message"]);
  };
  const send = (messages: readonly AgentMessage[]): void => {
    if (over) return;
    if (stream === null) unsent.push(...messages);
    else if (!stream.destroyed) stream.write(Buffer.concat(messages.flatMap(framed)));
  };
  const greet = (): void => {
    // The address is ours; what the coordinator checks of us is what costs it.
    const options = { secureContext, rejectUnauthorized: true, checkServerIdentity: () => undefined, servername: "coordinator.invalid" };
    const createConnection = (): TLSSocket => connectTls({ ...options, socket, ALPNProtocols: ["h2"] });
    const connection = connect(`https://127.0.0.1:${port}`, { createConnection });
    connection.on("error", fail).on("close", () => socket.destroy());
    stream = connection.request({ ":method": "POST", ":path": PATH, "content-type": "application/grpc", te: "trailers" });
    stream.on("error", fail).on("close", () => connection.destroy());
    stream.on("response", told).on("trailers", told);
    stream.on(
      "data",
      createTaker((bytes) => onMessage(decodeCoordinatorMessage(bytes))),
    );
    send(unsent.splice(0));
  };
  socket.setNoDelay(true).on("error", fail).on("close", end).on("connect", greet);
  return {
    send,
    close(reason) {
      why ||= reason;
      socket.destroy();
    },
  };
}

function framed(message: AgentMessage): readonly Uint8Array[] {
  const bytes = encodeAgentMessage(message);
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32BE(bytes.length, 1);
  return [head, bytes];
}

/** Cuts what arrives into messages. */
function createTaker(take: (message: Uint8Array) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (rest.length >= HEAD_BYTES) {
      const end = HEAD_BYTES + rest.readUInt32BE(1);
      if (rest.length < end) return;
      const message = rest.subarray(HEAD_BYTES, end);
      rest = rest.subarray(end);
      take(message);
    }
  };
}
