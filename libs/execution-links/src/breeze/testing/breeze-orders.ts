import { decimal, type Order, Side } from '@ome/domain';
import type { LinkRequest } from '@ome/engine';
import { aCommand, anOrder, aRequest } from '../../testing/link-requests';
import { success } from './breeze-fakes';
import { type BreezeRig, NOW } from './breeze-rig';

export const TAG = 'abcdefgh';
const OPTION = { exchange: 'NFO', symbol: 'NIFTY20OCT26C25000', side: Side.Buy } as const;
const SENT = { sendBy: new Date(NOW.getTime() + 60_000), tag: TAG };

export const optionOrder = (fields: Parameters<typeof anOrder>[0] = {}) =>
  anOrder({ ...OPTION, orderQty: decimal(65), price: decimal('101.5'), ...fields });

export const request = (order: Order, fields: Partial<LinkRequest> = {}) =>
  aRequest(order, { ...SENT, ...fields });

export const placed = (fields: Partial<Order> = {}): Order => ({
  ...optionOrder(),
  commands: [],
  brokerOrderId: '202610143800001234',
  ...fields,
});

export const replace = (order: Order, terms: Partial<Order>): LinkRequest => {
  const { orderQty, price, stopPrice } = { ...order, ...terms };
  const fields = { kind: 'replace', terms: { orderQty, price, stopPrice } } as const;
  const command = aCommand(anOrder(), { clOrdId: `${order.orderId}-2`, ...fields });
  return request({ ...order, commands: [command] }, { command });
};

export const cancel = (order: Order): LinkRequest => {
  const command = aCommand(anOrder(), { clOrdId: `${order.orderId}-2`, kind: 'cancel' });
  return request({ ...order, commands: [command] }, { command });
};

export const row = (fields: object = {}) => ({
  order_id: 'B1',
  exchange_code: 'NFO',
  stock_code: 'NIFTY',
  product_type: 'Options',
  action: 'Buy',
  order_type: 'Limit',
  stoploss: '0.00',
  quantity: '65',
  price: '101.50',
  expiry_date: '20-Oct-2026',
  right: 'Call',
  strike_price: 25000,
  cancelled_quantity: '0',
  pending_quantity: '65',
  status: 'Ordered',
  user_remark: '',
  order_datetime: '14-Oct-2026 10:30',
  ...fields,
});

/** Admits and sends, as the engine does. */
export async function place(rig: BreezeRig, order: Order, tag = TAG) {
  await rig.link.admit(order, order.commands[0]);
  return rig.link.send(request(order, { tag }));
}

/** The link learns in the background whether remarks come back. */
export const settled = () => new Promise((resolve) => setTimeout(resolve, 100));

/** Places an order at a broker that returns remarks. */
export async function proveEcho(rig: BreezeRig): Promise<void> {
  rig.reply('POST /order', success({ order_id: 'first' }));
  rig.list([row({ order_id: 'first', user_remark: 'firsttag' })]);
  await place(rig, optionOrder({ orderId: 'f'.repeat(24), orderQty: decimal(1) }), 'firsttag');
  await settled();
  expect(rig.link.dedupe).toBe('tagged');
  rig.server.received.length = 0;
}
