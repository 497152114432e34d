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
  return withTracker(fleet, { name: "aria2", address: "127.0.0.1" }, async ({ save, torrent }) => {
    const seedArgs = [...common, "--check-integrity=true", "--seed-ratio=0", `--dir=${fleet.directory}`, "--listen-port=26881", torrent];
    const hostArgs = [...common, "--seed-time=0", `--dir=${save}`, "--listen-port=26882", torrent];
    return { seed: ["aria2c", seedArgs], host: ["aria2c", hostArgs] };
  });
}

/** It takes no peer with an address of 127/8: for as long as it runs, the loopback interface has one more, which only root can give it. */
export async function transmissionOnce(fleet: PairFleet): Promise<Spent> {
  const address = "10.255.255.77";
  await shell(`ip address replace "$1/32" dev lo`, [address]);
  try {
    return await withTracker(fleet, { name: "transmission", address }, async ({ save, torrent }) => {
      const end = join(save, "end");
      await writeFile(end, "#!/bin/sh\nkill $PPID\n", { mode: 0o755 });
      const args = async (name: string, port: number, directory: string): Promise<string[]> => {
        const config = join(save, name);
        await mkdir(config);
        await writeFile(
          join(config, "settings.json"),
          JSON.stringify({ ...TRANSMISSION, "bind-address-ipv4": address, "peer-port": port }),
        );
        return ["-g", config, "-p", String(port), "-w", directory, torrent];
      };
      const seed = await args("seed", 26_883, fleet.directory);
      const host = await args("host", 26_884, save);
      return { seed: ["transmission-cli", seed], host: ["transmission-cli", ["-f", end, ...host]] };
    });
  } finally {
    await shell(`ip address del "$1/32" dev lo`, [address]);
  }
}

const TRANSMISSION = {
  "dht-enabled": false,
  "lpd-enabled": false,
  "pex-enabled": false,
  "utp-enabled": false,
  "port-forwarding-enabled": false,
  "peer-port-random-on-start": false,
  encryption: 0,
  preallocation: 0,
};

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
  /** Ends when it has everything. */
  readonly host: readonly [program: string, args: readonly string[]];
}

/** Clients that can't be told of a peer: a tracker tells each of the other. The wait for the seed's own check is not measured. */
async function withTracker(
  fleet: PairFleet,
  { name, address }: { readonly name: string; readonly address: string },
  describe: (given: { readonly save: string; readonly torrent: string }) => Promise<Pair>,
): Promise<Spent> {
  const save = join(fleet.scratch, name);
  await mkdir(save);
  const tracker = await startTracker(address);
  const torrent = join(save, "announced.torrent");
  const { info } = bencode.decode(await readFile(fleet.plainTorrentFile)) as { info: Bencoded };
  await writeFile(torrent, bencode.encode({ announce: Buffer.from(tracker.url), info }));
  const pair = await describe({ save, torrent });
  const seed = spawn(pair.seed[0], pair.seed[1], { stdio: ["pipe", "ignore", "ignore"] });
  try {
    await tracker.announced(1);
    return await measured([seed.pid ?? 0], async () => {
      await once(spawn(pair.host[0], pair.host[1], { stdio: ["pipe", "ignore", "ignore"] }), "exit");
    });
  } finally {
    await end(seed);
    tracker.server.close();
    tracker.server.closeAllConnections();
    await rm(save, { recursive: true });
  }
}

interface Tracker {
  readonly url: string;
  readonly server: Server;
  announced(count: number): Promise<void>;
}

/** All peers are at that address. */
async function startTracker(address: string): Promise<Tracker> {
  const octets = address.split(".").map(Number);
  const ports = new Set<number>();
  const server = createServer((request, response) => {
    const port = Number(new URL(request.url ?? "", "http://tracker").searchParams.get("port"));
    const peers = [...ports].filter((one) => one !== port).map((one) => Buffer.from([...octets, one >> 8, one & 0xff]));
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
