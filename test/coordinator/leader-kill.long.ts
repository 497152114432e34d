import test from "ava";
import { killLeaders } from "./leader-kill.ts";

test("the leader killed 50 times at random moments: every rollout ends right, no command is carried out twice", async (t) => {
  t.timeout(3_000_000);
  await killLeaders(t, 50);
});
