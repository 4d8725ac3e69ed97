import { type Command, InvalidArgumentError } from 'commander';
import type { OpenSession, Session } from './session';

const DEFAULT_SECONDS = 2;

/** A command that changes nothing: `--watch` shows its result again and again. */
export const reading = <Options extends object, Arguments extends unknown[] = []>(
  command: Command,
  open: OpenSession,
  read: (session: Session, options: Options, ...given: Arguments) => Promise<void>,
): Command =>
  command
    .option('--watch [seconds]', 'again and again, by default every 2 seconds', secondsOf)
    .action(async (...all: [...Arguments, Options & { watch?: number | true }, Command]) => {
      const own = all.at(-1) as Command;
      const { watch, ...options } = all.at(-2) as Options & { watch?: number | true };
      const given = all.slice(0, -2) as Arguments;
      const session = open(own);
      const once = () => read(session, options as Options, ...given);
      if (watch === undefined) return once();
      await session.watch(once, watch === true ? DEFAULT_SECONDS : watch);
    });

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (seconds >= 0.5 && seconds <= 3_600) return seconds;
  throw new InvalidArgumentError('It must be a number of seconds, 0.5 to 3600.');
}
