import { type Field, utcTimestamp } from '@ome/fix';

/** Fields of a message; later ones take the place of earlier ones of the same tag, undefined drops it. */
export const fieldsWith = (fields: readonly Field[], ...others: readonly Field[]): Field[] => [
  ...new Map([...fields, ...others].map((field) => [field[0], field])).values(),
];

/** A NewOrderSingle (D): buy 10 ACC at 1850 for account 42, unless other fields say otherwise. */
export const newOrderSingle = (clOrdId: string, ...others: readonly Field[]): Field[] =>
  fieldsWith(
    [
      [11, clOrdId],
      [1, '42'],
      [55, 'ACC'],
      [54, 1],
      [60, utcTimestamp(new Date())],
      [38, 10],
      [40, 2],
      [44, '1850'],
    ],
    ...others,
  );
