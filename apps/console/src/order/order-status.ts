export type Tone = 'good' | 'bad' | 'warn' | 'work' | 'rest';

export const ORD_STATUSES = [
  'PendingNew',
  'New',
  'PartiallyFilled',
  'Filled',
  'PendingReplace',
  'PendingCancel',
  'Canceled',
  'Rejected',
  'Expired',
  'DoneForDay',
  'Suspended',
  'Stopped',
  'Calculated',
  'AcceptedForBidding',
] as const;

export type OrdStatus = (typeof ORD_STATUSES)[number];

interface StatusText {
  label: string;
  tone: Tone;
  /** What the state of an order means; continues a sentence that begins with "The order". */
  meaning: string;
}

export const STATUS_TEXT: Readonly<Record<OrdStatus, StatusText>> = {
  PendingNew: {
    label: 'Pending new',
    tone: 'work',
    meaning: 'is on its way to the venue, which has not accepted it yet.',
  },
  New: { label: 'New', tone: 'work', meaning: 'works at the venue; nothing is filled yet.' },
  PartiallyFilled: {
    label: 'Part filled',
    tone: 'work',
    meaning: 'works at the venue; a part of it is filled.',
  },
  Filled: { label: 'Filled', tone: 'good', meaning: 'is filled in full.' },
  PendingReplace: {
    label: 'Pending change',
    tone: 'warn',
    meaning: 'waits for the venue to answer a replace; until then the current terms apply.',
  },
  PendingCancel: {
    label: 'Pending cancel',
    tone: 'warn',
    meaning: 'waits for the venue to answer a cancel; it can still be filled.',
  },
  Canceled: { label: 'Canceled', tone: 'rest', meaning: 'was canceled; what is filled stays.' },
  Rejected: {
    label: 'Rejected',
    tone: 'bad',
    meaning: 'was rejected; no quantity is live at the venue.',
  },
  Expired: { label: 'Expired', tone: 'rest', meaning: 'has expired: its time in force has ended.' },
  DoneForDay: {
    label: 'Done for day',
    tone: 'rest',
    meaning: 'is done for the day; a good-till-canceled order works again tomorrow.',
  },
  Suspended: { label: 'Suspended', tone: 'warn', meaning: 'is held by the venue.' },
  Stopped: {
    label: 'Stopped',
    tone: 'warn',
    meaning: 'has a price guaranteed by the venue, and will be filled.',
  },
  Calculated: {
    label: 'Calculated',
    tone: 'rest',
    meaning: 'is done for the day, and its figures are final.',
  },
  AcceptedForBidding: {
    label: 'In bidding',
    tone: 'work',
    meaning: 'was accepted for bidding, and is not tradable yet.',
  },
};

/** The API may know more statuses than this page. */
export const statusText = (status: string): StatusText =>
  (STATUS_TEXT as Readonly<Record<string, StatusText>>)[status] ?? {
    label: status,
    tone: 'rest',
    meaning: `is ${status}.`,
  };

export interface ChipText {
  label: string;
  tone: Tone;
}

/** A doubt is more urgent than any status. */
export const statusChip = (status: string, inDoubt = false): ChipText =>
  inDoubt ? { label: 'In doubt', tone: 'bad' } : statusText(status);
