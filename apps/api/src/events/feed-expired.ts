/** The feed cannot resume from a cursor; `cursor` is the current end of the feed. */
export class FeedExpired extends Error {
  override readonly name = 'FeedExpired';

  constructor(readonly cursor: string) {
    super(
      'The events after this cursor have expired: read /orders again, then resume from `cursor`',
    );
  }
}
