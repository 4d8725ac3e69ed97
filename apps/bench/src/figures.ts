import type { Rounds } from './load';

/** A line of what was measured. */
export interface Figure {
  what: string;
  value: string;
  /** What it should be, and whether it is; left out where a figure only explains others. */
  aim?: { text: string; isMet: boolean };
}

/** A table that reads well at a terminal and on a page. */
export function tableOf(figures: readonly Figure[]): string[] {
  const rows = [
    ['what', 'measured', 'aim', ''],
    ...figures.map(({ what, value, aim }) => [
      what,
      value,
      aim?.text ?? '',
      aim ? (aim.isMet ? 'met' : 'missed') : '',
    ]),
  ];
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length), 3));
  const lines = rows.map(
    (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`,
  );
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [lines[0], rule, ...lines.slice(1)];
}

const times = (ratio: number): string => `${ratio.toFixed(2)} ×`;

export const rate = (perSecond: number): string => `${perSecond.toFixed(0)}/s`;

/** What is at least to be reached, as a multiple of something else. */
export const atLeast = (what: string, ratio: number, aim: number): Figure => ({
  what,
  value: times(ratio),
  aim: { text: `≥ ${aim} ×`, isMet: ratio >= aim },
});

export const atMost = (what: string, ratio: number, aim: number): Figure => ({
  what,
  value: times(ratio),
  aim: { text: `≤ ${aim} ×`, isMet: ratio <= aim },
});

/** Something measured in rounds: its median rate with the spread, and its times. */
export const inRounds = (
  what: string,
  { perSecond, slowest, fastest, p50Ms, p99Ms }: Rounds,
): Figure => ({
  what,
  value: `${rate(perSecond)} (${slowest.toFixed(0)} to ${fastest.toFixed(0)}), p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms`,
});
