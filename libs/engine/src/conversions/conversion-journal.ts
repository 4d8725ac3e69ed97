import type { Decimal } from '@ome/domain';
import type { KnownPosition } from '../positions/position-projector';

/** A quantity of a position that changes its product. */
export interface Conversion {
  conversionId: string;
  /** `venue`: made in the broker's own app, and only observed here. */
  origin: 'client' | 'venue';
  account: string;
  link: string;
  session: string;
  exchange: string;
  symbol: string;
  /** Signed: negative for a short. */
  quantity: Decimal;
  fromProduct: string;
  toProduct: string;
  /** Unit cost, if our own position does not have it. */
  price: Decimal | null;
  at: Date;
  by: string | null;
  requestId: string | null;
}

/** What was asked for, and what became of it: null while that is not known. */
export interface AskedConversion {
  conversion: Conversion;
  outcome: ConversionOutcome | null;
}

export type ConversionOutcome = { kind: 'converted' } | { kind: 'refused'; text: string };

/** Conversions as events: the intent before the broker is asked, one outcome after it. */
export abstract class ConversionJournal {
  /** Stores the intent; false if one of that id is stored already, and stays. */
  abstract request(conversion: Conversion): Promise<boolean>;
  abstract find(conversionId: string): Promise<AskedConversion | null>;
  /** Records that nothing was converted; an existing outcome stays. */
  abstract refuse(conversion: Conversion, text: string): Promise<void>;
  /**
   * Records that it was converted, once: both positions move with the event, or neither does.
   *
   * @returns both positions; null if it already has an outcome
   */
  abstract convert(conversion: Conversion): Promise<KnownPosition[] | null>;
  /** Conversions of a session without an outcome, oldest first. */
  abstract pending(session: { link: string; session: string }): Promise<Conversion[]>;
}
