import type { CancelBasketRequest, IronCondorRequest, NewBasketRequest } from '@ome/contracts';
import { Command } from 'commander';
import { text } from 'node:stream/consumers';
import { readFile } from 'node:fs/promises';
import { BASKET_LEGS, BASKETS } from '../columns';
import { UsageFault } from '../exit-code';
import { example, paged } from '../options';
import { reading } from '../reading';
import type { OpenSession } from '../session';

export function basketCommand(open: OpenSession): Command {
  return new Command('basket')
    .description('orders that are sent together, stage by stage')
    .addCommand(newBasket(open))
    .addCommand(listBaskets(open))
    .addCommand(showBasket(open))
    .addCommand(cancelBasket(open));
}

function newBasket(open: OpenSession): Command {
  const command = new Command('new')
    .description('enter a basket, or an iron condor, as POST /baskets describes it in JSON')
    .argument('<file>', 'the file with the request; - for standard input')
    .option('--iron-condor', 'the file has a request of POST /baskets/iron-condor')
    .action(async (path: string, { ironCondor }: { ironCondor?: true }, own: Command) => {
      const request = await requestIn(path);
      const session = open(own);
      const { baskets } = session.client;
      session.record(
        ironCondor
          ? await baskets.placeIronCondor(request as IronCondorRequest)
          : await baskets.place(request as NewBasketRequest),
      );
    });
  return example(command, 'basket new basket.json');
}

/** The engine validates the content, and names a wrong field. */
async function requestIn(path: string): Promise<unknown> {
  try {
    return JSON.parse(path === '-' ? await text(process.stdin) : await readFile(path, 'utf8'));
  } catch (error) {
    throw new UsageFault(`${path} has no valid request: ${(error as Error).message}`);
  }
}

function listBaskets(open: OpenSession): Command {
  const command = new Command('list').description('baskets, newest first');
  reading(command, open, async (session, page: object) =>
    session.list(await session.client.baskets.list(page), BASKETS),
  );
  return example(paged(command), 'basket list --limit 10');
}

function showBasket(open: OpenSession): Command {
  const command = new Command('show')
    .description('a basket with the orders of its legs')
    .argument('<basketId>');
  reading(command, open, async (session, _options: object, basketId: string) => {
    const basket = await session.client.baskets.show(basketId);
    if (session.isJson) return session.json(basket);
    const { legs, stages: _stages, events: _events, alerts, ...rest } = basket;
    session.record(rest);
    session.list({ items: legs }, BASKET_LEGS);
    for (const { at, text: said } of alerts) session.terminal.err(`${at} ${said}`);
  });
  return example(command, 'basket show 0123456789abcdef01234567');
}

function cancelBasket(open: OpenSession): Command {
  const command = new Command('cancel')
    .description('send no further stage, and cancel open orders')
    .argument('<basketId>')
    .option('--unwind', 'close filled legs, too')
    .option('--reason <reason>', 'the reason; the basket shows it')
    .action(async (basketId: string, request: CancelBasketRequest, own: Command) => {
      const session = open(own);
      session.record(await session.client.baskets.cancel(basketId, request));
    });
  return example(command, 'basket cancel 0123456789abcdef01234567 --unwind');
}
