/** The calls of breezeconnect: breeze.cjs FOLDER SETTINGS. */
const { join } = require('node:path');
const { judged, report, waited } = require('./driver.cjs');

const [folder, text] = process.argv.slice(2);
const settings = JSON.parse(text);
Object.assign(require(join(folder, 'config.js')).urls, {
  API_URL: settings.rest,
  BREEZE_NEW_URL: settings.rest2,
  LIVE_FEEDS_URL: settings.stream,
  LIVE_STREAM_URL: settings.stream,
  LIVE_OHLC_STREAM_URL: settings.stream,
  SECURITY_MASTER_URL: settings.master,
});
require(join(folder, 'config.js')).scriptMasterFile.NSE_URL = settings.shares;
const { BreezeConnect } = require(join(folder, 'breezeConnect.js'));
globalThis['console'].log = () => undefined;

const isGood = (answer) => answer?.Status === 200 && answer.Error === null && answer.Success;
const iso = (at) => `${at.toISOString().slice(0, 19)}.000Z`;

async function main() {
  const breeze = new BreezeConnect({ appKey: settings.key });
  await judged(
    'generateSession',
    () => breeze.generateSession(settings.secret, settings.session),
    () => breeze.userId === settings.user,
  );
  const now = Date.now();
  const labels = Object.keys(breeze.stockScriptDictList[4])
    .filter((name) => /^OPT-NIFTY-.*-25000-CE$/.test(name))
    .map((name) => ({ name, date: name.split('-').slice(2, 5).join('-') }))
    .filter(({ date }) => Date.parse(`${date} UTC`) > now)
    .sort((left, right) => Date.parse(left.date) - Date.parse(right.date));
  const [{ date: expiryDate }] = labels;
  const expiry = iso(new Date(`${expiryDate} 06:00 UTC`));
  const call = { stockCode: 'NIFTY', exchangeCode: 'NFO', right: 'call', strikePrice: '25000' };
  const option = { ...call, productType: 'options', expiryDate: expiry };
  // In India the day may be the next one.
  const [fromDate, toDate] = [-6, 1].map((days) => iso(new Date(now + days * 86_400_000)));

  const share = { stockCode: 'ITC', exchangeCode: 'NSE', productType: 'cash' };
  await judged('getCustomerDetails', () => breeze.getCustomerDetails(settings.session), isGood);
  const quote = await judged('getQuotes', () => breeze.getQuotes(share), isGood);
  await judged(
    'getOptionChainQuotes',
    () => breeze.getOptionChainQuotes({ ...option, strikePrice: '' }),
    isGood,
  );
  const asked = { interval: '5minute', fromDate, toDate };
  await judged('getHistoricalData', () => breeze.getHistoricalData({ ...share, ...asked }), isGood);
  await judged(
    'getHistoricalDatav2',
    () => breeze.getHistoricalDatav2({ ...option, ...asked }),
    isGood,
  );

  const ticks = [];
  breeze.onTicks = (tick) => ticks.push(tick);
  breeze.wsConnect();
  await judged('subscribeFeeds, quotes', () => breeze.subscribeFeeds({ stockToken: '4.1!2885' }));
  report('ticks, quotes', await waited(() => ticks.some(({ symbol }) => symbol === '4.1!2885')));
  const feed = { ...call, expiryDate, productType: 'options' };
  await judged('subscribeFeeds, depth', () =>
    breeze.subscribeFeeds({ ...feed, getExchangeQuotes: false, getMarketDepth: true }),
  );
  report('ticks, depth', await waited(() => ticks.some(({ quotes }) => quotes === 'Market Depth')));
  await judged('subscribeFeeds, candles', () =>
    breeze.subscribeFeeds({ ...feed, getMarketDepth: false, interval: '1second' }),
  );
  report(
    'ticks, candles',
    await waited(() => ticks.some(({ interval }) => interval === '1second')),
  );
  await judged('unsubscribeFeeds, quotes', () =>
    breeze.unsubscribeFeeds({ stockToken: '4.1!2885' }),
  );
  await judged('unsubscribeFeeds, depth', () =>
    breeze.unsubscribeFeeds({ ...feed, getExchangeQuotes: false, getMarketDepth: true }),
  );
  await judged('subscribeFeeds, orders', () =>
    breeze.subscribeFeeds({ getOrderNotification: true }),
  );
  await breeze.subscribeFeeds({ stockToken: 'one_click_fno' });
  await breeze.subscribeFeeds({ stockToken: 'i_click_2_gain' });
  const advice = () => ticks.some((tick) => 'recommended_price_from' in tick);
  report('ticks, recommendations', await waited(advice, 1));

  const last = quote.Success[0].ltp;
  const [low, high] = [0.97, 1.02].map((part) => String(Math.round(last * part)));
  const order = {
    stockCode: 'ITC',
    exchangeCode: 'NSE',
    product: 'cash',
    action: 'buy',
    orderType: 'limit',
    quantity: '10',
    validity: 'day',
  };
  await waited(() => breeze.socketOrder?.connected);
  const placed = await judged(
    'placeOrder',
    () => breeze.placeOrder({ ...order, price: low }),
    isGood,
  );
  const orderId = placed?.Success?.order_id;
  report(
    'order notifications',
    await waited(() => ticks.some(({ orderReference }) => orderReference === orderId)),
  );
  const named = { exchangeCode: 'NSE', orderId };
  await judged('getOrderDetail', () => breeze.getOrderDetail(named), isGood);
  await judged(
    'getOrderList',
    () => breeze.getOrderList({ exchangeCode: 'NSE', fromDate, toDate }),
    isGood,
  );
  const change = { ...named, orderType: 'limit', quantity: '20', price: low, validity: 'day' };
  await judged('modifyOrder', () => breeze.modifyOrder(change), isGood);
  await judged('cancelOrder', () => breeze.cancelOrder(named), isGood);
  const filled = await breeze.placeOrder({ ...order, price: high });
  const filledId = filled.Success.order_id;
  const executed = async () =>
    (await breeze.getOrderDetail({ exchangeCode: 'NSE', orderId: filledId })).Success[0].status ===
    'Executed';
  report('order executed', await waited(executed));
  await judged(
    'getTradeDetail',
    () => breeze.getTradeDetail({ exchangeCode: 'NSE', orderId: filledId }),
    isGood,
  );
  await judged(
    'getTradeList',
    () => breeze.getTradeList({ exchangeCode: 'NSE', fromDate, toDate }),
    isGood,
  );
  await judged('getPortfolioPositions', () => breeze.getPortfolioPositions(), isGood);
  await judged(
    'squareOff',
    () =>
      breeze.squareOff({
        ...order,
        action: 'sell',
        price: low,
        stoploss: '0',
        disclosedQuantity: '0',
      }),
    isGood,
  );
  await judged(
    'getPortfolioHoldings',
    () => breeze.getPortfolioHoldings({ exchangeCode: 'NSE', fromDate, toDate }),
    isGood,
  );
  await judged('getDematHoldings', () => breeze.getDematHoldings(), isGood);
  await judged('getFunds', () => breeze.getFunds(), isGood);
  await judged(
    'setFunds',
    () => breeze.setFunds({ transactionType: 'credit', amount: '200', segment: 'Equity' }),
    isGood,
  );
  await judged('getMargin', () => breeze.getMargin('NSE'), isGood);
  await judged('addMargin', () => breeze.addMargin({ ...share, addAmount: '100' }), isGood);
  const preview = {
    ...share,
    orderType: 'limit',
    price: '440',
    action: 'buy',
    quantity: '1',
    specialFlag: 'N',
  };
  await judged('previewOrder', () => breeze.previewOrder(preview), isGood);
  const leg = {
    strike_price: '25000',
    quantity: '65',
    right: 'call',
    product: 'options',
    action: 'sell',
    price: '150',
    expiry_date: expiryDate,
    stock_code: 'NIFTY',
    cover_order_flow: 'N',
    fresh_order_type: 'N',
    cover_limit_rate: '0',
    cover_sltp_price: '0',
    fresh_limit_rate: '0',
    open_quantity: '0',
  };
  await judged(
    'marginCalculator',
    () => breeze.marginCalculator({ payloadList: [leg], exchangeCode: 'NFO' }),
    isGood,
  );
  const limit = {
    strikePrice: '25000',
    productType: 'options',
    expiryDate,
    underlying: 'NIFTY',
    exchangeCode: 'NFO',
    orderFlow: 'Buy',
    stopLossTrigger: '8',
    optionType: 'Call',
    sourceFlag: 'P',
    limitRate: '7.5',
    marketType: 'limit',
    freshOrderLimit: '10.95',
  };
  await judged('limitCalculator', () => breeze.limitCalculator(limit), isGood);
  await judged(
    'getNames',
    () => breeze.getNames({ exchange: 'NSE', stockCode: 'TATASTEEL' }),
    ({ isec_stock_code: code, isec_token: token }) => code === 'TATSTE' && token === '3499',
  );
  await judged('wsDisconnect', () => breeze.wsDisconnect() ?? true);
}

// The client's sockets would keep the process.
main().then(
  () => process.exit(0),
  (error) => report('driver', false, error?.stack ?? String(error)) ?? process.exit(1),
);
