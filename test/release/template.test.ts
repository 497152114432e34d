import test from "ava";
import { fillTemplate, templateProblem } from "../../release/template.ts";

const VALUES = { host: "web1", app: "shop", environment: "production", slot: "current", labels: { dc: "ams", "tier.x": "1" } };

test("names and labels take their places, however they are spaced", (t) => {
  const template = "{{host}}.{{ labels.dc }}.{{  labels.tier.x  }}/{{ app }}/{{environment}}/{{slot}}{}";
  t.is(templateProblem(template), null);
  t.is(fillTemplate(template, VALUES), "web1.ams.1/shop/production/current{}");
});

test("a label that the host has not is an error that names both", (t) => {
  t.throws(() => fillTemplate("{{ labels.rack }}", VALUES), {
    code: "E_CONFIG",
    message: "{{ labels.rack }}: host web1 has no label rack",
  });
  t.throws(() => fillTemplate("{{ labels.valueof }}", VALUES), { code: "E_CONFIG", message: /has no label valueof/ });
});

for (const template of [
  "{{",
  "}}",
  "{{ }}",
  "{{ labels. }}",
  "{{ labels.constructor }}",
  "{{ Host }}",
  "{{ {{ host }} }}",
  "{{ host }",
  "{{ toString }}",
]) {
  test(`${JSON.stringify(template)} is no template`, (t) => {
    t.regex(templateProblem(template) ?? "", /there are labels\.NAME, host, app, environment, slot$/);
  });
}
