import { TradingPhase } from '@ome/domain';
import type { CalendarFile, ExchangeHours, Stretch } from './calendar-file';

type Special = NonNullable<ExchangeHours['special']>;

const INDIA_IN_2026 = {
  timeZone: 'Asia/Kolkata',
  weekdays: [1, 2, 3, 4, 5],
  validFrom: '2026-01-01',
  validUntil: '2026-12-31',
};

const HOLIDAYS = [
  // The elections of 15 January were announced three days before.
  '2026-01-15',
  '2026-01-26',
  '2026-03-03',
  '2026-03-26',
  '2026-03-31',
  '2026-04-03',
  '2026-04-14',
  '2026-05-01',
  '2026-05-28',
  '2026-06-26',
  '2026-09-14',
  '2026-10-02',
  '2026-10-20',
  '2026-11-10',
  '2026-11-24',
  '2026-12-25',
];

const BANK_HOLIDAYS = ['2026-02-19', '2026-03-19', '2026-04-01', '2026-08-26'];

/** Commodities have no session on these; on other holidays they trade in the evening. */
const WITHOUT_EVENING = ['2026-01-26', '2026-04-03', '2026-10-02', '2026-12-25'];

/** The Sunday of the Union Budget, with the hours of a weekday. */
const BUDGET: Special = { '2026-02-01': { open: '09:15', close: '15:30' } };

/** From this day on shares with derivatives close by auction, and derivatives trade longer. */
const AUCTION_SINCE = '2026-08-03';

const stretch = (phase: TradingPhase, from: string, to: string, mayEndFrom?: string): Stretch => ({
  phase,
  from,
  to,
  ...(mayEndFrom !== undefined && { mayEndFrom }),
});

const PRE_OPEN = [
  stretch(TradingPhase.PreOpen, '09:00', '09:08', '09:07'),
  stretch(TradingPhase.OpeningMatch, '09:08', '09:15'),
];
const TO_HALF_PAST_THREE = stretch(TradingPhase.Continuous, '09:15', '15:30');

const UNTIL_AUGUST = {
  phases: [...PRE_OPEN, TO_HALF_PAST_THREE, stretch(TradingPhase.PostClose, '15:40', '16:00')],
};
const POST_CLOSE = stretch(TradingPhase.PostClose, '15:50', '16:00');

const SHARES: ExchangeHours = {
  ...INDIA_IN_2026,
  holidays: HOLIDAYS,
  special: BUDGET,
  timetables: [
    UNTIL_AUGUST,
    { since: AUCTION_SINCE, phases: [...PRE_OPEN, TO_HALF_PAST_THREE, POST_CLOSE] },
  ],
  withDerivatives: [
    UNTIL_AUGUST,
    {
      since: AUCTION_SINCE,
      phases: [
        ...PRE_OPEN,
        stretch(TradingPhase.Continuous, '09:15', '15:15'),
        stretch(TradingPhase.ReferencePrice, '15:15', '15:20'),
        stretch(TradingPhase.ClosingAuction, '15:20', '15:25'),
        stretch(TradingPhase.ClosingAuctionLimitOnly, '15:25', '15:30', '15:28'),
        stretch(TradingPhase.ClosingMatch, '15:30', '15:35'),
        POST_CLOSE,
      ],
    },
  ],
};

/** The exchange itself cancels stock futures outside the band that is reset at 15:15. */
const EQUITY_DERIVATIVES: ExchangeHours = {
  ...INDIA_IN_2026,
  holidays: HOLIDAYS,
  special: BUDGET,
  timetables: [
    { phases: [...PRE_OPEN, TO_HALF_PAST_THREE] },
    {
      since: AUCTION_SINCE,
      phases: [...PRE_OPEN, stretch(TradingPhase.Continuous, '09:15', '15:40')],
    },
  ],
};

const CURRENCIES: ExchangeHours = {
  ...INDIA_IN_2026,
  holidays: [...HOLIDAYS, ...BANK_HOLIDAYS],
  timetables: [{ phases: [stretch(TradingPhase.Continuous, '09:00', '17:00')] }],
};

/**
 * The latest of all commodities: agricultural ones close at 17:00 or 21:00, and their orders with
 * them.
 */
const COMMODITIES: ExchangeHours = {
  ...INDIA_IN_2026,
  holidays: WITHOUT_EVENING,
  special: {
    '2026-01-01': { close: '17:00' },
    ...Object.fromEntries(
      HOLIDAYS.filter((day) => !WITHOUT_EVENING.includes(day)).map((day) => [
        day,
        { open: '17:00' },
      ]),
    ),
  },
  timetables: [
    { phases: [stretch(TradingPhase.Continuous, '09:00', '23:55')] },
    {
      whileSummerIn: 'America/New_York',
      phases: [stretch(TradingPhase.Continuous, '09:00', '23:30')],
    },
  ],
};

/**
 * Indian exchanges in 2026, according to their circulars of the year. The Muhurat session of 8
 * November is missing: its hours were announced later. This is a sample: before relying on it,
 * compare it with the circulars, which change during the year, and set EXCHANGE_CALENDAR_FILE.
 */
export const SAMPLE_CALENDAR: CalendarFile = {
  NSE: SHARES,
  BSE: SHARES,
  NFO: EQUITY_DERIVATIVES,
  BFO: EQUITY_DERIVATIVES,
  CDS: CURRENCIES,
  BCD: CURRENCIES,
  MCX: COMMODITIES,
};
