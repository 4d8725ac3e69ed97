import type { ResolutionName, ResolveRequest } from '@ome/contracts';
import { Argument, Command } from 'commander';
import { example } from '../options';
import type { OpenSession } from '../session';

const RESOLUTIONS: ResolutionName[] = ['ADOPT', 'RESEND', 'REJECT'];

export function resolveCommand(open: OpenSession): Command {
  const command = new Command('resolve')
    .description('resolve a command in doubt, once the venue has told you its outcome')
    .argument('<orderId>')
    .addArgument(
      new Argument(
        '<resolution>',
        'ADOPT: the venue has it. RESEND: it has not, send it again. REJECT: it has not, give it up',
      )
        .choices(RESOLUTIONS)
        .argParser((text) => text.toUpperCase()),
    )
    .option('--broker-order-id <id>', "the venue's id of the order, if it was found there")
    .option('--reason <reason>', 'what you found; the journal records it')
    .action(
      async (
        orderId: string,
        resolution: ResolutionName,
        rest: Omit<ResolveRequest, 'resolution'>,
        own: Command,
      ) => {
        const session = open(own);
        session.record(await session.client.orders.resolve(orderId, { resolution, ...rest }));
      },
    );
  return example(
    command,
    'resolve 0123456789abcdef01234567 ADOPT --broker-order-id 26112100001 --reason "Seen on the terminal"',
  );
}
