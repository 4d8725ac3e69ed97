import type { EventsRequest } from '@ome/contracts';
import { Command } from 'commander';
import { EVENTS } from '../columns';
import { example, wholeNumber } from '../options';
import { reading } from '../reading';
import type { OpenSession } from '../session';

export function eventsCommand(open: OpenSession): Command {
  const command = new Command('events')
    .description('events of all orders in the order of the feed; follow shows them as they come')
    .option('--after <cursor>', 'after this cursor; by default from the beginning')
    .option('--limit <count>', 'at most this many, 1 to 1000', wholeNumber);
  reading(command, open, async (session, request: EventsRequest) => {
    const page = await session.client.events.page(request);
    if (session.isJson) return session.json(page);
    session.list({ items: page.items }, EVENTS);
    session.terminal.err(`Next page: --after ${page.nextCursor}`);
  });
  return example(command, 'events --limit 20');
}
