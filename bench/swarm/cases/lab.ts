/** `lab-last-host-s`, `lab-copies`: three datacenters of four hosts, each site's one uplink shaped to 100 Mbit/s both ways, the seed a host of the first. */
import type { Bench } from "../cases.ts";

export async function labCase({ report }: Bench): Promise<void> {
  report.say("lab: not built yet");
}
