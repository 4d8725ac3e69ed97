/** A page cursor that is not one of ours; the caller answers 400. */
export class PageCursorInvalid extends Error {
  override readonly name = 'PageCursorInvalid';
}

/** Opaque to clients: the sort key of the last item of a page. */
export const encodeCursor = (...key: string[]): string =>
  Buffer.from(JSON.stringify(key)).toString('base64url');

/** The parts of a cursor, each of which matches its pattern. */
export function decodeCursor(cursor: string, ...patterns: RegExp[]): string[] {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (
      Array.isArray(key) &&
      key.length === patterns.length &&
      patterns.every((pattern, index) => typeof key[index] === 'string' && pattern.test(key[index]))
    ) {
      return key as string[];
    }
  } catch {
    // Not even JSON: the same answer.
  }
  throw new PageCursorInvalid('cursor is not one that this API gave');
}
