/**
 * The swarm as its users see it: an engine in a process of its own (engine/main.ts), with a memory cap, far from activation.
 *
 * This side keeps what must outlive an engine: which transfers there are, who waits for which bytes, and totals. When the
 * engine crashes, or has grown over its limit and is recycled, a new one is started on the same port, given the same transfers,
 * and verifies their files by itself; those who wait notice nothing but time. Only when engines die one after another do
 * transfers fail, with E_SWARM.
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { ShoalError, printable, toError, toFailure } from "../runtime/errors.ts";
import type { InfoHash } from "../runtime/ids.ts";
import type { Answers, Call, EngineMessage, Request } from "./engine/messages.ts";
import {
  CRASHES_MAX,
  CRASH_WINDOW_MS,
  ENGINE_START_MS,
  ENGINE_STOP_MS,
  HEAP_ROOM_MIB,
  HEAP_SHARE,
  MEMORY_LIMIT_MIN_MIB,
  MEMORY_STRIKES,
  RECYCLE_PAUSE_MS,
  RESTART_PAUSE_MS,
  STDERR_BYTES_MAX,
} from "./limits.ts";
import type { AddOptions, KnownHost, Place, Swarm, SwarmDeps, SwarmOptions, Transfer } from "./swarm.ts";
import { checkTorrent } from "./torrent.ts";
import { RemoteTransfer } from "./transfer.ts";

/** Starts the engine. Errors: E_CONFIG (limits, certificate), E_IO (the address), E_SWARM (the engine does not start). */
export async function openSwarm(options: SwarmOptions, deps: SwarmDeps = {}): Promise<Swarm> {
  if (options.memoryLimitMib < MEMORY_LIMIT_MIN_MIB) {
    const hint = `the engine needs ${MEMORY_LIMIT_MIN_MIB} MiB before its first piece`;
    throw new ShoalError("E_CONFIG", `a memory limit of ${options.memoryLimitMib} MiB is below ${MEMORY_LIMIT_MIN_MIB} MiB`, { hint });
  }
  const swarm = new SwarmProcess(options, deps);
  await swarm.start();
  return swarm;
}

/** The running engine process; for tests. Null between two engines. */
export function enginePid(swarm: Swarm): number | null {
  return swarm instanceof SwarmProcess ? swarm.pid : null;
}

interface Engine {
  readonly child: ChildProcess;
  readonly calls: Map<number, { resolve(value: unknown): void; reject(error: Error): void }>;
  stderr: string;
  strikes: number;
  /** Why we end it ourselves. */
  ending: "stop" | "memory" | null;
}

const MIB = 1024 * 1024;
const MAIN = fileURLToPath(new URL("./engine/main.ts", import.meta.url));

class SwarmProcess implements Swarm {
  #options: SwarmOptions;
  readonly #deps: SwarmDeps;
  readonly #transfers = new Map<InfoHash, RemoteTransfer>();
  readonly #crashesMs: number[] = [];
  #engine: Engine | null = null;
  #address: { readonly host: string; readonly port: number };
  #ready: Promise<void> = Promise.resolve();
  /** Set once it is stopped or given up. */
  #over: ShoalError | null = null;
  #recycledMs = -Infinity;
  #calls = 0;

  constructor(options: SwarmOptions, deps: SwarmDeps) {
    this.#options = options;
    this.#deps = deps;
    this.#address = { host: options.advertiseHost, port: options.listen.port };
  }

  get address(): { readonly host: string; readonly port: number } {
    return this.#address;
  }

  get pid(): number | null {
    return this.#engine?.child.pid ?? null;
  }

  async start(): Promise<void> {
    try {
      await this.#spawn();
    } catch (error) {
      this.#over = stopped();
      this.#engine?.child.kill("SIGKILL");
      throw error;
    }
  }

