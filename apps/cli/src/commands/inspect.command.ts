import { Command } from 'commander';
import { COLLECTIONS, FOLLOWERS, LEASES, QUEUES } from '../columns';
import { example, wholeNumber } from '../options';
import type { OpenSession, Session } from '../session';
import { tableText } from '../table';

export function inspectCommand(open: OpenSession): Command {
  const command = new Command('inspect')
    .description(
      'the contents of each collection and queue, the followers of the feed, and the leaders',
    )
    .argument('[name]', 'show the contents of this collection or queue, newest first')
    .option('--limit <count>', 'at most this many of its items, 1 to 1000', wholeNumber, 10)
    .action(async (name: string | undefined, { limit }: { limit: number }, own: Command) => {
      const session = open(own);
      if (name === undefined) return showAll(session);
      const holdings = await session.client.inspection.holdings(name, { limit });
      const documents = holdings.items.map((item) => JSON.stringify(item, null, 2));
      session.done(holdings, documents.join('\n') || 'Nothing found.');
    });
  return example(command, 'inspect', 'inspect order_events --limit 3');
}

async function showAll(session: Session): Promise<void> {
  const inspection = await session.client.inspection.show();
  const { collections, queues, followers, leases } = inspection;
  const parts = [
    `Collections\n${tableText(COLLECTIONS, collections)}`,
    `Queues\n${queues ? tableText(QUEUES, queues) : 'Redis is down.'}`,
    `Followers of the feed\n${tableText(FOLLOWERS, followers)}`,
    `Leases\n${tableText(LEASES, leases)}`,
  ];
  session.done(inspection, parts.join('\n\n'));
}
