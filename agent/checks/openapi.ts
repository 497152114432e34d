/**
 * `openapi`: the examples of the service's own OpenAPI 3 specification are requested, one operation after the other, and each answer is compared with
 * what the specification says of it: its status is one that is described, and succeeds; where there is a schema of its JSON, it has that shape.
 *
 * Only what has examples can be asked for: an operation that lacks one for a parameter or body it needs is left out. Where nothing is left the check
 * fails, as a check without data does.
 */
import { parseDocument } from "yaml";
import { z } from "zod";
import type { OpenApiProbe } from "../../release/app-steps.ts";
import { ShoalError, textOf } from "../../runtime/errors.ts";
import type { Attempt } from "./attempt.ts";
import { ask, outputOf } from "./http.ts";
import type { HttpAnswer, HttpAsk } from "./http.ts";
import { OPERATIONS_MAX, TREE_FILE_BYTES_MAX } from "./limits.ts";
import { readTreeFile } from "./plan.ts";

export async function probeOpenApi(probe: OpenApiProbe, directory: string, signal: AbortSignal): Promise<Attempt> {
  const specification = parse(await readTreeFile(directory, probe.file, TREE_FILE_BYTES_MAX), probe.file);
  const operations = operationsOf(specification, probe);
  const asked = operations.flatMap((operation) => askFor(operation, probe) ?? []);
  if (asked.length === 0)
    return {
      holds: false,
      detail: `${probe.file} has no operation with examples of all it needs (${operations.length} without)`,
      output: "",
    };
  for (const { ask: question, operation } of asked) {
    const answer = await ask(question, directory, signal);
    const problem = problemOf(operation, answer, specification);
    if (problem !== null) return { holds: false, detail: `${question.method} ${question.url}: ${problem}`, output: outputOf(answer) };
  }
  const left = operations.length - asked.length;
  return {
    holds: true,
    detail: `${asked.length} operations answer as ${probe.file} says${left === 0 ? "" : `; ${left} have no examples`}`,
    output: "",
  };
}

type Json = Readonly<Record<string, unknown>>;

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Json[];
  readonly body: Json | null;
  readonly responses: Json;
}

