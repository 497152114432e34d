/**
 * What systemd is on a host, for the demo: keeps the service of the release that `current` names, and begins it anew at SIGHUP. Its process number
 * stands in a file, for the release's hook. Arguments: that file, `current`, address and port of the service.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

const [pidFile = "", current = "", address = "", port = ""] = process.argv.slice(2);
let service: ChildProcess | null = null;
let turn = Promise.resolve();

process.on("SIGHUP", () => (turn = turn.then(restart)));
process.on("SIGTERM", () => {
  service?.kill("SIGKILL");
  process.exit(0);
});
// Before the first release there is nothing else that keeps this process.
setInterval(() => {}, 60_000);
writeFileSync(pidFile, `${process.pid}\n`);

async function restart(): Promise<void> {
  if (service !== null && service.exitCode === null && service.signalCode === null) {
    const ended = once(service, "exit");
    service.kill("SIGKILL");
    await ended;
  }
  service = spawn(process.execPath, [join(current, "service.mjs"), address, port], { stdio: "inherit" });
}
