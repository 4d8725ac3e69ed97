import type { NewOrderRequest, OrdersRequest, SideName } from '@ome/contracts';
import { OmeUnreachable } from '@ome/client';
import { Command } from 'commander';
import { randomUUID } from 'node:crypto';
import { FILLS, HISTORY, ORDERS } from '../columns';
import { faultText, UsageFault } from '../exit-code';
import {
  choice,
  example,
  inTime,
  ofInstrument,
  ORD_TYPES,
  paged,
  SIDES,
  STATUSES,
  TIMES_IN_FORCE,
} from '../options';
import { reading } from '../reading';
import type { OpenSession } from '../session';

export function orderCommand(open: OpenSession): Command {
  return new Command('order')
    .description('enter, change, cancel and look at orders')
    .addCommand(newOrder(open))
    .addCommand(changeOrder(open))
    .addCommand(cancelOrder(open))
    .addCommand(releaseOrder(open))
    .addCommand(showOrder(open))
    .addCommand(listOrders(open));
}

type NewOrderOptions = Omit<NewOrderRequest, 'ordType' | 'userId'> & {
  type?: NewOrderRequest['ordType'];
  user?: string;
};

function newOrder(open: OpenSession): Command {
  const command = new Command('new')
    .description('enter an order')
    .requiredOption('--account <account>', 'the account')
    .requiredOption('--symbol <symbol>', 'the instrument')
    .requiredOption('--exchange <exchange>', 'its exchange, such as NSE')
    .addOption(choice('--side <side>', 'which way', SIDES).makeOptionMandatory())
    .requiredOption('--quantity <quantity>', 'how much')
    .addOption(choice('--type <type>', 'LIMIT if there is a price; MARKET must be said', ORD_TYPES))
    .option('--price <price>', 'the limit')
    .option('--stop-price <price>', 'the trigger of STOP and STOP_LIMIT')
    .addOption(
      choice('--time-in-force <tif>', 'how long it stays open', TIMES_IN_FORCE).default('DAY'),
    )
    .option(
      '--expire-at <instant>',
      'until when, for GTD; a date alone means its end at the market',
    )
    .option('--product <product>', "the broker's product, such as CNC or MIS")
    .option('--link <link>', "the link; by default the account's")
    .option('--user <user>', 'the user who gets notifications')
    .option('--tag <tag>', 'a text of your own that is stored with it')
    .option('--amo', 'after-market order: the broker holds it for the next session')
    .option('--slice', 'above the freeze quantity, in slices within it')
    .option('--staged', 'it waits until a trader releases it')
    .option('--cl-ord-id <id>', 'your id of it: a repeat with it is the same order')
    .action(async ({ type, user, ...terms }: NewOrderOptions, own: Command) => {
      const clOrdId = terms.clOrdId ?? `cli-${randomUUID()}`;
      const ordType = type ?? (terms.price === undefined ? undefined : 'LIMIT');
      if (!ordType) throw new UsageFault('Give --price, or say --type MARKET.');
      const session = open(own);
      const request = { ...terms, ordType, clOrdId, ...(user !== undefined && { userId: user }) };
      try {
        session.record(await session.client.orders.place(request));
      } catch (error) {
        if (!(error instanceof OmeUnreachable)) throw error;
        const again = `It may have been accepted. The same command with --cl-ord-id ${clOrdId}`;
        throw new OmeUnreachable(`${error.message}. ${again} cannot enter it twice`);
      }
    });
  return example(
    command,
    'order new --account 42 --symbol ACC --exchange NSE --side buy --quantity 100 --price 1850',
  );
}

function changeOrder(open: OpenSession): Command {
  const command = new Command('change')
    .description('change the total quantity or the prices of an order')
    .argument('<orderId>')
    .option('--quantity <quantity>', 'the new total, fills included')
    .option('--price <price>', 'the new limit')
    .option('--stop-price <price>', 'the new trigger')
    .option('--cl-ord-id <id>', 'your id of the request')
    .action(async (orderId: string, terms: object, own: Command) => {
      const session = open(own);
      session.record(await session.client.orders.replace(orderId, terms));
    });
  return example(command, 'order change 0123456789abcdef01234567 --price 1849.5');
}

