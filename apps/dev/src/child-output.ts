import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { prettyFactory } from 'pino-pretty';
import type { Say } from './embedded/say';

type Format = (line: string) => string;

/**
 * Forwards a child's output, line by line. At a terminal each line shows its process and reads as
 * prose; a program that reads the launcher's output gets the JSON unchanged.
 */
export function passOn(child: ChildProcess, name: string, say: Say): void {
  const format = process.stdout.isTTY ? forPeople(name) : (line: string) => line;
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on('line', (line) => say(format(line)));
  }
}

function forPeople(name: string): Format {
  const prettify = prettyFactory({ colorize: true, ignore: 'pid,hostname,name' });
  const prefix = `${name.padEnd(9)} | `;
  return (line) =>
    prettify(line)
      .trimEnd()
      .split('\n')
      .map((part) => prefix + part)
      .join('\n');
}
