/**
 * Traffic that has nothing to do with a swarm: one TCP connection that sends as fast as it goes. `node flow.ts sink ADDRESS PORT` takes it and, for each line
 * `FIRST COUNT` on stdin, says when FIRST bytes more have come, and then how long the next COUNT took; `node flow.ts source ADDRESS PORT` sends from `go` until it is ended.
 */
import { type Socket, connect, createServer } from "node:net";
import { createInterface } from "node:readline";

const CHUNK = Buffer.alloc(64 * 1024);

const [part, address = "", port = ""] = process.argv.slice(2);
if (part === "sink") sink();
else source();

function sink(): void {
  let taken = 0;
  let asked: { readonly from: number; readonly to: number; fromMs: number | null } | null = null;
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.on("data", (bytes) => {
      taken += bytes.length;
      if (asked === null) return;
      if (asked.fromMs === null && taken >= asked.from) {
        asked.fromMs = performance.now();
        say({ from: taken });
      }
      if (taken < asked.to) return;
      say({ flowMs: performance.now() - (asked.fromMs ?? 0) });
      asked = null;
    });
  });
  server.listen(Number(port), address, () => say({ ready: true }));
  createInterface(process.stdin).on("line", (line) => {
    const [first = 0, count = 0] = line.split(" ").map(Number);
    asked = { from: taken + first, to: taken + first + count, fromMs: null };
  });
}

function source(): void {
  say({ ready: true });
  createInterface(process.stdin).once("line", () => {
    const socket = connect(Number(port), address, () => fill(socket));
    socket.on("drain", () => fill(socket));
  });
}

function fill(socket: Socket): void {
  while (socket.write(CHUNK));
}

function say(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
