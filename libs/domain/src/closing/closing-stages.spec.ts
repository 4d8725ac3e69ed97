import { decimal } from '../decimal';
import { closingStages } from './closing-stages';

const position = (symbol: string, netQty: number, exchange = 'NFO') => ({
  exchange,
  symbol,
  netQty: decimal(netQty),
});
const symbols = (positions: { symbol: string }[]) => positions.map(({ symbol }) => symbol);

test('shorts come first; longs on the same underlying wait for them', () => {
  const { first, hedges } = closingStages([
    position('NIFTY29DEC26C25000', 75),
    position('NIFTY29DEC26C24800', -75),
    position('BANKNIFTY29DEC26F', 15),
    position('INFY', 10, 'NSE'),
    position('INFY29DEC26F', -400),
    position('TCS', 5, 'NSE'),
  ]);
  expect(symbols(first)).toEqual([
    'NIFTY29DEC26C24800',
    'INFY29DEC26F',
    'BANKNIFTY29DEC26F',
    'TCS',
  ]);
  expect(symbols(hedges)).toEqual(['NIFTY29DEC26C25000', 'INFY']);
});

test('without a short nothing waits', () => {
  expect(closingStages([position('NIFTY29DEC26C25000', 75)]).hedges).toEqual([]);
});
