/** The calls of Shoonya's client: noren.cjs FOLDER SETTINGS. */
const { join } = require('node:path');
const { judged, report, waited } = require('./driver.cjs');

const [folder, text] = process.argv.slice(2);
const settings = JSON.parse(text);
const { API } = require(join(folder, 'lib', 'config.js'));
Object.assign(API, { endpoint: settings.rest, websocket: settings.socket, debug: false });
const Api = require(join(folder, 'lib', 'RestApi.js'));
// The client writes what it sends.
globalThis['console'].log = () => undefined;

const isOk = (answer) => answer?.stat === 'Ok';
const isList = (answer) => Array.isArray(answer) && answer.length > 0;

async function main() {
  const api = new Api({});
  api.setSessionDetails({ susertoken: settings.token, actid: settings.user });

  await judged('searchscrip', () => api.searchscrip('NSE', 'ACC'), isOk);
  const quote = await judged('get_quotes', () => api.get_quotes('NSE', '22'), isOk);
  const from = String(Math.floor(Date.now() / 1_000) - 5 * 86_400);
  await judged(
    'get_time_price_series',
    () =>
      api.get_time_price_series({ exchange: 'NSE', token: '22', starttime: from, interval: '5' }),
    isList,
  );

  const heard = { open: [], quote: [], order: [] };
  api.start_websocket({
    socket_open: (frame) => heard.open.push(frame),
    quote: (frame) => heard.quote.push(frame),
    order: (frame) => heard.order.push(frame),
  });
  report('start_websocket', await waited(() => heard.open.length > 0));
  api.subscribe('NSE|22');
  report('subscribe', await waited(() => heard.quote.some(({ t }) => t === 'tf')));
  api.web_socket.send(JSON.stringify({ t: 'o', actid: settings.user }));

  const [low, high] = [0.97, 1.01].map((part) => Math.round(Number(quote.lp) * part));
  const order = {
    buy_or_sell: 'B',
    product_type: 'C',
    exchange: 'NSE',
    tradingsymbol: 'ACC-EQ',
    quantity: 10,
    discloseqty: 0,
    price_type: 'LMT',
    price: low,
    remarks: 'rests',
  };
  const resting = await judged('place_order', () => api.place_order(order), isOk);
  const orderno = resting?.norenordno;
  report(
    'order updates',
    await waited(() => heard.order.some(({ norenordno }) => norenordno === orderno)),
  );
  const change = { orderno, exchange: 'NSE', tradingsymbol: 'ACC-EQ', newquantity: 20 };
  await judged(
    'modify_order',
    () => api.modify_order({ ...change, newprice_type: 'LMT', newprice: low + 1 }),
    isOk,
  );
  await judged('get_orderbook', () => api.get_orderbook(), isList);
  await judged('cancel_order', () => api.cancel_order(orderno), isOk);
  const cover = { ...order, product_type: 'H', price: high, bookloss_price: 20, trail_price: 0 };
  const covered = await judged('place_order, cover', () => api.place_order(cover), isOk);
  const legs = async () =>
    (await api.get_orderbook()).filter((row) => row.snonum === covered?.norenordno);
  report("cover order's leg", await waited(async () => (await legs()).length > 0));
  await judged('exit_order', () => api.exit_order(covered?.norenordno, 'H'), isOk);
  await judged('get_tradebook', () => api.get_tradebook(), isList);
  await judged('get_positions', () => api.get_positions(), isList);
  await judged('get_holdings', () => api.get_holdings(), isList);
  await judged('get_limits', () => api.get_limits(), isOk);
  const credentials = {
    userid: settings.user,
    password: '',
    twoFA: '',
    vendor_code: '',
    api_secret: '',
    imei: '',
  };
  await judged('login', () => api.login(credentials), isOk);
}

// The client's heartbeat would keep the process.
main().then(() => process.exit(0));
