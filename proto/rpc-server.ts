/** The server's half of rpc.ts. */
import { isIP } from "node:net";
import * as grpc from "@grpc/grpc-js";
import { ShoalError, textOf } from "../runtime/errors.ts";
import type { Identity, PeerIdentity, Role } from "../runtime/identity.ts";
import { callPrincipal, serverCredentials } from "./credentials.ts";
import { CONCURRENT_CALLS_MAX, SHUTDOWN_GRACE_MS } from "./limits.ts";
import {
  type AnyMethod,
  type CallContext,
  CHANNEL_OPTIONS,
  type Codec,
  type Contract,
  type Handlers,
  type Methods,
  methodDefinition,
} from "./rpc.ts";
import { toServiceError } from "./rpc-errors.ts";
import { listen as listenOn, type Listening } from "./rpc-listen.ts";
import { createSender } from "./rpc-send.ts";

/** A contract with its handlers, for `serve`. */
export interface Service {
  readonly definition: grpc.ServiceDefinition;
  readonly implementation: grpc.UntypedServiceImplementation;
}

export interface ServeOptions {
  /** Port 0: any. */
  readonly listen: { readonly host: string; readonly port: number };
  readonly identity: Identity;
  readonly services: readonly Service[];
}

export interface RpcServer {
  readonly port: number;
  /** No new calls; open ones have 2 s to end, then they are cut. */
  stop(): Promise<void>;
}

export function createService<M extends Methods>(contract: Contract<M>, handlers: Handlers<M>): Service {
  const entries = Object.entries(contract.methods);
  return {
    definition: Object.fromEntries(entries.map(([key, method]) => [key, methodDefinition(contract, method)])),
    implementation: Object.fromEntries(
      entries.map(([key, method]) => [key, implement(method, handlers[key] as AnyHandler, contract.callers) as grpc.UntypedHandleCall]),
    ),
  };
}

/** Errors: E_CONFIG (address or certificate). */
export async function serve({ listen, identity, services }: ServeOptions): Promise<RpcServer> {
  const server = new grpc.Server({ ...CHANNEL_OPTIONS, "grpc.max_concurrent_streams": CONCURRENT_CALLS_MAX });
  for (const { definition, implementation } of services) server.addService(definition, implementation);
  const { port, close } = await bind(server, listen, identity);
  return {
    port,
    async stop() {
      await close();
      await stop(server);
    },
  };
}

type AnyCall = grpc.ServerUnaryCall<Uint8Array, Uint8Array> &
  grpc.ServerReadableStream<Uint8Array, Uint8Array> &
  grpc.ServerWritableStream<Uint8Array, Uint8Array> &
  grpc.ServerDuplexStream<Uint8Array, Uint8Array>;
// oxlint-disable-next-line typescript/no-explicit-any -- typed by Handlers at the border of createService
type AnyHandler = (...args: any[]) => Promise<any>;

async function bind(server: grpc.Server, { host, port }: ServeOptions["listen"], identity: Identity): Promise<Listening> {
  const address = host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
  try {
    const { injectConnection } = server.createConnectionInjector(serverCredentials(identity));
    return await listenOn({ host, port }, injectConnection);
  } catch (cause) {
    throw new ShoalError("E_CONFIG", `can't listen on ${address}: ${textOf(cause)}`, { cause });
  }
}

function stop(server: grpc.Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.forceShutdown(), SHUTDOWN_GRACE_MS);
    server.tryShutdown(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function implement(
  method: AnyMethod,
  handler: AnyHandler,
  callers: Role,
): (call: AnyCall, callback?: grpc.sendUnaryData<Uint8Array>) => void {
  switch (method.kind) {
    case "unary":
      return (call, callback) =>
        answerOnce(call, callback, method, callers, (context) => handler(method.request.decode(call.request), context));
    case "clientStream":
      return (call, callback) => answerOnce(call, callback, method, callers, (context) => handler(received(call, method.request), context));
    case "serverStream":
      return (call) => answerStream(call, method, callers, (send, context) => handler(method.request.decode(call.request), send, context));
    case "duplex":
      return (call) => answerStream(call, method, callers, (send, context) => handler(received(call, method.request), send, context));
  }
}

async function answerOnce(
  call: AnyCall,
  callback: grpc.sendUnaryData<Uint8Array> | undefined,
  method: AnyMethod,
  callers: Role,
  handle: (context: CallContext) => Promise<unknown>,
): Promise<void> {
  call.on("error", ignore);
  try {
    const answer = await handle({ peer: admit(call, callers), remoteAddress: addressOf(call), signal: overSignal(call).signal });
    callback?.(null, method.response.encode(answer));
  } catch (error) {
    callback?.(toServiceError(error));
  }
}

async function answerStream(
  call: AnyCall,
  method: AnyMethod,
  callers: Role,
  handle: (send: (message: unknown) => Promise<void>, context: CallContext) => Promise<void>,
): Promise<void> {
  const over = overSignal(call);
  const cut = (error: unknown): void => {
    call.emit("error", toServiceError(error));
    over.abort();
  };
  try {
    const peer = admit(call, callers);
    const send = createSender({ stream: call, codec: method.response, over: over.signal, cut });
    await handle(send, { peer, remoteAddress: addressOf(call), signal: over.signal });
    call.end();
  } catch (error) {
    if (!over.signal.aborted) cut(error);
  }
}

function admit(call: AnyCall, callers: Role): PeerIdentity {
  const peer = callPrincipal(call);
  if (peer.role !== callers)
    throw new ShoalError("E_DENIED", `${peer.principal} may not call this: it is for certificates of the role ${callers}`);
  return peer;
}

/** Of `address:port`, where an IPv6 address may or may not stand in brackets. */
function addressOf(call: AnyCall): string {
  const address = call
    .getPeer()
    .replace(/:\d+$/, "")
    .replace(/^\[|\]$/g, "")
    .replace(/^::ffff:(?=\d+\.)/, "");
  return isIP(address) === 0 ? "" : address;
}

function overSignal(call: AnyCall): AbortController {
  const over = new AbortController();
  call.on("cancelled", () => over.abort(new ShoalError("E_CANCELLED", "the caller has gone")));
  return over;
}

/** The caller's messages; a cancelled call throws E_CANCELLED, a message that is none E_MESSAGE. */
async function* received<T>(call: AnyCall, codec: Codec<T>): AsyncIterable<T> {
  try {
    // Leaving the loop must not destroy the other direction of a duplex call.
    for await (const bytes of call.iterator({ destroyOnReturn: false })) yield codec.decode(bytes as Uint8Array);
  } catch (error) {
    if (error instanceof ShoalError) throw error;
    throw new ShoalError("E_CANCELLED", "the caller has gone", { cause: error });
  }
}

function ignore(): void {}
