import type { Decimal } from '@ome/domain';

/** A decimal in requests: plain-notation text, or a number by its shortest text. */
export type DecimalInput = string | number;

/** A domain value in answers: decimals and times as text, nulls left out. */
export type PlainJson<T> = T extends Decimal | Date
  ? string
  : T extends readonly (infer Item)[]
    ? PlainJson<Item>[]
    : T extends string
      ? `${T}`
      : T extends object
        ? PlainFields<T>
        : T;

type Nullable<T> = { [K in keyof T]-?: null extends T[K] ? K : never }[keyof T];

type PlainFields<T> = { [K in Exclude<keyof T, Nullable<T>>]: PlainJson<T[K]> } & {
  [K in Nullable<T>]?: PlainJson<NonNullable<T[K]>>;
};

/** A filter in a query string: all values are text. */
export type QueryOf<T> = {
  [K in keyof T]: [NonNullable<T[K]>] extends [number | boolean] ? string : T[K];
};
