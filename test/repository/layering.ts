/**
 * The import rule: which room may import which. `RULES` is the table of ARCHITECTURE.md in code; lint (.oxlintrc.json) says the same by
 * path patterns, this resolves every import and so also sees what a pattern can't.
 */
import { dirname, join } from "node:path";
import { parseSync } from "oxc-parser";

export interface Import {
  readonly specifier: string;
  /** `import type`, or only type names: gone when the file runs. */
  readonly typeOnly: boolean;
}

interface Rule {
  /** Rooms whose values and types may be imported. */
  readonly values: readonly string[];
  /** Rooms of which types alone may be imported. */
  readonly types: readonly string[];
}

/** Longest name first: `coordinator/cli` is a room of its own. */
const RULES: Readonly<Record<string, Rule>> = {
  "coordinator/cli": { values: ["proto", "runtime", "release"], types: [] },
  "coordinator/dashboard": { values: [], types: ["proto"] },
  runtime: { values: [], types: [] },
  release: { values: ["runtime"], types: [] },
  swarm: { values: ["runtime"], types: [] },
  proto: { values: ["runtime"], types: ["release"] },
  agent: { values: ["proto", "release", "swarm", "runtime"], types: [] },
  coordinator: { values: ["proto", "release", "swarm", "runtime"], types: [] },
};

/** Rooms that nothing runs in production: they may import every room, and no room imports them. */
const OUTER = ["test", "bench", "scripts"];

/** Imports, re-exports, dynamic imports with a literal, and worker entries (`new URL("./x.ts", import.meta.url)`) of one source. */
export function importsOf(path: string, source: string): readonly Import[] {
  const { module, errors } = parseSync(path, source);
  if (errors.length > 0) throw new Error(`${path} does not parse: ${errors[0]?.message}`);
  const statics = module.staticImports.map((one) => ({
    specifier: one.moduleRequest.value,
    typeOnly: one.entries.length > 0 && one.entries.every((entry) => entry.isType),
  }));
  const exports = module.staticExports.flatMap((one) =>
    one.entries.flatMap((entry) => (entry.moduleRequest ? [{ specifier: entry.moduleRequest.value, typeOnly: entry.isType }] : [])),
  );
  const dynamics = module.dynamicImports.flatMap((one) => literal(source.slice(one.moduleRequest.start, one.moduleRequest.end)));
  const urls = [...source.matchAll(/new URL\(\s*(["'])(\.[^"']+)\1/g)].map(([, , specifier]) => ({
    specifier: specifier ?? "",
    typeOnly: false,
  }));
  return [...statics, ...exports, ...dynamics, ...urls];
}

/** One line for each import that the table does not allow. Every room may read its version from package.json. */
export function violations(path: string, imports: readonly Import[]): readonly string[] {
  const from = roomOf(path);
  return imports.flatMap(({ specifier, typeOnly }) => {
    if (!specifier.startsWith(".")) return [];
    const target = join(dirname(path), specifier);
    if (target === "package.json") return [];
    const to = roomOf(target);
    return to === from || isAllowed(from, to, typeOnly)
      ? []
      : [`${path} imports ${target}: ${from} may not import ${to}${typeOnly ? "" : " (values)"}`];
  });
}

/** The room a path belongs to: its longest known prefix, else its first component. */
function roomOf(path: string): string {
  return Object.keys(RULES).find((room) => path.startsWith(`${room}/`)) ?? path.split("/")[0] ?? path;
}

/** Every folder at the top that may exist. */
export const ROOMS = [...new Set([...Object.keys(RULES).map((room) => room.split("/")[0] ?? room), ...OUTER])];

function isAllowed(from: string, to: string, typeOnly: boolean): boolean {
  if (OUTER.includes(from)) return true;
  const rule = RULES[from];
  if (rule === undefined) return false;
  return rule.values.includes(to) || (typeOnly && rule.types.includes(to));
}

function literal(text: string): Import[] {
  const specifier = /^(["'`])([^"'`$]+)\1$/.exec(text)?.[2];
  return specifier === undefined ? [] : [{ specifier, typeOnly: false }];
}
