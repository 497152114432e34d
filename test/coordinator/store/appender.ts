/** A process that appends three events at a time and says each version once it is acknowledged, until it is killed. */
import { openStore } from "../../../coordinator/store/store.ts";
import { event } from "./sample-event.ts";

const store = await openStore({ path: process.argv[2] ?? "" });
for (let version = 0; ;) {
  version = await store.events.append("production/web", version, [event("a"), event("b"), event("c")]);
  process.stdout.write(`${version}\n`);
}
