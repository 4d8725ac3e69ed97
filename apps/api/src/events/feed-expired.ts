/** The feed cannot go on from a cursor; `cursor` is where it goes on from now. */
export class FeedExpired extends Error {
  override readonly name = 'FeedExpired';

  constructor(readonly cursor: string) {
    super('The events behind this cursor are gone: read /orders again, then go on from `cursor`');
  }
}
