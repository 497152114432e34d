/** The client's half of rpc.ts. */
import { isIP } from "node:net";
import * as grpc from "@grpc/grpc-js";
import type { Identity } from "../runtime/identity.ts";
import { channelCredentials } from "./credentials.ts";
import * as limits from "./limits.ts";
import {
  type AnyMethod,
  CHANNEL_OPTIONS,
  type CallOptions,
  type Client,
  type Codec,
  type Contract,
  type Duplex,
  type Methods,
  methodDefinition,
} from "./rpc.ts";
import { fromServiceError } from "./rpc-errors.ts";
import { createSender } from "./rpc-send.ts";

export interface ConnectOptions {
  /** `host:port`; the server's certificate must name the host. */
  readonly address: string;
  readonly identity: Identity;
}

/** Inert until the first call; connects again by itself. Calls fail at once (E_UNAVAILABLE) while there is no connection. */
export function createClient<M extends Methods>(contract: Contract<M>, { address, identity }: ConnectOptions): Client<M> {
  const host = address.replace(/:\d+$/, "").replace(/^\[(.*)\]$/, "$1");
  const client = new grpc.Client(address, channelCredentials(identity, host), {
    ...CHANNEL_OPTIONS,
    // A call is repeated by who made it, who knows whether that is safe; and a retry buffer holds messages twice.
    "grpc.enable_retries": 0,
    "grpc.initial_reconnect_backoff_ms": limits.RECONNECT_MIN_MS,
    "grpc.max_reconnect_backoff_ms": limits.RECONNECT_MAX_MS,
    // Only the SNI: the certificate is checked against `host`.
    "grpc.ssl_target_name_override": isIP(host) === 0 ? host : "coordinator.invalid",
    // Two clients with other identities must not share a connection.
    "grpc.use_local_subchannel_pool": 1,
  });
  const methods = Object.entries(contract.methods).map(([key, method]) => [key, callMethod(client, contract, method)]);
  return { ...Object.fromEntries(methods), close: () => client.close() } as Client<M>;
}

type Definition = grpc.MethodDefinition<Uint8Array, Uint8Array>;
type OpenCall = grpc.ClientReadableStream<Uint8Array> | grpc.ClientDuplexStream<Uint8Array, Uint8Array>;

function callMethod(client: grpc.Client, contract: Contract<Methods>, method: AnyMethod): unknown {
  const definition = methodDefinition(contract, method);
  switch (method.kind) {
    case "unary":
      return (request: unknown, options?: CallOptions) => unary({ client, definition, method, options }, request);
    case "clientStream":
      return (requests: AsyncIterable<unknown>, options?: CallOptions) => clientStream({ client, definition, method, options }, requests);
    case "serverStream":
      return (request: unknown, options?: CallOptions) => serverStream({ client, definition, method, options }, request);
    case "duplex":
      return (options?: CallOptions) => duplex({ client, definition, method, options });
  }
}

interface Invocation {
  readonly client: grpc.Client;
  readonly definition: Definition;
  readonly method: AnyMethod;
  readonly options: CallOptions | undefined;
}

async function unary({ client, definition, method, options }: Invocation, request: unknown): Promise<unknown> {
  const bytes = method.request.encode(request);
  const answer = await new Promise<Uint8Array>((resolve, reject) => {
    const { path, requestSerialize, responseDeserialize } = definition;
    const done = settle(resolve, reject);
    const call = client.makeUnaryRequest(
      path,
      requestSerialize,
      responseDeserialize,
      bytes,
      new grpc.Metadata(),
      onceOptions(options),
      done,
    );
    cancelOn(options?.signal, call);
  });
  return method.response.decode(answer);
}

async function clientStream({ client, definition, method, options }: Invocation, requests: AsyncIterable<unknown>): Promise<unknown> {
  const { path, requestSerialize, responseDeserialize } = definition;
  const over = new AbortController();
  let sourceError: unknown;
  const answer = await new Promise<Uint8Array>((resolve, reject) => {
    const done = settle(resolve, (error) => reject(sourceError ?? error));
    const call = client.makeClientStreamRequest(
      path,
      requestSerialize,
      responseDeserialize,
      new grpc.Metadata(),
      onceOptions(options),
      (error, value) => {
        over.abort();
        done(error, value);
      },
    );
    cancelOn(options?.signal, call);
    call.on("error", ignore);
    const send = createSender({ stream: call, codec: method.request, over: over.signal, cut: () => call.cancel() });
    const pump = async (): Promise<void> => {
      for await (const request of requests) await send(request);
      call.end();
    };
    pump().catch((error: unknown) => {
      // When the call is over its status says more than the failed send.
      if (!over.signal.aborted) sourceError = error;
      call.cancel();
    });
  });
  return method.response.decode(answer);
}

function serverStream({ client, definition, method, options }: Invocation, request: unknown): AsyncIterable<unknown> {
  const { path, requestSerialize, responseDeserialize } = definition;
  const bytes = method.request.encode(request);
  const call = client.makeServerStreamRequest(
    path,
    requestSerialize,
    responseDeserialize,
    bytes,
    new grpc.Metadata(),
    streamOptions(options),
  );
  cancelOn(options?.signal, call);
  return received(call, method.response);
}

function duplex({ client, definition, method, options }: Invocation): Duplex<unknown, unknown> {
  const { path, requestSerialize, responseDeserialize } = definition;
  const call = client.makeBidiStreamRequest(path, requestSerialize, responseDeserialize, new grpc.Metadata(), streamOptions(options));
  cancelOn(options?.signal, call);
  const over = new AbortController();
  call.on("status", () => over.abort());
  return {
    send: createSender({ stream: call, codec: method.request, over: over.signal, cut: () => call.cancel() }),
    end: () => void call.end(),
    cancel: () => call.cancel(),
    responses: received(call, method.response),
  };
}

/** The server's messages; listens from the start, so that a call that fails before anyone iterates is not lost. */
function received<T>(call: OpenCall, codec: Codec<T>): AsyncIterable<T> {
  let failure: unknown = null;
  call.on("error", (error) => {
    failure = error;
  });
  return iterate();

  async function* iterate(): AsyncIterable<T> {
    try {
      for await (const bytes of call) yield codec.decode(bytes as Uint8Array);
    } catch (error) {
      throw fromServiceError(failure ?? error);
    } finally {
      call.cancel();
    }
    if (failure !== null) throw fromServiceError(failure);
  }
}

function settle(resolve: (value: Uint8Array) => void, reject: (error: unknown) => void): (error: unknown, value?: Uint8Array) => void {
  return (error, value) => (value === undefined ? reject(fromServiceError(error)) : resolve(value));
}

function onceOptions(options: CallOptions | undefined): grpc.CallOptions {
  return { deadline: Date.now() + (options?.timeoutMs ?? limits.CALL_TIMEOUT_MS) };
}

function streamOptions(options: CallOptions | undefined): grpc.CallOptions {
  return options?.timeoutMs === undefined ? {} : { deadline: Date.now() + options.timeoutMs };
}

function cancelOn(signal: AbortSignal | undefined, call: { cancel(): void; on(event: "status", listener: () => void): unknown }): void {
  if (signal === undefined) return;
  const cancel = (): void => call.cancel();
  if (signal.aborted) return cancel();
  signal.addEventListener("abort", cancel);
  // A signal that outlives many calls must not keep them all.
  call.on("status", () => signal.removeEventListener("abort", cancel));
}

function ignore(): void {}
