const MONTHS = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');

/**
 * The last day of a contract as ISO text, YYYY-MM-DD: a day on the exchange's calendar, which no
 * time zone conversion can shift. Symbols write the year with two digits, so it lies in this
 * century.
 */
export type ExpiryDate = string;

/** From the brokers' DD-MMM-YYYY (`27-Oct-2026`, in any case); null if there is no such day. */
export function parseExpiry(text: string): ExpiryDate | null {
  const [, day, month, year] = /^(\d\d)-([A-Z]{3})-(20\d\d)$/i.exec(text) ?? [];
  return expiryOf(year, month, day);
}

/** `27-Oct-2026` */
export function expiryText(expiry: ExpiryDate): string {
  const [year, month, day] = partsOf(expiry);
  return `${day}-${month.charAt(0)}${month.slice(1).toLowerCase()}-${year}`;
}

/** From the DDMMMYY of symbols (`27OCT26`); null if there is no such day. */
export function parseSymbolExpiry(text: string): ExpiryDate | null {
  const [, day, month, year] = /^(\d\d)([A-Z]{3})(\d\d)$/.exec(text) ?? [];
  return expiryOf(year && `20${year}`, month, day);
}

/** `27OCT26` */
export function symbolExpiry(expiry: ExpiryDate): string {
  const [year, month, day] = partsOf(expiry);
  return `${day}${month}${year.slice(2)}`;
}

/** An ISO text, if it names a day that exists. */
export function parseIsoExpiry(text: string): ExpiryDate | null {
  const [, year, month, day] = /^(20\d\d)-(\d\d)-(\d\d)$/.exec(text) ?? [];
  return expiryOf(year, month && MONTHS[Number(month) - 1], day);
}

function expiryOf(year?: string, monthName?: string, day?: string): ExpiryDate | null {
  const month = MONTHS.indexOf(monthName?.toUpperCase() ?? '') + 1;
  if (!year || !day || month === 0) return null;
  const lastDay = new Date(Date.UTC(Number(year), month, 0)).getUTCDate();
  if (Number(day) < 1 || Number(day) > lastDay) return null;
  return `${year}-${String(month).padStart(2, '0')}-${day}`;
}

function partsOf(expiry: ExpiryDate): [year: string, month: string, day: string] {
  const [year = '', month = '', day = ''] = expiry.split('-');
  return [year, MONTHS[Number(month) - 1] ?? '', day];
}
