/**
 * grpc-js with promises and async iterables, typed by a contract (service.ts). The wire sees bytes only: encoding and decoding
 * happen around it, so that a message that can't be decoded is an answer with E_MESSAGE and not a broken stream.
 *
 * Server (rpc-server.ts): a handler is an async function; what it throws becomes status and trailer (rpc-errors.ts). The caller's
 * role is checked before it runs. Client (rpc-client.ts): a failed call throws the handler's ShoalError. On both sides `send`
 * waits for flow control, and a peer that does not read is cut (rpc-send.ts), so that no queue grows.
 */
import { type ChannelOptions, logVerbosity, type MethodDefinition, setLogVerbosity } from "@grpc/grpc-js";
import type { PeerIdentity, Role } from "../runtime/identity.ts";
import * as limits from "./limits.ts";

// Whatever goes wrong is told by the call; grpc-js's own lines would stand raw between those of the log.
setLogVerbosity(logVerbosity.NONE);

export interface Codec<T> {
  encode(value: T): Uint8Array;
  decode(bytes: Uint8Array): T;
}

export type MethodKind = "unary" | "serverStream" | "clientStream" | "duplex";

export interface Method<Kind extends MethodKind, Request, Response> {
  readonly kind: Kind;
  readonly name: string;
  readonly request: Codec<Request>;
  readonly response: Codec<Response>;
}

// oxlint-disable-next-line typescript/no-explicit-any -- a codec is neither co- nor contravariant in its message
export type AnyMethod = Method<MethodKind, any, any>;
export type Methods = { readonly [name: string]: AnyMethod };

/** A service: its full name, who may call it, its methods. */
export interface Contract<M extends Methods> {
  readonly service: string;
  readonly callers: Role;
  readonly methods: M;
}

/** About one call on the server. `signal` aborts when the call is over for the caller. */
export interface CallContext {
  readonly peer: PeerIdentity;
  /** IP address of the caller's connection; empty where it has none. */
  readonly remoteAddress: string;
  readonly signal: AbortSignal;
}

/** Sends one message; resolves when there is room for the next. Rejects when the call is over. */
export type Send<T> = (message: T) => Promise<void>;

export type Handler<M> =
  M extends Method<"unary", infer Q, infer R>
    ? (request: Q, context: CallContext) => Promise<R>
    : M extends Method<"serverStream", infer Q, infer R>
      ? (request: Q, send: Send<R>, context: CallContext) => Promise<void>
      : M extends Method<"clientStream", infer Q, infer R>
        ? (requests: AsyncIterable<Q>, context: CallContext) => Promise<R>
        : M extends Method<"duplex", infer Q, infer R>
          ? (requests: AsyncIterable<Q>, send: Send<R>, context: CallContext) => Promise<void>
          : never;

export type Handlers<M extends Methods> = { readonly [K in keyof M]: Handler<M[K]> };

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** Unary and client-stream calls: 60 s unless said otherwise; streams: none. */
  readonly timeoutMs?: number | undefined;
}

/** The client's end of a duplex call. */
export interface Duplex<Request, Response> {
  readonly send: Send<Request>;
  /** No more requests; responses may still come. */
  end(): void;
  cancel(): void;
  /** Ends with the call; throws its ShoalError. To be iterated once. */
  readonly responses: AsyncIterable<Response>;
}

export type ClientMethod<M> =
  M extends Method<"unary", infer Q, infer R>
    ? (request: Q, options?: CallOptions) => Promise<R>
    : M extends Method<"serverStream", infer Q, infer R>
      ? (request: Q, options?: CallOptions) => AsyncIterable<R>
      : M extends Method<"clientStream", infer Q, infer R>
        ? (requests: AsyncIterable<Q> | Iterable<Q>, options?: CallOptions) => Promise<R>
        : M extends Method<"duplex", infer Q, infer R>
          ? (options?: CallOptions) => Duplex<Q, R>
          : never;

export type Client<M extends Methods> = { readonly [K in keyof M]: ClientMethod<M[K]> } & { close(): void };

/** grpc-js's view of one method: bytes both ways. */
export function methodDefinition(contract: Contract<Methods>, method: AnyMethod): MethodDefinition<Uint8Array, Uint8Array> {
  return {
    path: `/${contract.service}/${method.name}`,
    requestStream: method.kind === "clientStream" || method.kind === "duplex",
    responseStream: method.kind === "serverStream" || method.kind === "duplex",
    requestSerialize: asBuffer,
    requestDeserialize: asIs,
    responseSerialize: asBuffer,
    responseDeserialize: asIs,
  };
}

/** Options of channels and servers alike. */
export const CHANNEL_OPTIONS: ChannelOptions = {
  // Nobody asks grpc-js for statistics, which it would keep for each connection and each message.
  "grpc.enable_channelz": 0,
  "grpc.max_receive_message_length": limits.MESSAGE_BYTES_MAX,
  "grpc.max_send_message_length": limits.MESSAGE_BYTES_MAX,
  "grpc.keepalive_time_ms": limits.KEEPALIVE_MS,
  "grpc.keepalive_timeout_ms": limits.KEEPALIVE_TIMEOUT_MS,
  "grpc-node.flow_control_window": limits.FLOW_WINDOW_BYTES,
};

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function asIs(bytes: Buffer): Uint8Array {
  return bytes;
}
