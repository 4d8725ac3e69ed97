import { type Field, utcTimestamp } from '@ome/fix';

/** Of each four orders the second rests; it is changed once it does, and canceled once that is done. */
const IN_TURN = 4;

export const isResting = (index: number): boolean => index % IN_TURN === 1;

/** A symbol that the venue is told to let rest, and one that it fills. */
export const RESTING_SYMBOL = 'ITC';
const FILLED_SYMBOL = 'ACC';

const terms = (index: number): Field[] => [
  [55, isResting(index) ? RESTING_SYMBOL : FILLED_SYMBOL],
  [207, 'NSE'],
  [54, 1],
  [60, utcTimestamp(new Date())],
];

const quantityAndPrice = (index: number, quantity: number): Field[] => [
  [38, quantity],
  [40, 2],
  [44, isResting(index) ? 400 : 1850],
];

/** What a desk sends of one order, by the letter that its ClOrdID begins with. */
export const REQUESTS = {
  Q: {
    type: 'D',
    body: (index: number): Field[] => [
      [11, `Q${index}`],
      [21, 1],
      ...terms(index),
      ...quantityAndPrice(index, 10),
    ],
  },
  C: {
    type: 'G',
    body: (index: number): Field[] => [
      [41, `Q${index}`],
      [11, `C${index}`],
      [21, 1],
      ...terms(index),
      ...quantityAndPrice(index, 12),
    ],
  },
  X: {
    type: 'F',
    body: (index: number): Field[] => [
      [41, `C${index}`],
      [11, `X${index}`],
      ...terms(index),
      [38, 12],
    ],
  },
} as const satisfies Record<string, { type: string; body: (index: number) => Field[] }>;

export type Request = keyof typeof REQUESTS;

/** What the report of a request lets the desk ask for next; null for nothing. */
export function nextRequest(clOrdId: string, execType: string): Request | null {
  const index = Number(clOrdId.slice(1));
  if (!isResting(index)) return null;
  if (clOrdId.startsWith('Q') && execType === '0') return 'C';
  return clOrdId.startsWith('C') && execType === '5' ? 'X' : null;
}
