/**
 * Text with `{{ labels.dc }}` in it: values of checks and hooks that differ from host to host. Names are checked where the release is made; whether a
 * host has a label is only known there, before anything is done. What is put in is a label's value (runtime/labels.ts) or a name (runtime/ids.ts): no
 * quote, no blank, no slash, so it can't become another argument, header or path.
 */
import { ShoalError } from "../runtime/errors.ts";
import { isLabelKey } from "../runtime/labels.ts";

/** What a host puts in. */
export interface TemplateValues {
  readonly host: string;
  readonly app: string;
  readonly environment: string;
  readonly slot: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** What is wrong with a template, in words; null: nothing that could be told without a host. */
export function templateProblem(template: string): string | null {
  for (const [, inside = ""] of template.matchAll(PLACE)) {
    const name = inside.trim();
    const key = name.startsWith(LABELS) ? name.slice(LABELS.length) : null;
    if (key === null ? !PLAIN.has(name) : !isLabelKey(key)) return `{{ ${name.slice(0, 80)} }} is unknown; there are ${KNOWN}`;
  }
  const rest = template.replaceAll(PLACE, "");
  return rest.includes("{{") || rest.includes("}}") ? `{{ and }} stand for a value, like {{ labels.dc }}; there are ${KNOWN}` : null;
}

/** The template with something in each place, to look at the rest. */
export function sampleOf(template: string): string {
  return template.replaceAll(PLACE, "1");
}

/** Errors: E_CONFIG for a label that this host has not. */
export function fillTemplate(template: string, values: TemplateValues): string {
  return template.replaceAll(PLACE, (_, inside: string) => {
    const name = inside.trim();
    if (!name.startsWith(LABELS)) return values[name as Plain];
    const key = name.slice(LABELS.length);
    if (Object.hasOwn(values.labels, key)) return values.labels[key] ?? "";
    throw new ShoalError("E_CONFIG", `{{ ${name} }}: host ${values.host} has no label ${key}`, {
      hint: `set it with shoal host add ${values.host} --label ${key}=…, then deploy again`,
    });
  });
}

type Plain = Exclude<keyof TemplateValues, "labels">;

const LABELS = "labels.";
const PLAIN: ReadonlySet<string> = new Set<Plain>(["host", "app", "environment", "slot"]);
const KNOWN = `labels.NAME, ${[...PLAIN].join(", ")}`;
const PLACE = /\{\{([^{}]*)\}\}/g;
