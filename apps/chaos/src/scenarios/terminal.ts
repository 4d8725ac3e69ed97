import { setTimeout as sleep } from 'node:timers/promises';
import { BROKERS, type Broker } from '../brokers';
import type { LedgerOrder } from '../observe/simulator';
import { randomPrice } from '../load/random-price';
import { BROKER_SETTINGS, SYMBOLS } from './brokers';
import type { Scenario, Stage } from './scenario';

const acts = { brief: 24, full: 400 };
const longestPauseMs = 150;
/** Orders in these rest, so that they can be changed and ended. */
const resting: readonly (keyof typeof SYMBOLS)[] = ['ITC', 'SBIN', 'TCS'];
const names = Object.keys(SYMBOLS) as (keyof typeof SYMBOLS)[];

/** Each broker's words for acts in its own app. */
interface Words {
  order(symbol: string, side: 'buy' | 'sell', quantity: string, price: string): object;
  name(order: LedgerOrder): object;
  terms(quantity: string, price: string): object;
  /** Makes an order a limit order, or a stop order with that limit as its trigger. */
  limit: object;
  stop(trigger: string): object;
  /** From delivery to the broker's other product. */
  conversion(symbol: string, side: 'buy' | 'sell', quantity: string): object;
}

export const WORDS: Readonly<Record<Broker, Words>> = {
  flattrade: {
    order: (tsym, side, qty, prc) => ({
      exch: 'NSE',
      tsym,
      prd: 'C',
      trantype: side === 'buy' ? 'B' : 'S',
      qty,
      prctyp: 'LMT',
      prc,
      ret: 'DAY',
    }),
    name: ({ orderId }) => ({ norenordno: orderId }),
    terms: (qty, prc) => ({ qty, prc }),
    limit: { prctyp: 'LMT' },
    stop: (trgprc) => ({ prctyp: 'SL-LMT', trgprc }),
    conversion: (tsym, side, qty) => ({
      exch: 'NSE',
      tsym,
      prevprd: 'C',
      prd: 'I',
      trantype: side === 'buy' ? 'B' : 'S',
      qty,
    }),
  },
  breeze: {
    order: (stock_code, action, quantity, price) => ({
      stock_code,
      exchange_code: 'NSE',
      product: 'cash',
      action,
      quantity,
      order_type: 'limit',
      price,
      validity: 'day',
    }),
    name: ({ orderId, exchange }) => ({ order_id: orderId, exchange_code: exchange }),
    terms: (quantity, price) => ({ quantity, price }),
    limit: { order_type: 'limit' },
    stop: (stoploss) => ({ order_type: 'stoploss', stoploss }),
    conversion: (stock_code, action, quantity) => ({
      stock_code,
      exchange_code: 'NSE',
      product_type: 'cash',
      to_product: 'mtf',
      action,
      quantity,
    }),
  },
};

/** Random acts of a broker's own app and its risk desk on an account. */
export const terminal: Scenario = {
  name: 'terminal',
  about:
    'somebody who places, ends, converts and squares off in the brokers’ own apps, and changes ' +
    'terms and types of orders',
  symbols: names,
  links: ['flattrade', 'breeze'],
  // An engine of its own: positions are compared with those of brokers that have just been reset.
  settings: { ...BROKER_SETTINGS },
  meddled: true,
  async prepare({ simulator }) {
    for (const symbol of resting) {
      const { flattrade, breeze } = SYMBOLS[symbol];
      for (const known of new Set([flattrade, breeze])) {
        await simulator.setSymbol(known, { behaviour: 'rest' });
      }
    }
    await simulator.setBroker('breeze', { echoRemark: true });
    await simulator.expireSessions('breeze');
  },
  async disturb(stage) {
    await stage.acknowledged(0.1);
    const count = acts[stage.brief ? 'brief' : 'full'];
    for (let index = 0; index < count; index += 1) {
      await meddle(stage);
      await sleep(stage.random.integer(0, longestPauseMs));
    }
    stage.did(`${count} acts at terminals`);
  },
};

async function meddle({ simulator, random }: Stage): Promise<void> {
  const broker = BROKERS[random.integer(0, BROKERS.length - 1)];
  const words = WORDS[broker];
  const symbol = SYMBOLS[names[random.integer(0, names.length - 1)]][broker];
  const quantity = String(random.integer(1, 500));
  const price = randomPrice(random, 2_000);
  const side = random.chance(0.5) ? 'buy' : 'sell';
  const kind = random.integer(0, 19);
  if (kind === 0) return simulator.squareOff(broker);
  if (kind <= 6) {
    const life = random.chance(0.5) ? 'fill' : 'rest';
    return simulator.actAtTerminal(
      broker,
      'place',
      words.order(symbol, side, quantity, price),
      life,
    );
  }
  if (kind === 7) {
    const few = String(random.integer(1, 20));
    return simulator.actAtTerminal(broker, 'convert', words.conversion(symbol, side, few));
  }
  const orders = (await simulator.orders()).filter(({ front }) => front === broker);
  const open = orders.filter(isOpen);
  if (open.length === 0) return;
  const order = open[random.integer(0, open.length - 1)];
  if (kind >= 15) return simulator.actAtTerminal(broker, 'cancel', words.name(order));
  const type = [{}, words.limit, words.stop(price)][random.integer(0, 2)];
  const changed = { ...words.terms(quantity, price), ...type };
  return simulator.actAtTerminal(broker, 'modify', { ...words.name(order), ...changed });
}

/** Orders not cancelled, rejected or filled. */
const isOpen = ({ leavesQty }: LedgerOrder): boolean => Number(leavesQty) > 0;
