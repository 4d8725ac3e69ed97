import { SeededRandom } from '../seeded-random';
import { TICK } from '../venue/fill-plan';

/** The same for any symbol: lot size, tick and price precision. */
const TRADING = {
  ls: '1',
  ti: TICK.toFixed(),
  pp: '2',
  mult: '1',
  prcftr_d: '(1 / 1 ) * (1 / 1)',
};

/** A token for each symbol, the same in every run. */
export const tokenOf = (exch: string, tsym: string): string =>
  String(SeededRandom.derive(0, 'token', exch, tsym).integer(10_000, 999_999));

export const anyInstrument = (exch: string, tsym: string): Record<string, string> => ({
  token: tokenOf(exch, tsym),
  ...TRADING,
});
