/**
 * Configuration files: YAML 1.2 checked by a zod schema. Every problem is told with file and line, an unknown key with the one
 * that was probably meant. Duplicate keys, aliases (a few bytes can stand for gigabytes), unknown tags and several documents are refused.
 *
 * Schemas use `z.strictObject`; values with units come from config-values.ts.
 */
import { open } from "node:fs/promises";
import { type Document, isMap, isNode, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { printable, ShoalError } from "./errors.ts";
import { CONFIG_BYTES_MAX, CONFIG_PROBLEMS_MAX } from "./limits.ts";
import { nearest } from "./nearest.ts";

export interface ConfigSource<Schema extends z.ZodType> {
  readonly file: string;
  readonly schema: Schema;
}

/** Errors: E_CONFIG. */
export async function loadConfig<Schema extends z.ZodType>({ file, schema }: ConfigSource<Schema>): Promise<z.output<Schema>> {
  return parseConfig({ file, schema, text: await readConfig(file) });
}

/** `file` is for messages only; `columns` tells them beside lines. Errors: E_CONFIG. */
export function parseConfig<Schema extends z.ZodType>({
  file,
  schema,
  text,
  columns = false,
}: ConfigSource<Schema> & { readonly text: string; readonly columns?: boolean }): z.output<Schema> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true, stringKeys: true });
  const broken = [...document.errors, ...document.warnings];
  if (broken.length > 0)
    throw refused(
      file,
      broken.map((e) => ({ at: placeOf(lines, e.pos[0], columns), text: e.message })),
    );
  const result = schema.safeParse(toValue(document, file));
  if (result.success) return result.data;
  const problems = result.error.issues.flatMap((issue) => describe(issue, schema, document));
  throw refused(
    file,
    problems.map(({ path, text }) => ({
      at: placeIn(document, path, (offset) => placeOf(lines, offset, columns)),
      text: path.length === 0 ? text : `${path.join(".")}: ${text}`,
    })),
  );
}

interface Problem {
  readonly path: readonly PropertyKey[];
  readonly text: string;
}

async function readConfig(path: string): Promise<string> {
  const file = await open(path, "r").catch((cause: NodeJS.ErrnoException) => {
    const why = cause.code === "ENOENT" ? "there is no such file" : `it can't be read (${cause.code})`;
    throw new ShoalError("E_CONFIG", `${path}: ${why}`, { cause });
  });
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw new ShoalError("E_CONFIG", `${path}: it is not a regular file`);
    if ((stat.mode & 0o002) !== 0)
      throw new ShoalError("E_CONFIG", `${path}: every user may write to it`, { hint: `chmod o-w ${path}, and check what it says` });
    if (stat.size > CONFIG_BYTES_MAX) throw new ShoalError("E_CONFIG", `${path}: ${stat.size} bytes are more than ${CONFIG_BYTES_MAX}`);
    return new TextDecoder("utf-8", { fatal: true }).decode(await file.readFile());
  } catch (cause) {
    if (cause instanceof TypeError) throw new ShoalError("E_CONFIG", `${path}: it is not valid UTF-8`, { cause });
    throw cause;
  } finally {
    await file.close();
  }
}

function toValue(document: Document, file: string): unknown {
  if (document.contents === null) throw new ShoalError("E_CONFIG", `${file}: it is empty`);
  try {
    return document.toJS({ maxAliasCount: 0 }) as unknown;
  } catch (cause) {
    throw new ShoalError("E_CONFIG", `${file}: aliases (*name) are not allowed; write the value out`, { cause });
  }
}

function describe(issue: z.core.$ZodIssue, schema: z.ZodType, document: Document): Problem[] {
  if (issue.path.length > 0 && !document.hasIn(issue.path)) return [{ path: issue.path, text: "is missing" }];
  if (issue.code !== "unrecognized_keys") return [{ path: issue.path, text: issue.message }];
  const known = keysAt(schema, issue.path);
  return issue.keys.map((key) => {
    const meant = nearest(key, known);
    const suggestion = meant === null ? (known.length === 0 ? "" : `; known are ${known.join(", ")}`) : `; did you mean ${meant}?`;
    return { path: [...issue.path, key], text: `unknown key${suggestion}` };
  });
}

/** What `schema` allows as keys at a path; empty where that can't be told. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  let at: SchemaDef | undefined = unwrap(definition(schema));
  for (const key of path) at = at === undefined ? undefined : unwrap(inner(at, key));
  return Object.keys(at?.shape ?? {});
}

/** The parts of zod's definitions that lead to an object: https://zod.dev/packages/core */
interface SchemaDef {
  readonly shape?: Readonly<Record<string, unknown>>;
  readonly element?: unknown;
  readonly valueType?: unknown;
  readonly innerType?: unknown;
  readonly in?: unknown;
}

function definition(schema: unknown): SchemaDef | undefined {
  return (schema as { _zod?: { def: SchemaDef } } | undefined)?._zod?.def;
}

function inner(at: SchemaDef, key: PropertyKey): SchemaDef | undefined {
  return definition(at.shape?.[String(key)] ?? at.element ?? at.valueType);
}

/** Without optional, default, pipe and the like. */
function unwrap(at: SchemaDef | undefined): SchemaDef | undefined {
  let def = at;
  while (def !== undefined && (def.innerType ?? def.in) !== undefined) def = definition(def.innerType ?? def.in);
  return def;
}

function placeOf(lines: LineCounter, offset: number, columns: boolean): string {
  const { line, col } = lines.linePos(offset);
  return columns ? `line ${line}, column ${col}` : `line ${line}`;
}

/** Place of the value at a path, or of its nearest ancestor that is there; of the key, for a key that is unknown. */
function placeIn(document: Document, path: readonly PropertyKey[], place: (offset: number) => string): string | null {
  for (let length = path.length; length >= 0; length--) {
    const start = startOf(document, path.slice(0, length));
    if (start !== null) return place(start);
  }
  return null;
}

function startOf(document: Document, path: readonly PropertyKey[]): number | null {
  const parent = path.length === 0 ? null : document.getIn(path.slice(0, -1), true);
  const pair = isMap(parent) ? parent.items.find(({ key }) => isNode(key) && String(key) === String(path.at(-1))) : undefined;
  if (isNode(pair?.key)) return pair.key.range?.[0] ?? null;
  const node = document.getIn(path, true);
  return isNode(node) ? (node.range?.[0] ?? null) : null;
}

function refused(file: string, problems: readonly { at: string | null; text: string }[]): ShoalError {
  const told = problems.slice(0, CONFIG_PROBLEMS_MAX).map(({ at, text }) => `${at === null ? "" : `${at}: `}${text}`);
  const more = problems.length > told.length ? `; and ${problems.length - told.length} more` : "";
  return new ShoalError("E_CONFIG", `${file}: ${printable(told.join("; "))}${more}`, { hint: "correct the file and start again" });
}
