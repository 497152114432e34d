/** The same pair of stock clients: libtorrent with and without TLS; aria2 and transmission, which find each other at a tracker; curl from nginx as the floor. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import bencode, { type Bencoded } from "bencode";
import { shell } from "../../release/shell.ts";
import { PYTHON } from "../install-peers.ts";
import { type Spent, measured } from "./cpu.ts";
import { BUNDLE_NAME, type PairFleet } from "./fleet.ts";

const SCRIPT = fileURLToPath(new URL("./stock_peer.py", import.meta.url));

/** Two libtorrent processes. */
export async function libtorrentOnce(fleet: PairFleet, { tls }: { readonly tls: boolean }): Promise<Spent> {
  const save = join(fleet.scratch, "libtorrent");
  await mkdir(save);
  const [seed, host] = [await startLibtorrent(fleet, fleet.directory, tls), await startLibtorrent(fleet, save, tls)];
  try {
    const { port } = await seed.line();
    await host.line();
    return await measured([seed.child.pid ?? 0, host.child.pid ?? 0], async () => {
      host.child.stdin?.write(`127.0.0.1:${port}\n`);
      await host.line();
    });
  } finally {
    for (const { child } of [seed, host]) await end(child);
    await rm(save, { recursive: true });
  }
}

interface Libtorrent {
  readonly child: ChildProcess;
  line(): Promise<{ readonly port?: number }>;
}

async function startLibtorrent(fleet: PairFleet, save: string, tls: boolean): Promise<Libtorrent> {
  const files = tls ? await tlsFiles(fleet) : { certificate: null };
  const options = { torrent: tls ? fleet.torrentFile : fleet.plainTorrentFile, save, ...files };
  const child = spawn(PYTHON, [SCRIPT, JSON.stringify(options)], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    child,
    async line() {
      const { done, value } = await lines.next();
      if (done === true) throw new Error("libtorrent ended early");
      return JSON.parse(value) as { port?: number };
    },
  };
}

/** libtorrent insists on a file of Diffie-Hellman parameters, which TLS 1.3 does not use. */
async function tlsFiles(fleet: PairFleet): Promise<{ certificate: string; key: string; dh: string }> {
  const identity = await fleet.identity("agent", "stock");
  const [certificate, key, dh] = ["certificate.pem", "key.pem", "dh.pem"].map((name) => join(fleet.scratch, name)) as [
    string,
    string,
    string,
  ];
  await writeFile(certificate, identity.certificatePem);
  await writeFile(key, identity.keyPem);
  await shell(`openssl genpkey -genparam -algorithm DH -pkeyopt group:modp_2048 -out "$1" 2> /dev/null`, [dh]);
  return { certificate, key, dh };
}

export async function aria2Once(fleet: PairFleet): Promise<Spent> {
  const common = [
    "--enable-dht=false",
    "--bt-enable-lpd=false",
    "--enable-peer-exchange=false",
    "--quiet",
    "--disable-ipv6=true",
    "--file-allocation=none",
  ];
  return withTracker(fleet, "aria2", async ({ save, torrent }) => {
    const seedArgs = [...common, "--check-integrity=true", "--seed-ratio=0", `--dir=${fleet.directory}`, "--listen-port=26881", torrent];
    const hostArgs = [...common, "--seed-time=0", `--dir=${save}`, "--listen-port=26882", torrent];
    return { seed: ["aria2c", seedArgs], host: ["aria2c", hostArgs], ended: "exit" };
  });
}

/** Wall time only. */
export async function curlOnce(fleet: PairFleet): Promise<Spent> {
  const to = join(fleet.scratch, "curl");
  await writeFile(join(fleet.scratch, "nginx.conf"), nginxConfiguration(fleet));
  const nginx = spawn("nginx", ["-p", fleet.scratch, "-c", join(fleet.scratch, "nginx.conf")], { stdio: ["pipe", "inherit", "inherit"] });
  try {
    const url = `http://127.0.0.1:${NGINX_PORT}/${BUNDLE_NAME}`;
    await shell(`curl -sS --retry 20 --retry-connrefused --retry-delay 1 -r 0-0 -o /dev/null "$1"`, [url]);
    return await measured([], async () => void (await shell(`curl -sS -f -o "$2" "$1"`, [url, to])));
  } finally {
    await end(nginx);
    await rm(to, { force: true });
  }
}

const NGINX_PORT = 26_880;

function nginxConfiguration(fleet: PairFleet): string {
  return `daemon off; master_process off; pid ${fleet.scratch}/nginx.pid; error_log stderr crit; events {}
http { access_log off; sendfile on; server { listen 127.0.0.1:${NGINX_PORT}; root ${fleet.directory}; } }\n`;
}

interface Pair {
  readonly seed: readonly [program: string, args: readonly string[]];
  readonly host: readonly [program: string, args: readonly string[]];
  /** How the downloading side shows that it is done. */
  readonly ended: "exit";
}

/** Clients that can't be told of a peer: a tracker tells each of the other. The wait for the seed's own check is not measured. */
async function withTracker(
  fleet: PairFleet,
  name: string,
  describe: (given: { readonly save: string; readonly torrent: string }) => Promise<Pair>,
): Promise<Spent> {
  const save = join(fleet.scratch, name);
  await mkdir(save);
  const tracker = await startTracker();
  const torrent = join(save, "announced.torrent");
  const { info } = bencode.decode(await readFile(fleet.plainTorrentFile)) as { info: Bencoded };
  await writeFile(torrent, bencode.encode({ announce: Buffer.from(tracker.url), info }));
  const pair = await describe({ save, torrent });
  const seed = spawn(pair.seed[0], pair.seed[1], { stdio: ["pipe", "ignore", "ignore"] });
  try {
    await tracker.announced(1);
    let host: ChildProcess | null = null;
    return await measured([seed.pid ?? 0], async () => {
      host = spawn(pair.host[0], pair.host[1], { stdio: ["pipe", "ignore", "ignore"] });
      await once(host, "exit");
    });
  } finally {
    await end(seed);
    tracker.server.close();
    tracker.server.closeAllConnections();
    await rm(save, { recursive: true });
  }
}

async function startTracker(): Promise<{ readonly url: string; readonly server: Server; announced(count: number): Promise<void> }> {
  const ports = new Set<number>();
  const server = createServer((request, response) => {
    const port = Number(new URL(request.url ?? "", "http://tracker").searchParams.get("port"));
    const peers = [...ports].filter((one) => one !== port).map((one) => Buffer.from([127, 0, 0, 1, one >> 8, one & 0xff]));
    ports.add(port);
    response.end(bencode.encode({ interval: 1, "min interval": 1, peers: Buffer.concat(peers) }));
    server.emit("announce");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/announce`,
    server,
    async announced(count) {
      while (ports.size < count) await once(server, "announce");
    },
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.stdin?.end();
  child.kill("SIGTERM");
  await exited;
}
