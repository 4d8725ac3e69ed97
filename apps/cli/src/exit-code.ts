import { OmeProblem, OmeUnreachable } from '@ome/client';
import { CommanderError } from 'commander';

/** The exit code that the shell gets. */
export enum ExitCode {
  Done = 0,
  /** An error in this program. */
  Fault = 1,
  /** The command line is wrong; nothing was sent. */
  Usage = 2,
  /** The engine refused the request, or some of several; or a check found a fault. */
  Refused = 3,
  /** No answer, or one that says that the engine cannot serve now. */
  Unavailable = 4,
}

export const EXIT_CODES = `Exit codes:
  0  done
  1  an error in this program
  2  the command line is wrong; nothing was sent
  3  the engine refused it, or some of it; a refused part changed nothing; or a check found a fault
  4  the engine did not answer, or cannot serve now`;

/** An invalid command line; the message says what to change. */
export class UsageFault extends Error {
  override readonly name = 'UsageFault';
}

/** The engine ended a stream that should continue. */
export class FeedEnded extends Error {
  override readonly name = 'FeedEnded';
}

/** The engine started a task, and could not finish it. */
export class BrokenOff extends Error {
  override readonly name = 'BrokenOff';
}

/** The audit, or a file of it, is not as it was written. */
export class AuditBroken extends Error {
  override readonly name = 'AuditBroken';
}

/** An examination found what somebody has to mend. */
export class NeedsAPerson extends Error {
  override readonly name = 'NeedsAPerson';
}

const OWN_WORDS = [UsageFault, FeedEnded, BrokenOff, AuditBroken, NeedsAPerson, AggregateError];
const SERVER_FAULT = 500;

export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.Done : ExitCode.Usage;
  if (error instanceof UsageFault) return ExitCode.Usage;
  if (error instanceof FeedEnded) return ExitCode.Refused;
  if (error instanceof BrokenOff) return ExitCode.Unavailable;
  if (error instanceof AuditBroken || error instanceof NeedsAPerson) return ExitCode.Refused;
  if (error instanceof AggregateError) return Math.max(...error.errors.map(exitCodeOf));
  if (error instanceof OmeUnreachable) return ExitCode.Unavailable;
  if (error instanceof OmeProblem) {
    return error.status >= SERVER_FAULT ? ExitCode.Unavailable : ExitCode.Refused;
  }
  return ExitCode.Fault;
}

/** For people: the problem, and the remedy if known. */
export function faultText(error: unknown): string {
  if (error instanceof CommanderError) return '';
  if (error instanceof OmeProblem) {
    const fields = error.fields.map(({ field, message }) => `\n  ${field} ${message}`).join('');
    const code = error.code ? ` (${error.code})` : '';
    const key =
      error.status === 401
        ? '\nSign in with ome login, or set OME_API_KEY to a key of this engine.'
        : '';
    return `${error.detail}${code}${fields}${key}`;
  }
  if (error instanceof OmeUnreachable) {
    return `${error.message}. Is the engine running? --url or OME_URL says where to look.`;
  }
  if (!(error instanceof Error)) return String(error);
  if (OWN_WORDS.some((kind) => error instanceof kind)) return error.message;
  return error.stack ?? error.message;
}
