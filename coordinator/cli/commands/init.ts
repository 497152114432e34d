/**
 * `shoal init DIR`: a new fleet, from nothing, on the machine of whoever owns it. Makes the CA, the signing keys, an operator and the
 * coordinator's own folder:
 *
 *     ca/            the fleet CA; ca.key issues identities and is a secret
 *     keys/          a signing key an app; a secret
 *     operator/      the first operator's certificate and key
 *     coordinator/   to copy to the coordinator's machine: public material and its own key, nothing else
 *     shoal.yaml     configuration of this command
 *
 * Neither ca.key nor a signing key is in coordinator/: a coordinator that is broken into can make neither identities nor releases.
 */
import { isIP } from "node:net";
import { userInfo } from "node:os";
import { join } from "node:path";
import { type Command, Option } from "commander";
import { stringify } from "yaml";
import { ShoalError } from "../../../runtime/errors.ts";
import { parseAppName, parseHostId } from "../../../runtime/ids.ts";
import { createFleetCa, issueCertificate } from "../../../runtime/certificates.ts";
import type { KeyPair, Role } from "../../../runtime/identity.ts";
import { encodePublicKey, encodeSigningKey, generateSigningKey } from "../../../release/signature.ts";
import {
  addCommand,
  type Bind,
  collect,
  type CommandContext,
  parseArgument,
  parseCount,
  parsePort,
  type Preset,
  presetOption,
} from "../command.ts";
import { type Address, formatAddress, parseAddress } from "../config.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { makeDirectory, type NewFile } from "../files.ts";
import { CA_DAYS, CERTIFICATE_DAYS } from "../limits.ts";

export interface InitOptions {
  readonly app: readonly string[];
  readonly operator?: string;
  readonly fleet: string;
  readonly address: string;
  readonly swarmPort: number;
  readonly trackerPort: number;
  readonly preset: Preset;
  /** Where the coordinator is. */
  readonly dc?: string;
  readonly days: number;
}

export function addInitCommand(program: Command, bind: Bind): void {
  addCommand(program, "init <dir>", "make a new fleet: CA, signing keys, the first operator, the coordinator's folder")
    .requiredOption("--app <name>", "an app to make a signing key for (repeatable)", collect)
    .option("--operator <name>", "the first operator (default: your user name)")
    .option("--fleet <name>", "the fleet's name, for people", "shoal fleet")
    .option("--address <host:port>", "where the coordinator is to listen, and be reached by operators and agents", "127.0.0.1:7400")
    .addOption(new Option("--swarm-port <port>", "where it seeds bundles; 0: any free port").argParser(parsePort).default(7401))
    .addOption(new Option("--tracker-port <port>", "where its tracker listens; 0: any free port").argParser(parsePort).default(7402))
    .addOption(presetOption())
    .option("--dc <name>", "the data center that the coordinator is in, where hosts are in it too")
    .option("--days <count>", "how long certificates last", parseCount(CA_DAYS), CERTIFICATE_DAYS)
    .action(bind(init));
}

/** Makes the directory. Errors: E_USAGE, E_EXISTS. */
export async function init(context: CommandContext, directory: string, options: InitOptions): Promise<ExitCode> {
  const apps = options.app.map((app) => parseArgument("--app", parseAppName, app));
  const operator = operatorName(options.operator);
  const control = parseAddress(options.address, "--address");
  const ca = await createFleetCa({ name: options.fleet, days: CA_DAYS });
  const issue = (role: Role, name: string, addresses: readonly string[]): Promise<KeyPair> =>
    issueCertificate({ ca, role, name, addresses, days: options.days });
  const files: NewFile[] = [
    ...pair("ca/ca", ca),
    ...pair(`operator/${operator}`, await issue("operator", operator, [])),
    { path: "coordinator/ca.crt", content: ca.certificatePem },
    ...pair("coordinator/coordinator", await issue("coordinator", "main", [control.host])),
  ];
  const pins: Record<string, string> = {};
  for (const app of apps) {
    const key = generateSigningKey();
    pins[app] = encodePublicKey(key.publicKey);
    files.push({ path: `keys/${app}.key`, content: encodeSigningKey(key), secret: true });
  }
  files.push(
    { path: "coordinator/coordinator.yaml", content: coordinatorYaml({ control, options, pins }) },
    { path: "shoal.yaml", content: cliYaml({ address: options.address, operator, pins }) },
  );
  await makeDirectory(directory, files);
  context.output.answer({ directory, apps: pins, operator, coordinator: options.address }, () => initLines(directory, options.address));
  return EXIT.ok;
}

function initLines(directory: string, address: string): readonly string[] {
  return [
    `made ${directory}: keep ca/ca.key and keys/ safe and off the coordinator's machine`,
    `next: shoal-coordinator --config ${join(directory, "coordinator", "coordinator.yaml")}   (listens on ${address})`,
    `      export SHOAL_CONFIG=${join(directory, "shoal.yaml")}`,
    `      shoal host add web1 --app ... --environment production --dc dc1 --out agents/web1`,
  ];
}

function pair(path: string, { certificatePem, keyPem }: KeyPair): readonly NewFile[] {
  return [
    { path: `${path}.crt`, content: certificatePem },
    { path: `${path}.key`, content: keyPem, secret: true },
  ];
}

function cliYaml({ address, operator, pins }: { address: string; operator: string; pins: Readonly<Record<string, string>> }): string {
  const apps = Object.fromEntries(
    Object.entries(pins).map(([app, key]) => [app, { signingKeys: [`keys/${app}.key`], pins: { threshold: 1, keys: [key] } }]),
  );
  return stringify({
    coordinator: address,
    identity: { ca: "ca/ca.crt", certificate: `operator/${operator}.crt`, key: `operator/${operator}.key` },
    caKey: "ca/ca.key",
    apps,
  });
}

interface CoordinatorYamlOptions {
  readonly control: Address;
  readonly options: InitOptions;
  readonly pins: Readonly<Record<string, string>>;
}

function coordinatorYaml({ control, options, pins }: CoordinatorYamlOptions): string {
  // A name may resolve elsewhere on the coordinator's machine than here: then it listens everywhere.
  const bind = isIP(control.host) === 0 ? "0.0.0.0" : control.host;
  const listen = (port: number): string => formatAddress({ host: bind, port });
  return stringify({
    dataDir: "data",
    identity: { ca: "ca.crt", certificate: "coordinator.crt", key: "coordinator.key" },
    listen: { control: listen(control.port), swarm: listen(options.swarmPort), tracker: listen(options.trackerPort) },
    advertiseHost: control.host,
    ...(options.dc === undefined ? {} : { datacenter: options.dc }),
    apps: Object.fromEntries(Object.entries(pins).map(([app, key]) => [app, { threshold: 1, keys: [key] }])),
    swarm: { preset: options.preset },
  });
}

function operatorName(given: string | undefined): string {
  if (given !== undefined) return parseArgument("--operator", parseHostId, given);
  const name = userInfo().username.toLowerCase();
  try {
    return parseHostId(name);
  } catch {
    throw new ShoalError("E_USAGE", `your user name ${JSON.stringify(name)} can't be an operator's name`, {
      hint: "give one with --operator",
    });
  }
}
