export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Completes a sentence after the name of a process: "ended with exit code 3". */
export function describe({ code, signal }: Ending): string {
  return signal ? `was ended by ${signal}` : `ended with exit code ${code}`;
}

/** A process that its starter has to stop. */
export interface Running {
  readonly pid: number;
  /** Resolves once it is ready, rejects if it ends before. */
  readonly ready: Promise<void>;
  /** Resolves once the process is gone, whoever ended it. */
  readonly ended: Promise<Ending>;
  /** Ends the process cleanly, and by force after ten seconds. */
  stop(): Promise<void>;
  /** Ends the process by force, at once. */
  kill(): void;
}

export interface RunningService extends Running {
  readonly url: string;
}
