const option = (stage: number, side: string, strike: string, price: string) => ({
  stage,
  side,
  price,
  symbol: `NIFTY31DEC30${strike}`,
  exchange: 'NFO',
  ordType: 'LIMIT',
  quantity: '65',
  timeInForce: 'DAY',
});

/** A sold call, hedged by a bought one. */
export const BASKET_EXAMPLE = {
  basketClOrdId: 'spread-1',
  account: '42',
  product: 'NRML',
  proceedWhen: 'FILLED',
  stageTimeoutMs: 30_000,
  onFailure: 'UNWIND',
  legs: [option(1, 'BUY', 'C25000', '12.50'), option(2, 'SELL', 'C24800', '41')],
};

export const IRON_CONDOR_EXAMPLE = {
  basketClOrdId: 'condor-1',
  account: '42',
  product: 'NRML',
  underlying: 'NIFTY',
  expiry: '2030-12-31',
  putBuy: { strike: '24000', price: '11.20' },
  putSell: { strike: '24200', price: '38' },
  callSell: { strike: '24800', price: '41' },
  callBuy: { strike: '25000', price: '12.50' },
  quantity: '65',
};
