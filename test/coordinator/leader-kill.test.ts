import test from "ava";
import { killLeaders } from "./leader-kill.ts";

test("the leader killed 3 times at random moments: another takes over, every rollout ends right, no command is carried out twice", async (t) => {
  t.timeout(180_000);
  await killLeaders(t, 3);
});
