/** bittorrent-tracker as it ships, for peers that need a tracker: `node tracker.ts ADDRESS PORT`. */
import TrackerServer from "bittorrent-tracker/server";

const [, , address = "", port = ""] = process.argv;
const ANNOUNCE_MS = 5_000;

interface Server {
  on(event: "error", listener: (error: Error) => void): void;
  listen(port: number, hostname: string, listening: () => void): void;
}

const server = new (TrackerServer as unknown as new (options: object) => Server)({
  http: true,
  udp: false,
  ws: false,
  stats: false,
  interval: ANNOUNCE_MS,
});
server.on("error", (error) => {
  throw error;
});
server.listen(Number(port), address, () => process.stdout.write("{}\n"));
process.stdin.on("end", () => process.exit(0)).resume();
