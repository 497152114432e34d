/** What a scan warns of: names that collide on some file systems, and modes that were masked. Bounded; refuses modes in strict scans. */
import { ShoalError } from "../runtime/errors.ts";
import { MAX_FINDINGS } from "./limits.ts";
import type { FileMode } from "./listing.ts";
import { foldName, quote } from "./paths.ts";
import { toText } from "./walk.ts";

export interface Warnings {
  /** Looks at the names (byte strings) of one directory. */
  readonly names: (directory: string, names: readonly string[]) => void;
  /** The mode that travels for a file's permission bits. Throws E_FORMAT. */
  mode(path: string, mode: number): FileMode;
  add(warning: string): void;
  /** All, with a last line that counts those left out. */
  finish(): readonly string[];
}

export function createWarnings(modes: "strict" | "mask"): Warnings {
  const lines: string[] = [];
  let leftOut = 0;
  let masked = 0;
  let firstMasked = "";
  const add = (line: string): void => {
    if (lines.length < MAX_FINDINGS) lines.push(line);
    else leftOut++;
  };
  return {
    add,
    names(directory, names) {
      for (const [a, b] of collisions(names)) {
        const where = directory === "" ? "" : `${toText(directory)}/`;
        add(
          `${quote(where + a)} and ${quote(where + b)} are one name where case or Unicode form is ignored: such a host will refuse the release`,
        );
      }
    },
    mode(path, mode) {
      if (mode === 0o644 || mode === 0o755) return mode;
      if (modes === "strict" || (mode & 0o7000) !== 0) throw badMode(path, mode);
      if (masked++ === 0) firstMasked = `${quote(path)} was ${octal(mode)}`;
      return (mode & 0o100) === 0 ? 0o644 : 0o755;
    },
    finish() {
      if (masked > 0) add(`${masked} files had other modes than 0644 and 0755, which were masked (first: ${firstMasked})`);
      return leftOut === 0 ? lines : [...lines, `and ${leftOut} more`];
    },
  };
}

/** Pairs of names of one directory with the same fold. */
function* collisions(names: readonly string[]): Generator<readonly [string, string]> {
  const seen = new Map<string, string>();
  for (const bytes of names) {
    const name = toText(bytes.endsWith("/") ? bytes.slice(0, -1) : bytes);
    const fold = foldName(name);
    const other = seen.get(fold);
    if (other === undefined) seen.set(fold, name);
    else yield [other, name];
  }
}

function badMode(path: string, mode: number): ShoalError {
  const special = (mode & 0o7000) !== 0;
  return new ShoalError("E_FORMAT", `${quote(path)} has mode ${octal(mode)}; a tree has 0644 and 0755`, {
    hint: special ? "setuid, setgid and sticky never travel: chmod it" : "chmod it, or allow modes to be masked (--mask-modes)",
  });
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, "0");
}
