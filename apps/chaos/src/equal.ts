import { Decimal } from 'decimal.js';

/** Whether two decimal strings are the same number. */
export const isEqual = (one: string, other: string): boolean => new Decimal(one).eq(other);
