import type { Decimal } from '@ome/domain';
import type { KnownPosition } from '../positions/position-projector';

/** A quantity of a position that changes its product. */
export interface Conversion {
  conversionId: string;
  /** `venue`: made at the broker's own screen, and only seen here. */
  origin: 'client' | 'venue';
  account: string;
  link: string;
  session: string;
  exchange: string;
  symbol: string;
  /** Signed: of a short it is negative. */
  quantity: Decimal;
  fromProduct: string;
  toProduct: string;
  /** What each cost where our own position does not say. */
  price: Decimal | null;
  at: Date;
  by: string | null;
  requestId: string | null;
}

/** Conversions as events: the intent before the broker is asked, one outcome after it. */
export abstract class ConversionJournal {
  /** Keeps the intent. */
  abstract request(conversion: Conversion): Promise<void>;
  /** The outcome that nothing was converted; a conversion that has its outcome keeps it. */
  abstract refuse(conversion: Conversion, text: string): Promise<void>;
  /**
   * The outcome that it was, once: both positions move with the event, or nothing does.
   *
   * @returns both positions; null where it has its outcome already
   */
  abstract convert(conversion: Conversion): Promise<KnownPosition[] | null>;
  /** Those of a session without an outcome, oldest first. */
  abstract pending(session: { link: string; session: string }): Promise<Conversion[]>;
}
