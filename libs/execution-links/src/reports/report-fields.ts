import { decimalValueFault } from '@ome/order-entry';
import { type Alert, AlertCode, decimal, type Decimal, Side } from '@ome/domain';
import type { MarketTime } from '@ome/platform';

export type Fields = Readonly<Record<string, unknown>>;

/** A report lacks a field that its event needs. The message names the field. */
export class Unbookable extends Error {
  override readonly name = 'Unbookable';

  constructor(
    readonly field: string,
    readonly what: string,
  ) {
    super(`${field} ${what}`);
  }
}

/** The maximum length of an id or a name. */
const MAX_ID = 512;
const MAX_TEXT = 512;
/** The maximum length shown of a field that cannot be read. */
const MAX_SHOWN = 80;

const SIDES: Readonly<Record<string, Side>> = {
  1: Side.Buy,
  2: Side.Sell,
  // Buy minus, sell plus, sell short, sell short exempt.
  3: Side.Buy,
  4: Side.Sell,
  5: Side.Sell,
  6: Side.Sell,
};

/**
 * Reads the fields of a report. A field that cannot be read is left out and noted; the caller
 * decides whether it is required.
 */
export class ReportFields {
  readonly unread: Alert[] = [];

  constructor(
    private readonly fields: Fields,
    private readonly marketTime: MarketTime,
  ) {}

  /** The fields of a nested object. */
  within(fields: Fields): ReportFields {
    return new ReportFields(fields, this.marketTime);
  }

  isGiven(field: string): boolean {
    return this.given(field) !== null;
  }

  /** A string or a number, as venues send ids as both; an empty one is null. */
  id(field: string): string | null {
    const value = this.given(field);
    if (value === null) return null;
    if (typeof value !== 'string' && typeof value !== 'number') return this.leaveOut(field, value);
    const text = String(value);
    return text.length > MAX_ID ? this.leaveOut(field, text) : text;
  }

  /** Truncated if it is long. */
  text(field: string): string | null {
    const value = this.given(field);
    if (value === null) return null;
    if (typeof value !== 'string' && typeof value !== 'number') return this.leaveOut(field, value);
    const text = String(value);
    if (text.length <= MAX_TEXT) return text;
    this.leaveOut(field, text);
    return text.slice(0, MAX_TEXT);
  }

  amount(field: string): Decimal | null {
    const value = this.given(field);
    if (value === null) return null;
    if (decimalValueFault(value, 'any')) return this.leaveOut(field, value);
    const number = decimal(value as string | number);
    return number.lt(0) ? this.leaveOut(field, value) : number;
  }

  /** ISO 8601, in market time if it has no zone; or FIX's `YYYYMMDD-HH:MM:SS[.sss]`, in UTC. */
  time(field: string): Date | null {
    const value = this.id(field);
    if (value === null) return null;
    const fix = /^(\d{4})(\d\d)(\d\d)-(\d\d:\d\d:\d\d(?:\.\d{1,9})?)$/.exec(value);
    const written = fix ? `${fix[1]}-${fix[2]}-${fix[3]}T${fix[4]}Z` : value;
    const parsed = this.marketTime.instantOf(written);
    return parsed ?? this.leaveOut(field, value);
  }

  side(field: string): Side | null {
    return this.oneOf(field, (code) => (Object.hasOwn(SIDES, code) ? SIDES[code] : undefined));
  }

  /** @param parse returns undefined for an unknown code */
  oneOf<T>(field: string, parse: (code: string) => T | null | undefined): T | null {
    const code = this.id(field);
    if (code === null) return null;
    const parsed = parse(code);
    return parsed === undefined ? this.leaveOut(field, code) : parsed;
  }

  /** @throws Unbookable if a required field is missing or cannot be read */
  required<T>(value: T | null, field: string): T {
    if (value !== null) return value;
    const isUnread = this.unread.some((alert) => alert.field === field);
    throw new Unbookable(field, isUnread ? 'cannot be read' : 'is required');
  }

  private given(field: string): unknown {
    const value = this.fields[field];
    // Whoever pads a field, or sends all of them, says nothing by an empty one.
    return value === undefined || (typeof value === 'string' && !value.trim()) ? null : value;
  }

  private leaveOut(field: string, value: unknown): null {
    const written = typeof value === 'string' ? value : JSON.stringify(value);
    const code = AlertCode.UnreadField;
    this.unread.push({ code, field, reported: written.slice(0, MAX_SHOWN) });
    return null;
  }
}
