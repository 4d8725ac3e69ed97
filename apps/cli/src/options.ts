import { type Command, InvalidArgumentError, Option } from 'commander';
import { endOfLifetime, OrdStatus, OrdType, Side, TimeInForce } from '@ome/domain';

const oneOf =
  (choices: readonly string[]) =>
  (text: string): string => {
    const choice = choices.find((known) => known.toLowerCase() === text.toLowerCase());
    if (!choice) throw new InvalidArgumentError(`It must be one of ${choices.join(', ')}.`);
    return choice;
  };

export const listOf =
  (choices: readonly string[]) =>
  (text: string): string[] =>
    text.split(',').map((word) => oneOf(choices)(word.trim()));

/** An option with a few values, in any case. */
export function choice(flags: string, description: string, choices: readonly string[]): Option {
  const option = new Option(flags, description).choices([...choices]);
  return option.argParser(oneOf(choices));
}

export const SIDES = Object.values(Side);
export const ORD_TYPES = Object.values(OrdType);
export const TIMES_IN_FORCE = Object.values(TimeInForce);
export const STATUSES = Object.values(OrdStatus);

/** Names, separated by commas. */
export const names = (text: string): string[] => text.split(',').map((name) => name.trim());

/** An instant, or how long from now on. */
export const untilOption = (text: string): string =>
  endOfLifetime(text, new Date())?.toISOString() ?? text;

export function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

/** A part of a list. */
export const paged = (command: Command): Command =>
  command
    .option('--limit <count>', 'at most this many, 1 to 1000', wholeNumber)
    .option('--cursor <cursor>', 'the page after the list that gave this cursor');

/** Identifies a position, or the orders and fills of one. */
export const ofInstrument = (command: Command): Command =>
  command
    .option('--account <account>', 'of this account only')
    .option('--symbol <symbol>', 'of this symbol only')
    .option('--exchange <exchange>', 'on this exchange only')
    .option('--link <link>', 'by this link only');

export const inTime = (command: Command): Command =>
  command
    .option('--from <instant>', 'from this instant on, such as 2026-11-20T03:45:00Z')
    .option('--to <instant>', 'before this instant');

/** A line of help that can be copied. */
export const example = (command: Command, ...lines: string[]): Command =>
  command.addHelpText('after', `\nExample:\n${lines.map((line) => `  $ ome ${line}`).join('\n')}`);
