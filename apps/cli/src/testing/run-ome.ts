import { ExitCode, exitCodeOf, faultText } from '../exit-code';
import { createProgram } from '../program';

export interface Run {
  code: ExitCode;
  out: string;
  err: string;
}

interface Screen {
  width?: number;
  /** How often a watched list is read again, and what happens before. */
  rounds?: (() => Promise<unknown>)[];
}

type Given = [line: string, environment: NodeJS.ProcessEnv, typed?: string[], screen?: Screen];

/** Runs a command line; `typed` answers what it asks. */
export const runOme = (...given: Given): Promise<Run> => startOme(...given).ended;

/** The same, of which something happens before it ends. */
export function startOme(...[line, environment, typed = [], { width, rounds = [] } = {}]: Given): {
  err: () => string;
  ended: Promise<Run>;
} {
  const said: { out: string[]; err: string[] } = { out: [], err: [] };
  const terminal = {
    out: (text: string) => void said.out.push(text),
    err: (text: string) => void said.err.push(text),
    ...(width !== undefined && { width }),
    pause: async () => {
      const before = rounds.shift();
      await before?.();
      return before !== undefined;
    },
  };
  const err = () => said.err.join('\n');
  const run = (code: ExitCode): Run => ({ code, out: said.out.join('\n'), err: err() });
  const newAsker = () => ({
    ask: () => Promise.resolve(typed.shift() ?? ''),
    close: () => undefined,
  });
  const ended = createProgram(terminal, environment, newAsker)
    .parseAsync(wordsOf(line), { from: 'user' })
    .then(
      () => run(ExitCode.Done),
      (error: unknown) => {
        terminal.err(faultText(error));
        return run(exitCodeOf(error));
      },
    );
  return { err, ended };
}

/** A line as a shell splits it, quotes included. */
const wordsOf = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare);
