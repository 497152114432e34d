/**
 * `shoal host add HOST`: issues the host's certificate with the local CA key, tells the coordinator of the host, and writes the directory to copy
 * to it. What that host trusts (CA, signing keys) comes from this machine's configuration, not from the coordinator.
 *
 * The directory appears only when the coordinator has taken the host; where it refuses, nothing is left. Where the last step fails, the
 * host is known without a directory: running the same again makes it, with a new certificate.
 */
import { join } from "node:path";
import type { Command } from "commander";
import { ShoalError } from "../../../runtime/errors.ts";
import { type AppName, parseAppName, parseEnvironmentName, parseHostId } from "../../../runtime/ids.ts";
import { issueCertificate } from "../../../runtime/certificates.ts";
import type { KeyPair } from "../../../runtime/identity.ts";
import { loadIdentity, readSecretFile } from "../../../runtime/secret-files.ts";
import { agentYaml } from "../agent-yaml.ts";
import {
  addCommand,
  type Bind,
  collect,
  type CommandContext,
  parseArgument,
  parseCount,
  parseLabels,
  type Preset,
  presetOption,
} from "../command.ts";
import type { CliConfig } from "../config.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { makeDirectory } from "../files.ts";
import { CA_DAYS, CERTIFICATE_DAYS } from "../limits.ts";

export interface HostAddOptions {
  readonly environment: string;
  readonly app: readonly string[];
  readonly dc: string;
  readonly rack?: string;
  readonly label?: readonly string[];
  readonly address?: readonly string[];
  readonly swarmListen: string;
  readonly preset: Preset;
  readonly root: string;
  readonly user?: string;
  readonly out: string;
  readonly days: number;
  /** With other hosts of the fleet, as in a lab: what those write must not slow it down. Not on the command line. */
  readonly sharesDisk?: boolean;
}

export function addHostAddCommand(host: Command, bind: Bind): void {
  addCommand(host, "add <host>", "make a host's certificate, tell the coordinator of it, and write the directory to copy to it")
    .requiredOption("--environment <name>", "the environment it belongs to")
    .requiredOption("--app <name>", "an app it runs (repeatable)", collect)
    .requiredOption("--dc <name>", "its data center")
    .option("--rack <name>", "its rack")
    .option("--label <key=value>", "another label (repeatable)", collect)
    .option("--address <address>", "a name or IP address that other hosts reach it at (repeatable)", collect)
    .option("--swarm-listen <address:port>", "where it gives bundles to other hosts; port 0: any free one", "0.0.0.0:7410")
    .addOption(presetOption())
    .option("--root <dir>", "where apps live on the host, each in a folder of its name", "/srv/shoal")
    .option("--user <name>", "whom checks and hooks of releases run as there (default: the agent's own user, but never root unless named)")
    .requiredOption("--out <dir>", "the directory to make")
    .option("--days <count>", "how long its certificate lasts", parseCount(CA_DAYS), CERTIFICATE_DAYS)
    .action(bind(addHost));
}

/** Makes the directory when the coordinator has taken the host. Errors: E_USAGE, E_CONFIG, E_EXISTS, the coordinator's. */
export async function addHost(context: CommandContext, name: string, options: HostAddOptions): Promise<ExitCode> {
  const { output } = context;
  const host = parseArgument("host", parseHostId, name);
  const environment = parseArgument("--environment", parseEnvironmentName, options.environment);
  const apps = options.app.map((app) => parseArgument("--app", parseAppName, app));
  const labels = { ...parseLabels(options.label ?? []), dc: options.dc, ...(options.rack === undefined ? {} : { rack: options.rack }) };
  const config = await context.config();
  const ca = await readCa(config);
  const pins = apps.map((app) => ({ app, ...pinsOf(config, app) }));
  const client = await context.connect();
  // A Ctrl-C must not leave the half-made directory with its key.
  const signal = context.interrupt();
  const addresses = options.address ?? [];
  const certificate = await issueCertificate({ ca, role: "agent", name: host, addresses, days: options.days });
  const yaml = agentYaml({
    environment,
    coordinator: config.coordinator,
    root: options.root,
    swarm: {
      listen: options.swarmListen,
      advertise: addresses[0] ?? null,
      preset: options.preset,
      ...(options.sharesDisk === true ? { limits: { backOff: "network" } } : {}),
    },
    user: options.user ?? null,
    apps: pins,
  });
  await makeDirectory(
    options.out,
    [
      { path: "agent.yaml", content: yaml },
      { path: "ca.crt", content: ca.certificatePem },
      { path: "agent.crt", content: certificate.certificatePem },
      { path: "agent.key", content: certificate.keyPem, secret: true },
    ],
    async () => {
      await client.addHost({ host, environment, apps, labels }, { signal });
    },
  );
  output.answer({ host, environment, apps, labels, directory: options.out }, () => [
    `added ${host} (${environment}, ${options.dc}) with ${apps.join(", ")}`,
    `copy ${options.out} to it (agent.key is a secret) and run there: shoal-agent --config ${join(options.out, "agent.yaml")}`,
  ]);
  return EXIT.ok;
}

async function readCa(config: CliConfig): Promise<KeyPair> {
  if (config.caKeyFile === null) {
    throw new ShoalError("E_CONFIG", `${config.file} names no caKey: hosts are added where the fleet's CA key is`, {
      hint: "run this on the machine where shoal init was run",
    });
  }
  const { caPem } = await loadIdentity({ ...config.identity, role: "operator" });
  return { certificatePem: caPem, keyPem: await readSecretFile(config.caKeyFile) };
}

function pinsOf(config: CliConfig, app: AppName): { readonly threshold: number; readonly keys: readonly string[] } {
  const pins = config.apps.get(app)?.pins;
  if (pins === undefined)
    throw new ShoalError("E_CONFIG", `${config.file} names no app ${app}`, {
      hint: `add apps.${app}.pins: a host must know whose releases to trust`,
    });
  return pins;
}
