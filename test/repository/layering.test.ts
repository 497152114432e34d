import test from "ava";
import { importsOf, violations } from "./layering.ts";
import { readText, sourceFiles } from "./sources.ts";

test("every source imports only what the table of rooms allows", (t) => {
  const files = sourceFiles();
  t.true(files.length > 20);
  t.deepEqual(
    files.flatMap((path) => violations(path, importsOf(path, readText(path)))),
    [],
  );
});

const refused = test.macro({
  exec: (t, path: string, source: string, message: string) => t.deepEqual(violations(path, importsOf(path, source)), [message]),
  title: (_, path: string, source: string) => `${path} with \`${source}\` is a violation`,
});

test(
  refused,
  "agent/main.ts",
  `import { a } from "../coordinator/a.ts";`,
  "agent/main.ts imports coordinator/a.ts: agent may not import coordinator (values)",
);
test(
  refused,
  "coordinator/a.ts",
  `import type { A } from "../agent/a.ts";`,
  "coordinator/a.ts imports agent/a.ts: coordinator may not import agent",
);
test(
  refused,
  "release/a.ts",
  `export { a } from "../swarm/a.ts";`,
  "release/a.ts imports swarm/a.ts: release may not import swarm (values)",
);
test(refused, "release/a.ts", `export * from "../swarm/a.ts";`, "release/a.ts imports swarm/a.ts: release may not import swarm (values)");
test(
  refused,
  "swarm/deep/a.ts",
  `await import("../../release/a.ts");`,
  "swarm/deep/a.ts imports release/a.ts: swarm may not import release (values)",
);
test(refused, "runtime/a.ts", `import "../proto/a.ts";`, "runtime/a.ts imports proto/a.ts: runtime may not import proto (values)");
test(
  refused,
  "proto/a.ts",
  `import { a, type B } from "../release/a.ts";`,
  "proto/a.ts imports release/a.ts: proto may not import release (values)",
);
test(
  refused,
  "coordinator/cli/commands/a.ts",
  `import { a } from "../../store/a.ts";`,
  "coordinator/cli/commands/a.ts imports coordinator/store/a.ts: coordinator/cli may not import coordinator (values)",
);
test(
  refused,
  "coordinator/a.ts",
  `import { a } from "./cli/a.ts";`,
  "coordinator/a.ts imports coordinator/cli/a.ts: coordinator may not import coordinator/cli (values)",
);
test(
  refused,
  "agent/a.ts",
  `new Worker(new URL("../coordinator/w.ts", import.meta.url));`,
  "agent/a.ts imports coordinator/w.ts: agent may not import coordinator (values)",
);
test(refused, "agent/a.ts", `import { a } from "../test/a.ts";`, "agent/a.ts imports test/a.ts: agent may not import test (values)");

const accepted = test.macro({
  exec: (t, path: string, source: string) => t.deepEqual(violations(path, importsOf(path, source)), []),
  title: (_, path: string, source: string) => `${path} with \`${source}\` is allowed`,
});

test(accepted, "proto/a.ts", `import type { A } from "../release/a.ts";`);
test(accepted, "proto/a.ts", `import { type A } from "../release/a.ts";`);
test(accepted, "coordinator/cli/a.ts", `import { a } from "../../release/a.ts";`);
test(accepted, "agent/a.ts", `import { a } from "../swarm/a.ts"; import b from "commander"; import "node:fs";`);
test(accepted, "test/system/a.ts", `import { a } from "../../agent/a.ts"; import { b } from "../../coordinator/b.ts";`);