function parse(bytes: Buffer, file: string): Json {
  const document = parseDocument(bytes.toString("utf8"), { prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) throw new ShoalError("E_CONFIG", `${file}: ${error.message}`);
  // A few bytes of aliases can stand for gigabytes.
  const value = document.toJS({ maxAliasCount: 1_000 }) as unknown;
  if (!isObject(value) || !String(value["openapi"]).startsWith("3"))
    throw new ShoalError("E_CONFIG", `${file} is no OpenAPI 3 specification`);
  return value;
}

function operationsOf(specification: Json, { methods }: OpenApiProbe): readonly Operation[] {
  const found = entriesOf(specification["paths"]).flatMap(([path, given]) => {
    const item = resolved(given, specification);
    return methods.flatMap((method): Operation[] => {
      const operation = item[method];
      if (!isObject(operation)) return [];
      const parameters = [...listOf(item["parameters"]), ...listOf(operation["parameters"])].map((one) => resolved(one, specification));
      const body = operation["requestBody"] === undefined ? null : resolved(operation["requestBody"], specification);
      return [{ method: method.toUpperCase(), path, parameters, body, responses: resolved(operation["responses"], specification) }];
    });
  });
  return found.slice(0, OPERATIONS_MAX);
}

/** Null: an example is lacking. */
function askFor(operation: Operation, { url, tls }: OpenApiProbe): { readonly ask: HttpAsk; readonly operation: Operation } | null {
  const query = new URLSearchParams();
  const headers: Record<string, string> = { accept: "application/json, */*" };
  let { path } = operation;
  for (const parameter of operation.parameters) {
    const [name, value] = [String(parameter["name"]), exampleOf(parameter)];
    if (value === undefined && parameter["required"] === true) return null;
    if (value === undefined) continue;
    if (parameter["in"] === "path") path = path.replaceAll(`{${name}}`, encodeURIComponent(textOfExample(value)));
    else if (parameter["in"] === "query") for (const one of Array.isArray(value) ? value : [value]) query.append(name, textOfExample(one));
    else if (parameter["in"] === "header") headers[name.toLowerCase()] = textOfExample(value);
  }
  if (/[{}]/.test(path)) return null;
  const body = bodyOf(operation.body);
  if (body === undefined) return null;
  if (body !== null) headers["content-type"] = "application/json";
  const target = `${url.replace(/\/$/, "")}${path}${query.size === 0 ? "" : `?${query.toString()}`}`;
  return { ask: { url: target, method: operation.method, headers, body, tls }, operation };
}

function textOfExample(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Undefined: needed, and without an example. */
function bodyOf(body: Json | null): string | null | undefined {
  if (body === null) return null;
  const content = isObject(body["content"]) ? body["content"]["application/json"] : undefined;
  const value = isObject(content) ? exampleOf(content) : undefined;
  if (value !== undefined) return JSON.stringify(value);
  return body["required"] === true ? undefined : null;
}

/** `example`, the first of `examples`, or what the schema gives as example or default. */
function exampleOf(given: Json): unknown {
  const [first] = entriesOf(given["examples"]).map(([, one]) => one);
  const schema = isObject(given["schema"]) ? given["schema"] : {};
  const [ofSchema] = listOf(schema["examples"]);
  return given["example"] ?? (isObject(first) ? first["value"] : undefined) ?? schema["example"] ?? ofSchema ?? schema["default"];
}

function problemOf({ responses }: Operation, answer: HttpAnswer, specification: Json): string | null {
  const described = responses[String(answer.status)] ?? responses[`${String(answer.status)[0]}XX`] ?? responses["default"];
  if (answer.status >= 400 || described === undefined) return `status ${answer.status} is not ${statusesOf(responses)}`;
  const content = entriesOf(resolved(described, specification)["content"]).find(([type]) =>
    /^application\/([a-z.+-]+\+)?json\b/.test(type),
  )?.[1];
  const schema = isObject(content) ? content["schema"] : undefined;
  return isObject(schema) ? shapeProblem(schema, answer.body, specification) : null;
}

function statusesOf(responses: Json): string {
  return (
    Object.keys(responses)
      .filter((status) => /^[123]/.test(status))
      .join(" or ") || "one that succeeds"
  );
}

function shapeProblem(schema: Json, body: string, specification: Json): string | null {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return "the body is no JSON";
  }
  const components = isObject(specification["components"]) ? specification["components"]["schemas"] : {};
  const isOld = String(specification["openapi"]).startsWith("3.0");
  const [version, place] = isOld ? (["openapi-3.0", "definitions"] as const) : (["draft-2020-12", "$defs"] as const);
  try {
    const shape = { ...(rewritten(schema, place) as Json), [place]: rewritten(components ?? {}, place) };
    const result = z.fromJSONSchema(shape as Parameters<typeof z.fromJSONSchema>[0], { defaultTarget: version }).safeParse(value);
    const [issue] = result.error?.issues ?? [];
    return issue === undefined ? null : `${["body", ...issue.path].map(String).join(".")}: ${issue.message}`;
  } catch (error) {
    return `its schema can't be used: ${textOf(error)}`;
  }
}

/** Where zod looks for them; without what is no matter of shape, and could take for ever (patterns) or is not known to it (formats). */
function rewritten(value: unknown, place: string): unknown {
  if (Array.isArray(value)) return value.map((one) => rewritten(one, place));
  if (!isObject(value)) return typeof value === "string" ? value.replace(/^#\/components\/schemas\//, `#/${place}/`) : value;
  const kept = Object.entries(value).filter(
    ([key, one]) => !(NO_SHAPE.has(key) && (typeof one === "string" || key === "patternProperties")),
  );
  return Object.fromEntries(kept.map(([key, one]) => [key, rewritten(one, place)]));
}

const NO_SHAPE = new Set(["pattern", "patternProperties", "format"]);

/** Follows a `$ref` within the specification, some times. */
function resolved(given: unknown, specification: Json): Json {
  let value = given;
  for (let depth = 0; depth < 8 && isObject(value) && typeof value["$ref"] === "string"; depth++) {
    const names = value["$ref"].replace(/^#\//, "").split("/");
    value = names
      .map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"))
      .reduce<unknown>((at, name) => (isObject(at) && Object.hasOwn(at, name) ? at[name] : undefined), specification);
  }
  return isObject(value) ? value : {};
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return isObject(value) ? Object.entries(value) : [];
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
