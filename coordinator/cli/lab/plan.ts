/**
 * What a lab consists of, by name and address; pure, so that everything is known, and recorded, before any of it is made.
 *
 *     core ── up ──▶ site dc1 ── coordinator (and its seed)      one network namespace for the core, each site and each host;
 *        │              ├─────── dc1-h1 … dc1-hN                the core and the sites are bridges, in one network 10.N.0.0/16
 *        │              └─────── the operator: the machine itself
 *        └── up ──▶ site dc2 ── dc2-h1 … dc2-hN                 `up` is the site's one uplink, shaped both ways
 */

export interface LabShape {
  readonly datacenters: number;
  readonly hostsEach: number;
}

/** Bits per second; null: not shaped. */
export interface LabLinks {
  readonly wanBps: number;
  readonly lanBps: number;
  /** Between hosts of two sites; 0: none is added. */
  readonly rttMs: number;
}

export interface LabMachine {
  /** Host id, or `coordinator`. */
  readonly name: string;
  readonly datacenter: string;
  readonly address: string;
  /** Null in a lab on loopback. */
  readonly namespace: string | null;
}

export interface LabSite {
  readonly name: string;
  readonly namespace: string;
}

/** The network of a lab in namespaces. */
export interface LabNetwork {
  readonly core: string;
  readonly sites: readonly LabSite[];
  /** The machine's own way into site 1: a link in its own namespace, and its address there. */
  readonly operator: { readonly link: string; readonly address: string };
}

export interface LabPlan {
  /** Six hexadecimal digits, in the name of everything that is not in the lab's directory. */
  readonly id: string;
  readonly coordinator: LabMachine;
  readonly hosts: readonly LabMachine[];
  /** Null: processes on loopback. */
  readonly network: LabNetwork | null;
}

export interface PlanOptions extends LabShape {
  readonly id: string;
  /** Second byte of its network, 10.N.0.0/16; null: loopback. */
  readonly net: number | null;
}

export function planLab({ id, net, datacenters, hostsEach }: PlanOptions): LabPlan {
  const prefix = `shoal-${id}`;
  const machine = (name: string, site: number, host: number): LabMachine => ({
    name,
    datacenter: `dc${site}`,
    address: net === null ? "127.0.0.1" : `10.${net}.${site}.${host}`,
    namespace: net === null ? null : `${prefix}-${name}`,
  });
  const sites = range(datacenters).map((site) => ({ name: `dc${site}`, namespace: `${prefix}-dc${site}` }));
  return {
    id,
    coordinator: machine("coordinator", 1, 1),
    hosts: range(datacenters).flatMap((site) => range(hostsEach).map((host) => machine(`dc${site}-h${host}`, site, FIRST_HOST + host))),
    network: net === null ? null : { core: `${prefix}-core`, sites, operator: { link: `shoal${id}`, address: `10.${net}.0.1` } },
  };
}

/** Every namespace of it, the core last: what leads into others goes first. */
export function namespacesOf({ coordinator, hosts, network }: LabPlan): readonly string[] {
  if (network === null) return [];
  const machines = [coordinator, ...hosts].map(({ namespace }) => namespace ?? "");
  return [...machines, ...network.sites.map(({ namespace }) => namespace), network.core];
}

/** Addresses below are for what is no host. */
const FIRST_HOST = 10;

function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}
