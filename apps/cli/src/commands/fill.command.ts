import type { FillsRequest } from '@ome/contracts';
import { Command } from 'commander';
import { randomUUID } from 'node:crypto';
import { FILLS } from '../columns';
import { choice, example, inTime, ofInstrument, paged, SIDES } from '../options';
import { reading } from '../reading';
import type { OpenSession } from '../session';

export function fillCommand(open: OpenSession): Command {
  return new Command('fill')
    .description('look at fills, and report one as an execution link does')
    .addCommand(listFills(open))
    .addCommand(reportFill(open));
}

function listFills(open: OpenSession): Command {
  const command = new Command('list')
    .description('fills, newest first')
    .option('--order-id <orderId>', 'of this order only')
    .option('--user <user>', 'of this user only')
    .addOption(choice('--side <side>', 'of this side only', SIDES));
  reading(command, open, async (session, filter: FillsRequest) =>
    session.list(await session.client.fills.list(filter), FILLS),
  );
  return example(paged(inTime(ofInstrument(command))), 'fill list --account 42 --symbol ACC');
}

interface FillOptions {
  quantity: string;
  price: string;
  execId?: string;
}

function reportFill(open: OpenSession): Command {
  const command = new Command('report')
    .description('report an execution of an order; the key needs the scope executions')
    .argument('<orderId>')
    .requiredOption('--quantity <quantity>', 'LastQty')
    .requiredOption('--price <price>', 'LastPx')
    .option('--exec-id <id>', "the venue's id of it: a repeated report counts once")
    .action(async (orderId: string, { quantity, price, execId }: FillOptions, own: Command) => {
      const session = open(own);
      const ExecID = execId ?? `cli-${randomUUID()}`;
      const trade = { ClOrdID: orderId, ExecID, ExecType: 'F', LastQty: quantity, LastPx: price };
      session.record(await session.client.executions.report(trade));
    });
  return example(command, 'fill report 0123456789abcdef01234567 --quantity 50 --price 1850');
}