  async add(options: AddOptions): Promise<Transfer> {
    const metainfo = checkTorrent(options.torrent, this.#options.identity.caPem);
    const { infoHash } = metainfo;
    if (this.#over !== null) throw this.#over;
    if (this.#transfers.has(infoHash)) throw new ShoalError("E_EXISTS", `torrent ${infoHash} is being transferred already`);
    const transfer = new RemoteTransfer(
      { add: options, metainfo },
      {
        onWant: (ranges) => this.#tryCall({ kind: "want", infoHash, ranges }),
        onAdmit: (admission) => this.#tell({ kind: "admit", infoHash, admission }),
        onPriority: (priority) => this.#tell({ kind: "set-priority", infoHash, priority }),
        onRemove: () => this.#remove(infoHash),
      },
    );
    this.#transfers.set(infoHash, transfer);
    try {
      for (;;) {
        await this.#ready;
        if (this.#over !== null) throw this.#over;
        // A new engine adds all transfers by itself before it is ready.
        if (transfer.running) return transfer;
        const engine = this.#engine;
        const added = await this.#call({ kind: "add", options }).catch((error: unknown) => (engine === this.#engine ? error : null));
        if (added instanceof Error) throw added;
        if (added !== null) transfer.restarted(added as Answers["add"]);
      }
    } catch (error) {
      this.#transfers.delete(infoHash);
      throw error;
    }
  }

  async addPeers(infoHash: InfoHash, peers: readonly string[], place?: Place): Promise<void> {
    const transfer = this.#transfers.get(infoHash);
    if (transfer === undefined) throw new ShoalError("E_NOT_FOUND", `no transfer of torrent ${infoHash}`);
    transfer.addPeers(peers, place);
    await this.#ready;
    await this.#call({ kind: "add-peers", infoHash, peers, place });
  }

  async vouch(infoHash: InfoHash, hosts: readonly KnownHost[]): Promise<void> {
    const transfer = this.#transfers.get(infoHash);
    if (transfer === undefined) throw new ShoalError("E_NOT_FOUND", `no transfer of torrent ${infoHash}`);
    transfer.vouch(hosts);
    await this.#tell({ kind: "vouch", infoHash, hosts });
  }

  async memoryBytes(): Promise<number> {
    await this.#ready;
    return this.#call({ kind: "memory" });
  }

  async stop(): Promise<void> {
    if (this.#over !== null) return;
    this.#over = stopped();
    for (const transfer of this.#transfers.values()) transfer.fail(this.#over);
    this.#transfers.clear();
    if (this.#engine !== null) await this.#end(this.#engine, "stop");
  }

  /** A new engine learns it with the transfer. */
  async #tell(request: Extract<Request, { kind: "admit" | "set-priority" | "vouch" }>): Promise<void> {
    await this.#ready;
    await this.#call(request).catch(ignoreLostEngine);
  }

  async #remove(infoHash: InfoHash): Promise<void> {
    if (!this.#transfers.delete(infoHash)) return;
    await this.#ready.catch(() => {});
    if (this.#over === null) await this.#call({ kind: "remove", infoHash }).catch(ignoreLostEngine);
  }

  async #spawn(): Promise<void> {
    const engine = this.#fork();
    this.#engine = engine;
    const { port } = await withDeadline(this.#call({ kind: "start", options: this.#options }));
    this.#address = { host: this.#options.advertiseHost, port };
    // Peers and tracker know this port: the next engine takes it too.
    this.#options = { ...this.#options, listen: { ...this.#options.listen, port } };
  }

  #fork(): Engine {
    const heapMib = Math.round(this.#options.memoryLimitMib * HEAP_SHARE);
    const child = fork(this.#deps.engineFile ?? MAIN, [], {
      serialization: "advanced",
      execArgv: [`--max-old-space-size=${heapMib}`, `--initial-old-space-size=${HEAP_ROOM_MIB}`],
      env: engineEnvironment(),
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    const engine: Engine = { child, calls: new Map(), stderr: "", strikes: 0, ending: null };
    child.on("message", (message: EngineMessage) => this.#onMessage(engine, message));
    child.stderr?.on("data", (chunk: Buffer) => (engine.stderr = (engine.stderr + chunk.toString("utf8")).slice(-STDERR_BYTES_MAX)));
    child.on("error", () => {});
    child.once("exit", (code, signal) => this.#onExit(engine, signal ?? `exit code ${code}`));
    return engine;
  }

  #onMessage(engine: Engine, message: EngineMessage): void {
    switch (message.kind) {
      case "answer":
        engine.calls.get(message.id)?.resolve(message.value);
        engine.calls.delete(message.id);
        break;
      case "refused":
        engine.calls.get(message.id)?.reject(toError(message.failure));
        engine.calls.delete(message.id);
        break;
      case "progress":
        this.#transfers.get(message.infoHash)?.progressed(message.stats, message.verified);
        break;
      case "failed":
        this.#transfers.get(message.infoHash)?.fail(toError(message.failure));
        this.#transfers.delete(message.infoHash);
        break;
      case "event":
        this.#deps.onEvent?.(message.event);
        break;
      case "memory":
        this.#onMemory(engine, message.residentBytes);
    }
  }

  #onMemory(engine: Engine, residentBytes: number): void {
    const limitBytes = this.#options.memoryLimitMib * MIB;
    engine.strikes = residentBytes > limitBytes ? engine.strikes + 1 : 0;
    if (engine.strikes < MEMORY_STRIKES || engine.ending !== null || performance.now() - this.#recycledMs < RECYCLE_PAUSE_MS) return;
    this.#recycledMs = performance.now();
    engine.stderr = `${Math.round(residentBytes / MIB)} MiB resident, limit ${this.#options.memoryLimitMib} MiB`;
    void this.#end(engine, "memory");
  }

  /** Asks the engine to stop, and kills it when it does not. */
  async #end(engine: Engine, why: "stop" | "memory"): Promise<void> {
    engine.ending = why;
    if (engine.child.exitCode !== null || engine.child.signalCode !== null) return;
    const exited = once(engine.child, "exit");
    engine.child.send({ id: ++this.#calls, request: { kind: "stop" } } satisfies Call, () => {});
    const deadline = setTimeout(() => engine.child.kill("SIGKILL"), ENGINE_STOP_MS);
    await exited;
    clearTimeout(deadline);
  }

  #onExit(engine: Engine, how: string): void {
    const lost = new ShoalError("E_SWARM", `the swarm's engine process ended (${how})`, {
      hint: printable(engine.stderr.trim()) || undefined,
    });
    for (const call of engine.calls.values()) call.reject(lost);
    engine.calls.clear();
    if (this.#engine !== engine) return;
    this.#engine = null;
    if (this.#over !== null) return;
    for (const transfer of this.#transfers.values()) transfer.interrupted();
    this.#ready = this.#restart(engine.ending === "memory" ? "memory" : "crash", printable(`${how}: ${engine.stderr.trim()}`));
    this.#ready.catch(() => {});
  }

  async #restart(cause: "crash" | "memory", detail: string): Promise<void> {
    for (;;) {
      if (cause === "crash") await delay(RESTART_PAUSE_MS * this.#countCrash());
      if (this.#over !== null) throw this.#over;
      try {
        await this.#spawn();
        break;
      } catch (error) {
        this.#engine?.child.kill("SIGKILL");
        this.#engine = null;
        cause = "crash";
        detail = printable((error as Error).message);
      }
    }
    await Promise.all([...this.#transfers.values()].map((transfer) => this.#addAgain(transfer)));
    this.#deps.onEvent?.({ kind: "engine-restarted", cause, detail });
  }

  async #addAgain(transfer: RemoteTransfer): Promise<void> {
    try {
      transfer.restarted(await this.#call({ kind: "add", options: transfer.options }));
    } catch (error) {
      // A crash meanwhile begins the next restart, which adds it again.
      if (this.#engine !== null) transfer.fail(toError(toFailure(error)));
    }
  }

  /** Number of recent crashes; gives up after too many. */
  #countCrash(): number {
    const now = performance.now();
    this.#crashesMs.push(now);
    while (this.#crashesMs[0] !== undefined && now - this.#crashesMs[0] > CRASH_WINDOW_MS) this.#crashesMs.shift();
    const crashes = this.#crashesMs.length;
    if (crashes <= CRASHES_MAX) return crashes;
    const over = new ShoalError("E_SWARM", `the swarm's engine process ended ${crashes} times within ${CRASH_WINDOW_MS} ms`);
    this.#over = over;
    for (const transfer of this.#transfers.values()) transfer.fail(over);
    throw over;
  }

  #call<K extends Request["kind"]>(request: Extract<Request, { kind: K }>): Promise<Answers[K]> {
    const engine = this.#engine;
    if (engine === null) return Promise.reject(new ShoalError("E_SWARM", "the swarm's engine process is not running"));
    return new Promise((resolve, reject) => {
      const id = ++this.#calls;
      engine.calls.set(id, { resolve: resolve as (value: unknown) => void, reject });
      engine.child.send({ id, request } satisfies Call, (error) => {
        if (error === null || !engine.calls.delete(id)) return;
        reject(new ShoalError("E_SWARM", "the swarm's engine process can't be reached", { cause: error }));
      });
    });
  }

  #tryCall(request: Request): void {
    void this.#call(request).catch(ignoreLostEngine);
  }
}

function engineEnvironment(): NodeJS.ProcessEnv {
  const { TMPDIR, NODE_V8_COVERAGE } = process.env;
  // Two malloc arenas: worker threads of libuv would otherwise keep freed blocks apart.
  return {
    MALLOC_ARENA_MAX: "2",
    // Freed pieces go back to the system at once: without it glibc keeps up to 32 MiB of what it once freed, in pieces.
    MALLOC_MMAP_THRESHOLD_: "1048576",
    ...(TMPDIR === undefined ? {} : { TMPDIR }),
    ...(NODE_V8_COVERAGE === undefined ? {} : { NODE_V8_COVERAGE }),
  };
}

async function withDeadline<T>(work: Promise<T>): Promise<T> {
  const timeout = new AbortController();
  const late = delay(ENGINE_START_MS, null, { signal: timeout.signal }).then(
    () => Promise.reject(new ShoalError("E_SWARM", `the swarm's engine did not start within ${ENGINE_START_MS} ms`)),
    () => new Promise<never>(() => {}),
  );
  try {
    return await Promise.race([work, late]);
  } finally {
    timeout.abort();
  }
}

function ignoreLostEngine(error: unknown): void {
  if (!(error instanceof ShoalError) || error.code !== "E_SWARM") throw error;
}

function stopped(): ShoalError {
  return new ShoalError("E_CANCELLED", "the swarm was stopped");
}
