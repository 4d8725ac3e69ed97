import { OmeProblem, OmeUnreachable } from '@ome/client';

/** The text that users read for an error; the API's own message if it gave one. */
export function problemText(error: unknown): string {
  if (error instanceof OmeUnreachable) return 'The engine cannot be reached.';
  if (error instanceof OmeProblem && error.fields.length > 0) {
    return error.fields.map(({ field, message }) => `${field} ${message}`).join('; ');
  }
  return error instanceof Error ? error.message : 'Something went wrong.';
}
