/**
 * The processes that send commands. One that is stopped between its last check of an attempt and the
 * write still writes when it resumes, however late: only the end of its process proves that it never
 * will.
 */
export abstract class SendingProcesses {
  /** The name of this process, never used by another, also after a restart. */
  abstract readonly current: string;

  /** False if the process still runs, is stopped, or if that is not known. */
  abstract hasEnded(process: string): Promise<boolean>;
}
