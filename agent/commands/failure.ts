/** A failure for a person at a terminal. */
import type { Failure } from "../../runtime/errors.ts";

export function failureLines({ code, message, hint }: Failure): string {
  return `shoal-agent: ${code}: ${message}\n${hint === undefined ? "" : `  ${hint}\n`}`;
}
