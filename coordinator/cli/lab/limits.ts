/** Every bound of coordinator/cli/lab/, with unit and reason. */

/** Of one lab: an agent and its engine take 150 MiB, and a machine has few cores. */
export const DATACENTERS_MAX = 32;
export const HOSTS_PER_DATACENTER_MAX = 64;
export const HOSTS_MAX = 128;

/** The coordinator answers within a second on an idle machine; a busy one is slow. */
export const START_TIMEOUT_MS = 120_000;
export const POLL_MS = 200;

/** Between asking a process to end and making it end. */
export const STOP_TIMEOUT_MS = 10_000;
export const STOP_POLL_MS = 50;

/** Of `ip` and `tc`: what hangs is a kernel's lock, and is told. */
export const TOOL_TIMEOUT_MS = 30_000;

/** How much a shaped link holds back before it drops, in milliseconds at its rate: what a switch's buffer is like. */
export const LINK_BUFFER_MS = 50;

/** What a shaped link lets through at once: a packet as the kernel hands it over (64 KiB) must fit, else it is never sent. */
export const LINK_BURST_BYTES_MIN = 128 * 1024;
export const LINK_BURST_MS = 10;

/** Packets that netem holds at most: 100 ms of 1 Gbit/s in small packets. */
export const DELAY_PACKETS_MAX = 20_000;
