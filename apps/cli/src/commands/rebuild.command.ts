import type { RebuildView } from '@ome/contracts';
import { Command } from 'commander';
import { setTimeout as sleep } from 'node:timers/promises';
import { DIFFERENCES } from '../columns';
import { BrokenOff } from '../exit-code';
import { example } from '../options';
import type { OpenSession, Session } from '../session';

const ASK_MS = 500;

export function rebuildCommand(open: OpenSession): Command {
  const command = new Command('rebuild')
    .description('replay the journal, correct the read models and show where they differed')
    .option('--status', 'only show the last one')
    .action(async ({ status }: { status?: true }, own: Command) => {
      const session = open(own);
      const { rebuild } = session.client;
      let view = status ? await rebuild.show() : await rebuild.start();
      while (!status && view.state === 'running') {
        await sleep(ASK_MS);
        view = await rebuild.show();
        session.terminal.err(progress(view));
      }
      show(session, view);
      if (!status && view.state !== 'done') throw new BrokenOff(view.error ?? 'It was interrupted');
    });
  return example(command, 'rebuild');
}

const progress = ({ step, events, orders, positions }: RebuildView): string =>
  `${step ?? 'done'}: ${events} events, ${orders} orders, ${positions} positions`;

function show(session: Session, view: RebuildView): void {
  if (session.isJson) return session.json(view);
  const { state, error, differences, differenceCount, ...rest } = view;
  session.record({ state, error, ...rest, differences: differenceCount });
  if (differences.length > 0) session.list({ items: differences }, DIFFERENCES);
}
