import { MONTHS } from '../brokers/indian-time';
import { Emsg, NotOk } from './replies';

/** `29-DEC-2026` as YYYY-MM-DD. @throws NotOk */
export function dayOf(text: string): string {
  const [, day, name = '', year] = /^(\d{2})-([A-Z]{3})-(\d{4})$/i.exec(text) ?? [];
  const month = MONTHS.findIndex((known) => known.toLowerCase() === name.toLowerCase()) + 1;
  if (month === 0) throw new NotOk(Emsg.invalidInput);
  return `${year}-${String(month).padStart(2, '0')}-${day}`;
}
