import test from "ava";
import type { ExecutionContext } from "ava";
import { stringify } from "yaml";
import { probeOpenApi } from "../../../agent/checks/openapi.ts";
import { detailOf, directoryOf, probeOf, serveHttp, unhurried } from "./bench.ts";

const PET = {
  type: "object",
  required: ["id", "name"],
  properties: { id: { type: "integer" }, name: { type: "string", pattern: "^(a+)+$" }, owner: { $ref: "#/components/schemas/Owner" } },
};
const OWNER = { type: "object", nullable: true, required: ["since"], properties: { since: { type: "string", format: "date" } } };
const ok = (schema: unknown): unknown => ({ "200": { description: "ok", content: { "application/json": { schema } } } });

const SPECIFICATION = {
  openapi: "3.0.3",
  info: { title: "pets", version: "1" },
  paths: {
    "/pets/{id}": {
      parameters: [{ name: "id", in: "path", required: true, schema: { type: "integer" }, example: 7 }],
      get: {
        parameters: [
          { $ref: "#/components/parameters/Fields" },
          { name: "x-trace", in: "header", schema: { type: "string", default: "t1" } },
        ],
        responses: ok({ $ref: "#/components/schemas/Pet" }),
      },
      delete: { responses: { "204": { description: "gone" } } },
    },
    "/pets": {
      get: { responses: ok({ type: "array", items: { $ref: "#/components/schemas/Pet" } }) },
      post: {
        requestBody: { required: true, content: { "application/json": { schema: { example: { name: "Rex" } } } } },
        responses: { "201": { description: "made" } },
      },
    },
    "/people/{id}": { get: { parameters: [{ name: "id", in: "path", required: true }], responses: ok({}) } },
  },
  components: {
    parameters: { Fields: { name: "fields", in: "query", examples: { some: { value: ["id", "name"] } } } },
    schemas: { Pet: PET, Owner: OWNER },
  },
};

interface Answers {
  readonly [path: string]: { readonly status?: number; readonly body?: unknown };
}

const GOOD: Answers = {
  "GET /v1/pets/7?fields=id&fields=name": { body: { id: 7, name: "Rex", owner: null } },
  "GET /v1/pets": { body: [{ id: 1, name: "a", owner: { since: "2026-01-01" }, more: true }] },
};

async function look(
  t: ExecutionContext,
  answers: Answers,
  change: { readonly specification?: unknown; readonly methods?: readonly string[] } = {},
) {
  const asked: string[] = [];
  const port = await serveHttp(t, (request, response) => {
    const what = `${request.method} ${request.url}`;
    asked.push(what);
    const { status = 200, body } = answers[what] ?? { status: 404 };
    response.writeHead(status, { "content-type": "application/json" }).end(typeof body === "string" ? body : JSON.stringify(body));
  });
  const { specification = SPECIFICATION, methods } = change;
  const text = typeof specification === "string" ? specification : stringify(specification, { aliasDuplicateObjects: false });
  const probe = probeOf("openapi", {
    file: "api.yaml",
    url: `http://127.0.0.1:${port}/v1/`,
    ...(methods === undefined ? {} : { methods }),
  });
  const detail = await detailOf(probeOpenApi(probe, directoryOf(t, { "api.yaml": text }), unhurried()));
  return { asked, detail: detail.replaceAll(`http://127.0.0.1:${port}`, "URL") };
}

test("operations are requested with their examples, and answers of the right status and shape hold", async (t) => {
  const { asked, detail } = await look(t, GOOD);
  t.deepEqual(asked, Object.keys(GOOD));
  t.is(detail, "holds: 2 operations answer as api.yaml says; 1 have no examples");
});

test("operations that change something are requested where the check says so", async (t) => {
  const answers = { "POST /v1/pets": { status: 201 }, "DELETE /v1/pets/7": { status: 204 } };
  const { asked, detail } = await look(t, answers, { methods: ["post", "delete"] });
  t.deepEqual(asked, ["DELETE /v1/pets/7", "POST /v1/pets"]);
  t.is(detail, "holds: 2 operations answer as api.yaml says");
});

const REFUSED: Readonly<Record<string, readonly [Answers[string], RegExp]>> = {
  "a status that is not described": [{ status: 202, body: {} }, /URL\/v1\/pets\/7\?\S+: status 202 is not 200$/],
  "a status of failure": [{ status: 500, body: {} }, /status 500 is not 200$/],
  "a body that is no JSON": [{ body: "<html>" }, /: the body is no JSON$/],
  "a field of another type": [{ body: { id: "7", name: "Rex" } }, /: body\.id: .*expected number, received string$/],
  "a field that is missing": [{ body: { id: 7 } }, /: body\.name: /],
  "a field of a referred schema that is missing": [{ body: { id: 7, name: "Rex", owner: {} } }, /: body\.owner\.since: /],
  "a list in place of an object": [{ body: [] }, /: body: .*expected object, received array$/],
};
for (const [what, [answer, problem]] of Object.entries(REFUSED)) {
  test(`${what} does not hold, and says where`, async (t) => {
    const { detail } = await look(t, { ...GOOD, "GET /v1/pets/7?fields=id&fields=name": answer });
    t.regex(detail, /^fails: GET URL/);
    t.regex(detail, problem);
  });
}

test("a specification without examples fails: there is nothing that it proved", async (t) => {
  const { "/people/{id}": people } = SPECIFICATION.paths;
  const { asked, detail } = await look(t, {}, { specification: { ...SPECIFICATION, paths: { "/people/{id}": people } } });
  t.deepEqual(asked, []);
  t.is(detail, "fails: api.yaml has no operation with examples of all it needs (1 without)");
});

test("a specification that is none is refused with what is wrong", async (t) => {
  const detailFor = async (specification: unknown): Promise<string> => (await look(t, {}, { specification })).detail;
  t.regex(await detailFor("openapi: ["), /^rejects: api\.yaml: /);
  t.is(await detailFor("swagger: '2.0'"), "rejects: api.yaml is no OpenAPI 3 specification");
  t.is(await detailFor("just text"), "rejects: api.yaml is no OpenAPI 3 specification");
  t.regex(await detailFor("openapi: 3.0.0"), /^fails: api\.yaml has no operation/);
  t.regex(await detailFor({ openapi: "3.1.0", paths: { "/": { $ref: "#/paths/~1" } } }), /^fails: api\.yaml has no operation/);
});

test("a specification with a bomb of aliases is refused", async (t) => {
  const bomb = Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(",")}]`).join("\n");
  const { detail } = await look(t, {}, { specification: `openapi: 3.0.0\na0: &a0 x\n${bomb}\n` });
  t.regex(detail, /^rejects: .*alias/i);
});
