import type { PriceRequest } from '@ome/contracts';
import { Command } from 'commander';
import { PRICES } from '../columns';
import { example } from '../options';
import { reading } from '../reading';
import type { OpenSession } from '../session';

export function pricesCommand(open: OpenSession): Command {
  return new Command('prices')
    .description('look at last prices, and feed them')
    .addCommand(showPrices(open))
    .addCommand(feedPrice(open));
}

function showPrices(open: OpenSession): Command {
  const command = new Command('show')
    .description('the last price of symbols, and the first of the market day')
    .argument('<symbols...>')
    .option('--exchange <exchange>', 'on this exchange only');
  reading(command, open, async (session, filter: { exchange?: string }, symbols: string[]) =>
    session.list(await session.client.prices.list(symbols, filter), PRICES),
  );
  return example(command, 'prices show ACC RELIANCE');
}

type FeedOptions = Omit<PriceRequest, 'exchange' | 'symbol' | 'lastPx'>;

function feedPrice(open: OpenSession): Command {
  const command = new Command('feed')
    .description('feed a price to the engine; an older one never replaces a newer one')
    .argument('<exchange>')
    .argument('<symbol>')
    .argument('<price>')
    .option('--at <instant>', 'when it was traded; by default now')
    .option('--bid <price>', 'the best bid')
    .option('--ask <price>', 'the best ask')
    .action(
      async (exchange: string, symbol: string, lastPx: string, rest: FeedOptions, own: Command) => {
        const session = open(own);
        const answer = await session.client.prices.feed([{ exchange, symbol, lastPx, ...rest }]);
        session.done(answer, 'Taken.');
      },
    );
  return example(command, 'prices feed NSE ACC 1850.5 --bid 1850 --ask 1851');
}
