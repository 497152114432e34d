/** The tools that we are measured against, as swarms of the lab's machines, and rsync from one machine to all. Their wire is not encrypted; ours is. */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, linkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import bencode from "bencode";
import type { LabMachine } from "../../../coordinator/cli/lab/plan.ts";
import { choosePieceLength } from "../../../swarm/torrent.ts";
import { PYTHON } from "../install-peers.ts";
import { hostAbroad, sourcesOf, type Lab, type Program } from "./lab.ts";
import { race, type Race, type RaceOptions } from "./run.ts";

const TRACKER_PORT = 6969;
const NAME = "bundle";
const LIBTORRENT = join(import.meta.dirname, "libtorrent_peer.py");
const ARIA2 = join(import.meta.dirname, "aria2_peer.py");
const RSYNC = join(import.meta.dirname, "rsync_peer.py");
const TRACKER = join(import.meta.dirname, "tracker.ts");

export interface PeerOptions {
  readonly file: string;
  readonly sizeBytes: number;
}

/** Every host is told of all others and of the seed, at once. */
export async function raceLibtorrent(lab: Lab, { file, sizeBytes }: PeerOptions): Promise<Race> {
  const start = libtorrentStarter(lab, { file, utp: false });
  const { coordinator, hosts } = lab.plan;
  await start(coordinator, []).next();
  const datacenterOf = new Map([coordinator, ...hosts].map(({ address, datacenter }) => [address, datacenter]));
  const racers = hosts.map((host): RaceOptions["racers"][number] => ({
    program: start(host, [coordinator, ...hosts.filter((other) => other.name < host.name)]),
    fromOutside: ({ received }) => {
      const outside = Object.entries(received as Record<string, number>).filter(
        ([address]) => datacenterOf.get(address) !== host.datacenter,
      );
      return outside.reduce((sum, [, bytes]) => sum + bytes, 0);
    },
  }));
  return race({ lab, racers, sizeBytes });
}

/** The same machines as in `pairOurs`; over uTP, which keeps out of the way of other traffic by design (BEP 29, LEDBAT). */
export async function pairLibtorrent(lab: Lab, { file }: PeerOptions): Promise<Program> {
  const start = libtorrentStarter(lab, { file, utp: true });
  const sources = [lab.plan.coordinator, ...sourcesOf(lab)];
  for (const source of sources) await start(source, []).next();
  const host = start(hostAbroad(lab), sources);
  await host.next();
  return host;
}

function libtorrentStarter(
  lab: Lab,
  { file, utp }: { readonly file: string; readonly utp: boolean },
): (machine: LabMachine, peers: readonly LabMachine[]) => Program {
  const torrent = writeTorrent(lab, file, null);
  const complete = new Set([lab.plan.coordinator, ...(utp ? sourcesOf(lab) : [])]);
  return (machine, peers) => {
    const options = {
      address: machine.address,
      torrent,
      save: folder(lab, machine, complete.has(machine) ? file : null),
      peers: peers.map(({ address }) => address),
      utp,
    };
    return lab.run(machine, [PYTHON, LIBTORRENT, JSON.stringify(options)]);
  };
}

/** With a tracker beside the seed, since aria2 takes no peers directly. */
export async function raceAria2(lab: Lab, { file, sizeBytes }: PeerOptions): Promise<Race> {
  const { coordinator, hosts } = lab.plan;
  const torrent = writeTorrent(lab, file, `http://${coordinator.address}:${TRACKER_PORT}/announce`);
  await lab
    .run(coordinator, [process.execPath, "--disable-warning=ExperimentalWarning", TRACKER, coordinator.address, String(TRACKER_PORT)])
    .next();
  const start = (machine: LabMachine) => {
    const options = {
      address: machine.address,
      torrent,
      save: folder(lab, machine, machine === coordinator ? file : null),
      seed: machine === coordinator,
    };
    return lab.run(machine, [PYTHON, ARIA2, JSON.stringify(options)]);
  };
  await start(coordinator).next();
  return race({ lab, racers: hosts.map((host) => ({ program: start(host), fromOutside: () => null })), sizeBytes });
}

/** Every host fetches the file from the one, all at once. */
export async function raceRsync(lab: Lab, { file, sizeBytes }: PeerOptions): Promise<Race> {
  const { coordinator, hosts } = lab.plan;
  const config = join(lab.directory, "rsyncd.conf");
  const served = folder(lab, coordinator, file);
  writeFileSync(config, `use chroot = no\nmunge symlinks = no\nuid = 0\n[bundle]\npath = ${served}\n`);
  await lab.run(coordinator, [PYTHON, RSYNC, JSON.stringify({ address: coordinator.address, config })]).next();
  const racers = hosts.map((host) => {
    const options = { source: `rsync://${coordinator.address}/bundle/${NAME}`, save: folder(lab, host, null) };
    return { program: lab.run(host, [PYTHON, RSYNC, JSON.stringify(options)]), fromOutside: () => null };
  });
  return race({ lab, racers, sizeBytes });
}

/** Where the machine keeps the file; with it where the machine has it. */
function folder(lab: Lab, machine: LabMachine, file: string | null): string {
  const directory = join(lab.directory, machine.name);
  mkdirSync(directory, { recursive: true });
  if (file !== null) linkSync(file, join(directory, NAME));
  return directory;
}

function writeTorrent(lab: Lab, file: string, announce: string | null): string {
  const bytes = readFileSync(file);
  const pieceLength = choosePieceLength(bytes.length);
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += pieceLength) {
    pieces.push(
      createHash("sha1")
        .update(bytes.subarray(at, at + pieceLength))
        .digest(),
    );
  }
  const info = { name: NAME, "piece length": pieceLength, pieces: Buffer.concat(pieces), length: bytes.length };
  const torrent = join(lab.directory, "bundle.torrent");
  writeFileSync(torrent, bencode.encode(announce === null ? { info } : { announce, info }));
  return torrent;
}
