import { openSwarm } from "../../swarm/process.ts";
import { testSwarm } from "./conformance.ts";

testSwarm("webtorrent in its own process", openSwarm);
