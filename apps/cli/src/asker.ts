import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { UsageFault } from './exit-code';

/** Asks a person, and does not show what they type. */
export interface Asker {
  ask(question: string): Promise<string>;
  close(): void;
}

/** On a terminal, or line by line of a pipe. */
export function askerOnTerminal(): Asker {
  const { stdin, stderr } = process;
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: unseen, terminal: stdin.isTTY });
  const answers = lines[Symbol.asyncIterator]();
  return {
    ask: async (question) => {
      stderr.write(question);
      const answer = await answers.next();
      if (stdin.isTTY) stderr.write('\n');
      if (answer.done)
        throw new UsageFault('Type the answers, or pass each as a line of the input.');
      return answer.value;
    },
    close: () => lines.close(),
  };
}