interface CancelOptions {
  all?: true;
  account?: string;
  symbol?: string;
  side?: SideName;
  reason?: string;
}

function cancelOrder(open: OpenSession): Command {
  const command = new Command('cancel')
    .description('cancel orders by their ids, or all that are open')
    .argument('[orderIds...]')
    .option('--all', 'every open order, of the account, symbol and side given, if any')
    .option('--account <account>', 'with --all')
    .option('--symbol <symbol>', 'with --all')
    .addOption(choice('--side <side>', 'with --all', SIDES))
    .option('--reason <reason>', 'the reason; the order shows it')
    .action(async (orderIds: string[], { all, reason, ...filter }: CancelOptions, own: Command) => {
      const isFiltered = Object.keys(filter).length > 0;
      if (all ? orderIds.length > 0 : orderIds.length === 0 || isFiltered) {
        throw new UsageFault('Name the orders by their ids, or say --all.');
      }
      const session = open(own);
      const given = reason === undefined ? {} : { reason };
      if (all) {
        const done = await session.client.orders.cancelAll({ ...filter, ...given });
        const refused = done.refused.map(({ orderId, code }) => `\n  ${orderId} ${code}`).join('');
        const { length } = done.requested;
        session.done(done, `${length} canceled or being canceled${refused && `, not:${refused}`}`);
        return;
      }
      const outcomes = await Promise.allSettled(
        orderIds.map((orderId) => session.client.orders.cancel(orderId, given)),
      );
      const items = outcomes.flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
      if (items.length > 0) session.list({ items }, ORDERS);
      const refusals = outcomes.flatMap((each, index) =>
        each.status === 'rejected' ? { orderId: orderIds[index], why: each.reason as unknown } : [],
      );
      if (refusals.length === 0) return;
      const lines = refusals.map(({ orderId, why }) => `${orderId}: ${faultText(why)}`);
      throw new AggregateError(
        refusals.map(({ why }) => why),
        lines.join('\n'),
      );
    });
  return example(
    command,
    'order cancel 0123456789abcdef01234567 --reason "Too far from the market"',
    'order cancel --all --account 42',
  );
}

function releaseOrder(open: OpenSession): Command {
  const command = new Command('release')
    .description('send a staged order')
    .argument('<orderId>')
    .action(async (orderId: string, _options: object, own: Command) => {
      const session = open(own);
      session.record(await session.client.orders.release(orderId));
    });
  return example(command, 'order release 0123456789abcdef01234567');
}

interface ShowOptions {
  at?: string;
  events?: true;
  fills?: true;
}

function showOrder(open: OpenSession): Command {
  const command = new Command('show')
    .description('an order in its current or an earlier state')
    .argument('<orderId>')
    .option('--at <instant>', 'its state at this instant')
    .option('--events', 'its events')
    .option('--fills', 'its executions');
  reading(command, open, async (session, { at, events, fills }: ShowOptions, orderId: string) => {
    const { orders } = session.client;
    if (events) return session.list(await orders.events(orderId, { limit: 1_000 }), HISTORY);
    if (fills) return session.list(await orders.fills(orderId, { limit: 1_000 }), FILLS);
    session.record(await (at ? orders.at(orderId, instantText(at)) : orders.show(orderId)));
  });
  return example(command, 'order show 0123456789abcdef01234567 --events');
}

function listOrders(open: OpenSession): Command {
  const command = new Command('list').description('orders, newest first');
  ofInstrument(command)
    .option('--user <user>', 'of this user only')
    .addOption(choice('--side <side>', 'of this side only', SIDES))
    .addOption(choice('--status <status>', 'of this OrdStatus only', STATUSES))
    .option('--open', 'only those that can still trade')
    .option('--tag <tag>', 'with this tag only');
  reading(command, open, async (session, filter: OrdersRequest) =>
    session.list(await session.client.orders.list(filter), ORDERS),
  );
  return example(paged(inTime(command)), 'order list --account 42 --open');
}

/** Passed on as given: the engine interprets an instant without a zone. */
function instantText(text: string): string {
  if (Number.isNaN(Date.parse(text))) {
    throw new UsageFault(`--at must be an instant such as 2026-11-20T03:45:00Z, not ${text}.`);
  }
  return text;
}
