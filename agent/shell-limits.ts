/** Every bound of the agent's shell: journal, effects, session, configuration. With unit and reason. (Those of `step`: limits.ts.) */

/** Version of the journal's schema and of the JSON in it; a newer one is refused. */
export const JOURNAL_SCHEMA = 1;

/** Marks the file as ours (`PRAGMA application_id`): "Shol". */
export const JOURNAL_APPLICATION_ID = 0x53686f6c;
