export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process that somebody here started and has to stop. */
export interface Running {
  readonly pid: number;
  /** Resolves once it does what it is for, rejects when it ends before. */
  readonly ready: Promise<void>;
  /** Resolves once the process is gone, whoever ended it. */
  readonly ended: Promise<Ending>;
  /** Ends the process cleanly, and by force where it has not gone after ten seconds. */
  stop(): Promise<void>;
  /** Ends the process by force, at once. */
  kill(): void;
}

export interface RunningService extends Running {
  readonly url: string;
}
