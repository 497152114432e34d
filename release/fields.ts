/** Zod pieces for the JSON objects of release/: a field of them is a branded id, a natural number, or refused by its name. */
import { z } from "zod";
import { ShoalError } from "../runtime/errors.ts";
import type { Json } from "./json.ts";

/** A string that an id's parser takes. */
export function branded<T extends string>(parse: (text: string) => T) {
  return z.string().transform((text, context): T => {
    try {
      return parse(text);
    } catch (error) {
      context.issues.push({ code: "custom", message: (error as Error).message, input: text });
      return z.NEVER;
    }
  });
}

export const natural = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** Throws E_FORMAT naming the object and its first wrong field. */
export function readFields<T>(schema: z.ZodType<T>, json: Json, what: string): T {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new ShoalError("E_FORMAT", `${what}: field ${issue?.path.join(".") || "(whole)"}: ${issue?.message ?? "is wrong"}`);
}
