/** A folder that is removed when the test ends. */
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ExecutionContext } from "ava";

export function temporaryFolder(t: ExecutionContext): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "shoal-release-")));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
