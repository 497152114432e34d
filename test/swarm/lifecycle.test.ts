/** The engine as a process: what it opens, how it dies, and what takes its place. */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, readdirSync, readlinkSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import test from "ava";
import { enginePid, openSwarm } from "../../swarm/process.ts";
import type { Transfer } from "../../swarm/swarm.ts";
import { EVERYBODY, LOOPBACK, adding, createFleet, sameBytes, until } from "./fleet.ts";

const MIB = 1024 * 1024;
const MAIN = fileURLToPath(new URL("../../swarm/engine/main.ts", import.meta.url));
const PROCESS = fileURLToPath(new URL("../../swarm/process.ts", import.meta.url));

/** Sockets of a process by the tables of the kernel: `protocol address:port`, listening or connectionless. */
function listening(pid: number): string[] {
  const inodes = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap((fd) => /^socket:\[(\d+)\]$/.exec(tryReadlink(`/proc/${pid}/fd/${fd}`))?.[1] ?? []),
  );
  return ["tcp", "tcp6", "udp", "udp6", "raw", "raw6"].flatMap((protocol) =>
    readFileSync(`/proc/${pid}/net/${protocol}`, "utf8")
      .split("\n")
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => inodes.has(fields[9] ?? "") && (!protocol.startsWith("tcp") || fields[3] === "0A"))
      .map((fields) => `${protocol} ${Number.parseInt(fields[1]?.split(":").at(-1) ?? "", 16)}`),
  );
}

function tryReadlink(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}

async function reaches(transfer: Transfer, verifiedBytes: number): Promise<void> {
  if (transfer.stats.verifiedBytes >= verifiedBytes) return;
  await new Promise<void>((resolve) => {
    const stop = transfer.onChange((stats) => {
      if (stats.verifiedBytes < verifiedBytes) return;
      stop();
      resolve();
    });
  });
}

test.serial("P20 an engine that transfers listens on its TLS port and on nothing else, and shows no key to ps", async (t) => {
  const fleet = await createFleet(t);
  const { file, torrent } = await fleet.bundle(MIB);
  const seed = await fleet.open("coordinator", "main");
  await seed.swarm.add(adding(torrent, file));
  const host = await fleet.open("agent", "web1");
  await (await host.swarm.add(adding(torrent, fleet.path("web1"), { peers: [seed.address] }))).waitForAll();
  for (const { swarm } of [seed, host]) {
    const pid = enginePid(swarm) ?? 0;
    t.deepEqual(listening(pid), [`tcp ${swarm.address.port}`]);
    t.false(readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("PRIVATE"));
    t.false(readFileSync(`/proc/${pid}/environ`, "utf8").includes("PRIVATE"));
    t.regex(readFileSync(`/proc/${pid}/cmdline`, "utf8"), /--max-old-space-size=128/);
  }
});

test.serial(
  "an engine killed in the middle is replaced, on the same port, and the transfer resumes from its verified pieces",
  async (t) => {
    const fleet = await createFleet(t);
    const { file, bytes, torrent } = await fleet.bundle(96 * MIB, 256 * 1024);
    const seed = await fleet.open("coordinator", "main");
    await seed.swarm.add(adding(torrent, file));
    const host = await fleet.open("agent", "web1");
    const { port } = host.swarm.address;
    const transfer = await host.swarm.add(adding(torrent, fleet.path("web1"), { peers: [seed.address] }));
    const waits = Promise.all([transfer.waitForAll(), transfer.waitForRange(90 * MIB, 1000)]);
    await reaches(transfer, 24 * MIB);
    process.kill(enginePid(host.swarm) ?? 0, "SIGKILL");
    const event = await host.event(({ kind }) => kind === "engine-restarted");
    t.like(event, { kind: "engine-restarted", cause: "crash" });
    await waits;
    await sameBytes(t, fleet.path("web1"), bytes);
    t.is(host.swarm.address.port, port);
    t.true(transfer.stats.bytesFromSeed < bytes.length + 64 * MIB, "what was verified was not fetched again");
    t.true(transfer.stats.bytesFromSeed >= bytes.length - 64 * MIB);
  },
);

test.serial("a seed whose engine is killed goes on serving", async (t) => {
  const fleet = await createFleet(t);
  const { file, bytes, torrent } = await fleet.bundle(32 * MIB, 256 * 1024);
  const seed = await fleet.open("coordinator", "main");
  await seed.swarm.add(adding(torrent, file));
  const host = await fleet.open("agent", "web1");
  const transfer = await host.swarm.add(adding(torrent, fleet.path("web1"), { peers: [seed.address] }));
  await reaches(transfer, 4 * MIB);
  process.kill(enginePid(seed.swarm) ?? 0, "SIGKILL");
  await transfer.waitForAll();
  await sameBytes(t, fleet.path("web1"), bytes);
});

test.serial("an engine that dies again and again is given up with E_SWARM", async (t) => {
  const fleet = await createFleet(t);
  const { torrent } = await fleet.bundle(MIB);
  const engineFile = fleet.path("dying.ts");
  const die = "process.on('message', ({ request }) => request.kind === 'add' && setTimeout(() => process.exit(7), 50));";
  await writeFile(engineFile, `import ${JSON.stringify(MAIN)};\n${die}\n`);
  const host = await fleet.open("agent", "web1", { engineFile });
  const whole = async (): Promise<void> => (await host.swarm.add(adding(torrent, fleet.path("web1")))).waitForAll();
  await t.throwsAsync(whole(), { code: "E_SWARM", message: /ended 6 times/ });
  await t.throwsAsync(whole(), { code: "E_SWARM" });
});

