import { Command } from 'commander';
import { COLLECTIONS, FOLLOWERS, LEASES, QUEUES } from '../columns';
import { example, wholeNumber } from '../options';
import { reading } from '../reading';
import type { OpenSession, Session } from '../session';

export function inspectCommand(open: OpenSession): Command {
  const command = new Command('inspect')
    .description(
      'the contents of each collection and queue, the followers of the feed, and the leaders',
    )
    .argument('[name]', 'show the contents of this collection or queue, newest first')
    .option('--limit <count>', 'at most this many of its items, 1 to 1000', wholeNumber, 10);
  reading(
    command,
    open,
    async (session, { limit }: { limit: number }, name: string | undefined) => {
      if (name === undefined) return showAll(session);
      const holdings = await session.client.inspection.holdings(name, { limit });
      const documents = holdings.items.map((item) => JSON.stringify(item, null, 2));
      session.done(holdings, documents.join('\n') || 'Nothing found.');
    },
  );
  return example(command, 'inspect', 'inspect order_events --limit 3');
}

async function showAll(session: Session): Promise<void> {
  const inspection = await session.client.inspection.show();
  if (session.isJson) return session.json(inspection);
  const { collections, queues, followers, leases } = inspection;
  session.part('Collections', collections, COLLECTIONS);
  if (queues) session.part('Queues', queues, QUEUES);
  else session.terminal.err('Redis is down: the queues are not known.');
  session.part('Followers of the feed', followers, FOLLOWERS);
  session.part('Leases', leases, LEASES);
}
