import type { FeedItem, LiveRoom } from '@ome/contracts';
import type { LiveState, OmeClient } from '@ome/client';
import { Command } from 'commander';
import { FeedEnded } from '../exit-code';
import { example, wholeNumber } from '../options';
import type { OpenSession, Session } from '../session';

interface FollowOptions {
  account?: string;
  user?: string;
  order?: string;
  after?: string;
  count?: number;
}

export function followCommand(open: OpenSession): Command {
  const command = new Command('follow')
    .description('events as they come, a line each; reconnects after a lost connection')
    .option('--account <account>', 'of this account only')
    .option('--user <user>', 'of orders of this user, or that the user follows')
    .option('--order <orderId>', 'of this order only')
    .option('--after <cursor>', 'starts with the events after this cursor')
    .option('--count <count>', 'ends after this many events', wholeNumber)
    .action((options: FollowOptions, own: Command) => follow(open(own), options));
  return example(command, 'follow --account 42');
}

function follow(session: Session, { count = Infinity, ...options }: FollowOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    let left = count;
    const live: ReturnType<OmeClient['live']> = session.client.live({
      rooms: roomsOf(options),
      ...(options.after !== undefined && { after: options.after }),
      onItems: (items) => {
        for (const item of items.slice(0, left)) tell(session, item);
        left -= items.length;
        if (left > 0) return;
        live.close();
        resolve();
      },
      onState: (state) => session.terminal.err(STATES[state]),
      onCut: ({ code, detail, cursor }) => {
        const again = cursor === undefined ? '' : ` Continue with --after ${cursor}`;
        session.terminal.err(`${code}: ${detail}${again}`);
        if (live.state === 'closed') reject(new FeedEnded(detail));
      },
    });
  });
}

const STATES: Readonly<Record<LiveState, string>> = {
  connecting: 'Connecting.',
  live: 'Following; Ctrl-C ends it.',
  lost: 'The connection was lost; connecting again.',
  closed: 'Ended.',
};

function roomsOf({ account, user, order }: FollowOptions): LiveRoom[] {
  const rooms: LiveRoom[] = [
    ...(account === undefined ? [] : [`account:${account}` as const]),
    ...(user === undefined ? [] : [`user:${user}` as const]),
    ...(order === undefined ? [] : [`order:${order}` as const]),
  ];
  return rooms.length > 0 ? rooms : ['all'];
}

function tell(session: Session, item: FeedItem): void {
  if (session.isJson) return session.json(item);
  const { at, orderId, seq, type, fill, order } = item;
  const { side, symbol, exchange, orderQty, ordStatus, reason } = order;
  const filled = fill ? ` ${fill.quantity} at ${fill.price}` : '';
  const what = `${side} ${orderQty} ${symbol}.${exchange}`;
  const why = reason === null ? '' : ` (${reason})`;
  session.terminal.out(`${at} ${orderId} ${seq} ${type}${filled}: ${what} ${ordStatus}${why}`);
}
