/** Where progress lines go: the terminal at `npm start`, standard error under Jest. */
export type Say = (line: string) => void;

/**
 * Reports that something slow has begun, is still in progress, and is done, so that nobody takes a
 * download for a hang.
 */
export async function sayWhile<T>(say: Say, what: string, work: Promise<T>): Promise<T> {
  const begunAt = Date.now();
  const seconds = () => Math.round((Date.now() - begunAt) / 1000);
  say(`${what} ...`);
  const reminder = setInterval(() => say(`${what} ... ${seconds()} s so far`), 10_000);
  try {
    const result = await work;
    say(`${what}: done in ${seconds()} s`);
    return result;
  } finally {
    clearInterval(reminder);
  }
}
