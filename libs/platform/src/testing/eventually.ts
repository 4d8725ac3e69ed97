const LONGEST_PAUSE_MS = 160;

/**
 * Retries until it does not throw, for at most half a minute by default, as a machine may be slow.
 * The pauses grow: attempts must not take the time of what they wait for.
 */
export async function eventually<T>(attempt: () => T | Promise<T>, withinMs = 30_000): Promise<T> {
  const giveUpAt = Date.now() + withinMs;
  for (let pauseMs = 10; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > giveUpAt) throw error;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}
