import type { BrokerBooksView, Page, PositionView } from '@ome/contracts';
import { Decimal } from 'decimal.js';
import { SIMULATED_SESSIONS } from '../../../dev/src/simulated-brokers';
import { BROKERS, type Broker } from '../brokers';
import type { JsonClient } from '../json-client';
import { SESSION_ACCOUNTS } from './store';

/** The net quantity of a symbol and product, at the broker and ours. */
export interface Net {
  readonly broker: Broker;
  readonly held: string;
  readonly theirs: string;
  readonly ours: string;
}

type Row = Readonly<Record<string, string>>;

/** Shares are delivered if an order names no product. */
const USUAL_PRODUCT = 'CNC';

/** Product and net quantity in a row of each broker's book. */
const READ: Readonly<Record<Broker, (row: Row) => readonly [product: string, net: string]>> = {
  flattrade: ({ s_prdt_ali, netqty }) => [s_prdt_ali, netqty],
  breeze: ({ product_type, action, quantity }) => [
    product_type === 'Cash' ? USUAL_PRODUCT : product_type.toUpperCase(),
    action === 'Sell' ? `-${quantity}` : quantity,
  ],
};

export async function netsOf(account: string, api: JsonClient): Promise<Net[]> {
  const ours = await ourNets([account, ...SESSION_ACCOUNTS], api);
  const nets: Net[] = [];
  for (const broker of BROKERS) {
    const theirs = await theirNets(broker, api);
    const mine = ours.get(broker) ?? new Map<string, Decimal>();
    for (const held of new Set([...theirs.keys(), ...mine.keys()])) {
      const said = (of: ReadonlyMap<string, Decimal>) => (of.get(held) ?? new Decimal(0)).toFixed();
      nets.push({ broker, held, theirs: said(theirs), ours: said(mine) });
    }
  }
  return nets;
}

async function theirNets(broker: Broker, api: JsonClient): Promise<Map<string, Decimal>> {
  const { userId } = SIMULATED_SESSIONS[broker];
  const path = `/links/${broker}/accounts/${userId}/positions`;
  const { items } = await api.get<BrokerBooksView['positions']>(path);
  const nets = new Map<string, Decimal>();
  for (const { exchange, symbol, broker: row } of items) {
    if (!row) continue;
    const [product, net] = READ[broker](row as Row);
    add(nets, `${exchange} ${symbol} ${product}`, net);
  }
  return nets;
}

async function ourNets(
  accounts: string[],
  api: JsonClient,
): Promise<Map<string, Map<string, Decimal>>> {
  const byLink = new Map<string, Map<string, Decimal>>();
  for (const account of accounts) {
    const { items } = await api.get<Page<PositionView>>(`/positions?account=${account}&limit=1000`);
    for (const { link, exchange, symbol, product, netQty } of items) {
      const nets = byLink.get(link) ?? new Map<string, Decimal>();
      byLink.set(link, nets);
      add(nets, `${exchange} ${symbol} ${product ?? USUAL_PRODUCT}`, netQty);
    }
  }
  return byLink;
}

function add(nets: Map<string, Decimal>, held: string, quantity: string): void {
  nets.set(held, (nets.get(held) ?? new Decimal(0)).plus(quantity));
}
