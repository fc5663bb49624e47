import { redactValue } from '@schema-service/errors';

/** The text of scripts and of the database's own objects: data, in which nothing may be changed. */
const VERBATIM = ['sql', 'differences'];

/** A value as a line of JSON, without secrets. */
export function jsonLine(value: unknown): string {
  return `${JSON.stringify(redactValue(value, VERBATIM))}\n`;
}
