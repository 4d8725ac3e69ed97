import { Command } from 'commander';
import { COLLECTIONS, FOLLOWERS, LEASES, QUEUES } from '../columns';
import { example } from '../options';
import type { OpenSession } from '../session';
import { tableText } from '../table';

export function inspectCommand(open: OpenSession): Command {
  const command = new Command('inspect')
    .description('what each collection and queue holds, who follows the feed, and who leads')
    .action(async (_options: object, own: Command) => {
      const session = open(own);
      const inspection = await session.client.inspection.show();
      const { collections, queues, followers, leases } = inspection;
      const parts = [
        `Collections\n${tableText(COLLECTIONS, collections)}`,
        `Queues\n${queues ? tableText(QUEUES, queues) : 'Redis is down.'}`,
        `Followers of the feed\n${tableText(FOLLOWERS, followers)}`,
        `Leases\n${tableText(LEASES, leases)}`,
      ];
      session.done(inspection, parts.join('\n\n'));
    });
  return example(command, 'inspect');
}
