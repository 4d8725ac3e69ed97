import { InvalidArgumentError } from 'commander';

/** Words of a list, separated by commas. */
export const parseWords =
  <Word extends string>(known: readonly Word[], what: string) =>
  (text: string): Word[] => {
    const words = text.split(',').map((name) => known.find((word) => word === name.trim()));
    if (words.some((word) => word === undefined)) {
      throw new InvalidArgumentError(`${what} are ${known.join(', ')}, separated by commas.`);
    }
    return words as Word[];
  };

export const parseNames = (text: string): string[] => text.split(',').map((name) => name.trim());
