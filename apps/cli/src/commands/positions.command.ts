import type {
  ClosedPosition,
  ClosePositionRequest,
  PositionHistoryRequest,
  PositionsRequest,
} from '@ome/contracts';
import { Command } from 'commander';
import { ORDERS, POSITION_DAYS, POSITIONS } from '../columns';
import { UsageFault } from '../exit-code';
import { example, ofInstrument, paged } from '../options';
import { reading } from '../reading';
import type { OpenSession, Session } from '../session';

export function positionsCommand(open: OpenSession): Command {
  return new Command('positions')
    .description('look at positions and close them')
    .addCommand(listPositions(open), { isDefault: true })
    .addCommand(history(open))
    .addCommand(closePositions(open));
}

function listPositions(open: OpenSession): Command {
  const command = new Command('list')
    .description('positions, valued at last prices')
    .option('--product <product>', 'of this product only')
    .option('--open', 'only those that are not flat');
  reading(command, open, async (session, filter: PositionsRequest) =>
    session.list(await session.client.positions.list(filter), POSITIONS),
  );
  return example(paged(ofInstrument(command)), 'positions list --account 42 --open');
}

function history(open: OpenSession): Command {
  const command = new Command('history')
    .description('the closing of each market day with executions, oldest first')
    .option('--product <product>', 'of this product only')
    .option('--from <day>', 'from this market day on, such as 2026-11-20')
    .option('--to <day>', 'up to this market day');
  reading(command, open, async (session, filter: PositionHistoryRequest) =>
    session.list(await session.client.positions.history(filter), POSITION_DAYS),
  );
  return example(paged(ofInstrument(command)), 'positions history --account 42 --symbol ACC');
}

interface CloseOptions extends Partial<ClosePositionRequest> {
  account: string;
  all?: true;
  keepResting?: true;
}

function closePositions(open: OpenSession): Command {
  const command = new Command('close')
    .description('close a position by an opposite order, or all of an account')
    .requiredOption('--account <account>', 'the account')
    .option('--all', 'every open position of the account')
    .option('--exchange <exchange>', 'the exchange of the position')
    .option('--symbol <symbol>', 'the symbol of the position')
    .option('--product <product>', 'required if several are open')
    .option('--link <link>', 'required if positions on several are open')
    .option('--price <price>', 'the limit; by default it is a market order')
    .option('--cancel-resting', 'cancel resting orders first, whatever the settings say')
    .option('--keep-resting', 'leave resting orders, whatever the settings say')
    .option('--ignore-broker', 'close the quantity booked here, whatever the broker holds')
    .action(async ({ all, ...options }: CloseOptions, own: Command) => {
      const { account, ignoreBroker, cancelResting, keepResting, ...position } = options;
      if (cancelResting && keepResting) {
        throw new UsageFault('Say --cancel-resting or --keep-resting, not both.');
      }
      const terms = {
        account,
        ...(ignoreBroker && { ignoreBroker }),
        ...((cancelResting ?? keepResting) && { cancelResting: cancelResting === true }),
      };
      const { exchange, symbol } = position;
      if (!all && exchange && symbol) {
        const session = open(own);
        const request = { ...position, ...terms, exchange, symbol };
        return showClosed(session, [await session.client.positions.close(request)]);
      }
      if (!all || Object.keys(position).length > 0) {
        throw new UsageFault('Say --exchange and --symbol of one position, or --all.');
      }
      const session = open(own);
      showClosed(session, (await session.client.positions.closeAll(terms)).items);
    });
  return example(
    command,
    'positions close --account 42 --exchange NSE --symbol ACC',
    'positions close --account 42 --all --keep-resting',
  );
}

function showClosed(session: Session, items: ClosedPosition[]): void {
  if (session.isJson) return session.json({ items });
  for (const { symbol, exchange, outcome, detail } of items) {
    const why = detail === null ? '' : `: ${detail}`;
    session.terminal.err(`${symbol}.${exchange}: ${outcome}${why}`);
  }
  session.list({ items: items.flatMap(({ orders }) => orders) }, ORDERS);
}
