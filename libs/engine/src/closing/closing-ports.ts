/** Lets one request at a time close positions of a session, whichever process has it. */
export abstract class ClosingGuard {
  /**
   * @param work gets a function that holds on to the right, and throws where it was lost
   * @returns null where others keep it for themselves; nothing was done then
   */
  abstract run<T>(
    name: string,
    work: (keep: () => Promise<void>) => Promise<T>,
  ): Promise<{ result: T } | null>;
}

/** Another process took the right to close over, as this one stood still. */
export class ClosingLost extends Error {
  override readonly name = 'ClosingLost';
}

export interface ClosingTiming {
  /** How long one request waits for orders that have to be over before others are sent. */
  waitMs: number;
  pause: (ms: number) => Promise<void>;
}
