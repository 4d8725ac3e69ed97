import type { Decimal } from '@ome/domain';

/** A decimal as requests may carry it: plain-notation text, or a number by its shortest text. */
export type DecimalInput = string | number;

/** A value of the domain as answers show it: decimals and times as text, nothing that is null. */
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

/** A filter as it travels in a query: all of it text. */
export type QueryOf<T> = {
  [K in keyof T]: [NonNullable<T[K]>] extends [number | boolean] ? string : T[K];
};
