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

/** Runs a command line; `typed` answers what it asks. */
export async function runOme(
  line: string,
  environment: NodeJS.ProcessEnv,
  typed: string[] = [],
  { width, rounds = [] }: Screen = {},
): Promise<Run> {
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
  const run = (code: ExitCode): Run => ({
    code,
    out: said.out.join('\n'),
    err: said.err.join('\n'),
  });
  try {
    const newAsker = () => ({
      ask: () => Promise.resolve(typed.shift() ?? ''),
      close: () => undefined,
    });
    await createProgram(terminal, environment, newAsker).parseAsync(wordsOf(line), {
      from: 'user',
    });
    return run(ExitCode.Done);
  } catch (error) {
    terminal.err(faultText(error));
    return run(exitCodeOf(error));
  }
}

/** A line as a shell splits it, quotes included. */
const wordsOf = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare);
