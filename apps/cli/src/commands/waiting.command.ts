import { Command } from 'commander';
import { WAITING } from '../columns';
import { example, wholeNumber } from '../options';
import { reading } from '../reading';
import type { OpenSession } from '../session';

export function waitingCommand(open: OpenSession): Command {
  const command = new Command('waiting')
    .description('orders with something to send or to look up, and why they wait')
    .option('--limit <count>', 'at most this many, 1 to 1000', wholeNumber);
  reading(command, open, async (session, { limit }: { limit?: number }) => {
    const waiting = await session.client.ops.waiting(limit);
    if (session.isJson) return session.json(waiting);
    const { queued, sending, inDoubt } = waiting.counts;
    session.list({ items: waiting.items }, WAITING);
    session.terminal.err(`${queued} queued, ${sending} being sent, ${inDoubt} in doubt.`);
  });
  return example(command, 'waiting', 'waiting --watch');
}
