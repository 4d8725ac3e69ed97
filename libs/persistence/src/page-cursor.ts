/** A page cursor that this API did not create; the caller answers 400. */
export class PageCursorInvalid extends Error {
  override readonly name = 'PageCursorInvalid';
}

/** A cursor, opaque to clients: the sort key of the last item of a page. */
export const encodeCursor = (...key: string[]): string =>
  Buffer.from(JSON.stringify(key)).toString('base64url');

/** Decodes a cursor; each part must match its pattern. */
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
    // Not JSON: also invalid.
  }
  throw new PageCursorInvalid(
    'cursor is not valid: send the nextCursor of a page that this API returned',
  );
}
