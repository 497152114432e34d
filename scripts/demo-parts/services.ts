/**
 * A service on each host of the demo's fleet: a small HTTP server that is part of the release, with the shoal.yaml that has it restarted and
 * checked. On the host something keeps it running (keeper.ts), as systemd would.
 */
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { setTimeout as delay } from "node:timers/promises";
import { startProcess } from "../../coordinator/cli/lab/processes.ts";
import { type Fleet, HOSTS } from "./fleet.ts";
import type { Workspace } from "./workspace.ts";

export interface Services {
  /** Adds the service to a tree that is to be released; a bad one answers with status 500. Gives what shoal.yaml says. */
  addTo(tree: string, kind: "good" | "bad"): string;
  /** Status and text that a host's service answers, asked on the host itself. */
  answerOf(host: string): Promise<string>;
}

/** Of the one check in shoal.yaml. */
export const CHECK = "answers";

/** Nothing runs before the first release; it all ends with the lab. */
export async function startServices(workspace: Workspace, fleet: Fleet): Promise<Services> {
  const lab = await fleet.ask<Lab>(["lab", "status", "--dir", fleet.directory]);
  const folder = join(workspace.directory, "services");
  mkdirSync(folder);
  const port = await freePort();
  for (const [index, host] of [...HOSTS.keys()].entries()) {
    const pidFile = join(folder, `${host}.pid`);
    const service = [join(fleet.appRoot(host), "current"), `127.0.0.${index + 1}`, String(port)];
    const command = [process.execPath, "--disable-warning=ExperimentalWarning", KEEPER, pidFile, ...service];
    const logFile = join(folder, `${host}.log`);
    workspace.throwIfEnding();
    // With the lab's mark: `shoal lab down` ends it, and what it started, too.
    await startProcess({ lab: lab.id, name: host, command, namespace: namespaceOf(lab, host), logFile, record: async () => {} });
    await untilWritten(pidFile, logFile);
  }
  return {
    addTo(tree, kind) {
      const yaml = shoalYaml(folder, port);
      writeFileSync(join(tree, "shoal.yaml"), yaml);
      writeFileSync(join(tree, "service.mjs"), kind === "good" ? SERVICE : SERVICE.replace("package.json", "packages.json"));
      return yaml;
    },
    async answerOf(host) {
      const url = `http://127.0.0.${[...HOSTS.keys()].indexOf(host) + 1}:${port}/`;
      const namespace = namespaceOf(lab, host);
      const inside = namespace === null ? [] : ["ip", "netns", "exec", namespace];
      return workspace.run([...inside, process.execPath, "--input-type=module", "--eval", GET, url]);
    },
  };
}

const KEEPER = fileURLToPath(new URL("keeper.ts", import.meta.url));
const KEEPER_START_MS = 20_000;
const KEEPER_POLL_MS = 20;

/** `shoal lab status --json` (README.md). */
interface Lab {
  readonly id: string;
  readonly machines: readonly { readonly name: string; readonly namespace: string | null }[];
}

function namespaceOf({ machines }: Lab, host: string): string | null {
  return machines.find(({ name }) => name === host)?.namespace ?? null;
}

/** Hosts of a lab have their `number` as a label: without network namespaces they share one loopback. */
function shoalYaml(folder: string, port: number): string {
  return `version: 1
hooks:
  restart:
    - signal: SIGHUP
      pidFile: ${JSON.stringify(join(folder, "{{ host }}.pid"))}
checks:
  - name: ${CHECK}
    http: { url: "http://127.0.0.{{ labels.number }}:${port}/", expect: { status: [200], body: "^typescript " } }
    retries: 12
    interval: 250ms
`;
}

const SERVICE = `// The demo's service: says which release it is of.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";

const [address, port] = process.argv.slice(2);
const server = createServer((_, response) => {
  try {
    const { name, version } = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8"));
    response.end(\`\${name} \${version}\\n\`);
  } catch (error) {
    response.writeHead(500).end(\`\${error}\\n\`);
  }
});
server.listen(Number(port), address);
`;

const GET = `const answer = await fetch(process.argv[1]);
process.stdout.write(answer.status + " " + (await answer.text()).trim());`;

async function untilWritten(pidFile: string, logFile: string): Promise<void> {
  const deadlineMs = performance.now() + KEEPER_START_MS;
  while (!textOf(pidFile).endsWith("\n")) {
    if (performance.now() > deadlineMs) throw new Error(`${pidFile} is not there after ${KEEPER_START_MS / 1000} s: ${textOf(logFile)}`);
    await delay(KEEPER_POLL_MS);
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** Free on every address a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "0.0.0.0");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}