test.serial("an engine that grows over its limit is recycled, and its transfers go on", async (t) => {
  const fleet = await createFleet(t);
  const { file, bytes, torrent } = await fleet.bundle(4 * MIB);
  const [engineFile, grown] = [fleet.path("growing.ts"), fleet.path("grown")];
  const fake = `const real = process.memoryUsage.rss;\nprocess.memoryUsage.rss = () => (existsSync(${JSON.stringify(grown)}) ? 2 ** 40 : real());`;
  await writeFile(engineFile, `import { existsSync } from "node:fs";\nimport ${JSON.stringify(MAIN)};\n${fake}\n`);
  const host = await fleet.open("agent", "web1", { engineFile });
  const transfer = await host.swarm.add(adding(torrent, fleet.path("web1")));
  const pid = enginePid(host.swarm);
  await writeFile(grown, "");
  const event = await host.event(({ kind }) => kind === "engine-restarted");
  t.like(event, { kind: "engine-restarted", cause: "memory" });
  t.not(enginePid(host.swarm), pid);
  t.false(existsSync(`/proc/${pid}`));
  const seed = await fleet.open("coordinator", "main");
  await seed.swarm.add(adding(torrent, file));
  await host.swarm.addPeers(torrent.infoHash, [seed.address]);
  await transfer.waitForAll();
  await sameBytes(t, fleet.path("web1"), bytes);
});

test.serial("an engine ends with its parent, even one that was killed", async (t) => {
  const fleet = await createFleet(t);
  const options = {
    identity: await fleet.identity("agent", "web1"),
    listen: LOOPBACK,
    advertiseHost: "127.0.0.1",
    preset: "loopback",
    memoryLimitMib: 256,
  };
  const script = fleet.path("parent.ts");
  const lines = [
    `import { enginePid, openSwarm } from ${JSON.stringify(PROCESS)};`,
    `const swarm = await openSwarm(${JSON.stringify(options)});`,
    "console.log(enginePid(swarm));",
  ];
  await writeFile(script, lines.join("\n"));
  const parent = spawn(process.execPath, [script], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = (await once(parent.stdout, "data")) as [Buffer];
  const pid = Number(line.toString());
  t.true(existsSync(`/proc/${pid}`));
  parent.kill("SIGKILL");
  await once(parent, "exit");
  await until(() => !existsSync(`/proc/${pid}`));
  t.pass();
});

test.serial("stop ends the engine, the waits and everything after them", async (t) => {
  const fleet = await createFleet(t);
  const { torrent } = await fleet.bundle(MIB);
  const host = await fleet.open("agent", "web1");
  const pid = enginePid(host.swarm);
  const transfer = await host.swarm.add(adding(torrent, fleet.path("web1")));
  const waiting = t.throwsAsync(transfer.waitForAll(), { code: "E_CANCELLED" });
  await host.swarm.stop();
  await waiting;
  t.false(existsSync(`/proc/${pid}`));
  await t.throwsAsync(transfer.waitForAll(), { code: "E_CANCELLED" });
  await t.throwsAsync(host.swarm.add(adding(torrent, fleet.path("web1"))), { code: "E_CANCELLED" });
  await t.notThrowsAsync(host.swarm.stop());
});

test.serial("what can't be started is refused with its reason", async (t) => {
  const fleet = await createFleet(t);
  const identity = await fleet.identity("agent", "web1");
  const options = { identity, listen: LOOPBACK, advertiseHost: "127.0.0.1", preset: "loopback", memoryLimitMib: 256 } as const;
  await t.throwsAsync(openSwarm({ ...options, memoryLimitMib: 32 }), { code: "E_CONFIG", message: /32 MiB/ });
  await t.throwsAsync(openSwarm({ ...options, identity: { ...identity, keyPem: "no key" } }), { code: "E_CONFIG" });
  const taken = await fleet.open("agent", "web2");
  await t.throwsAsync(openSwarm({ ...options, listen: taken.swarm.address }), { code: "E_IO", message: /EADDRINUSE/ });
});

const root = process.getuid?.() === 0;
(root ? test.serial : test.serial.skip)("a full disk ends the transfer with E_DISK_FULL, and room lets it resume", async (t) => {
  const fleet = await createFleet(t);
  const { file, bytes, torrent } = await fleet.bundle(8 * MIB, 256 * 1024);
  const small = fleet.path("small");
  await mkdir(small);
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=4m", "tmpfs", small]);
  try {
    const seed = await fleet.open("coordinator", "main");
    await seed.swarm.add(adding(torrent, file));
    const host = await fleet.open("agent", "web1");
    const add = { torrent, file: `${small}/bundle`, announceUrl: null, admission: EVERYBODY, peers: [seed.address] };
    const transfer = await host.swarm.add(add);
    await t.throwsAsync(transfer.waitForAll(), { code: "E_DISK_FULL" });
    await t.throwsAsync(transfer.waitForRange(0, 1), { code: "E_DISK_FULL" });
    execFileSync("mount", ["-o", "remount,size=16m", small]);
    const again = await host.swarm.add(add);
    await again.waitForAll();
    await sameBytes(t, add.file, bytes);
    t.true(again.stats.bytesFromSeed < bytes.length);
    await host.swarm.stop();
  } finally {
    execFileSync("umount", [small]);
  }
});
