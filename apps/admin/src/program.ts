import { HistoryUnreadable } from '@ome/event-store';
import { readEngineSettings } from '@ome/execution-links';
import { SettingFault } from '@ome/platform';
import {
  checkStoreUrl,
  rebuild,
  rebuildPositions,
  setUpStore,
  storeOptions,
} from '@ome/persistence';
import { Command } from 'commander';
import { type Connection, createConnection } from 'mongoose';
import { importSample, instrumentsCommand } from './instruments.command';
import { keysCommand } from './keys.command';
import { usersCommand } from './users.command';
import { print } from './print';

/** Runs a task on the store that MONGO_URL names. */
async function onStore(work: (connection: Connection) => Promise<void>): Promise<void> {
  const { MONGO_URL } = readEngineSettings();
  if (!MONGO_URL) {
    throw new SettingFault('MONGO_URL must be set; the banner of npm start shows the one in use.');
  }
  checkStoreUrl(MONGO_URL);
  const connection = createConnection(MONGO_URL, storeOptions);
  try {
    await connection.asPromise();
    await work(connection);
  } finally {
    await connection.close();
  }
}

/** A running worker adds a new event to its read model within this time. */
const FOLLOWER_GRACE_MS = 2_000;

async function rebuildReadModels(connection: Connection): Promise<void> {
  const { orders, fills, events, differences } = await rebuild(connection.db!, (place) =>
    print(new HistoryUnreadable(place).message),
  );
  const { MARKET_TIME_ZONE: timeZone } = readEngineSettings();
  const options = { timeZone, graceMs: FOLLOWER_GRACE_MS, differences };
  const books = await rebuildPositions(connection, options);
  const { count, shown } = differences;
  for (const { collection, _id, kind } of shown) print(`${collection} ${_id} ${kind}`);
  if (count > shown.length) print(`and ${count - shown.length} more`);
  const verdict = count === 0 ? 'no difference' : `${count} differences`;
  const folded = `${orders} orders, ${fills} fills and ${books.positions} positions`;
  print(`Folded ${events} events into ${folded}: ${verdict}.`);
}

/** The whole `ome-admin` program. */
export function createAdminProgram(): Command {
  const program = new Command('ome-admin').description(
    'Maintenance of the store itself, beside the API; it needs MONGO_URL.',
  );
  program
    .command('init')
    .description('create missing collections and indexes')
    .option('--sample', 'then import the instruments that ship with OME')
    .action(({ sample }: { sample?: true }) =>
      onStore(async (connection) => {
        await setUpStore(connection);
        if (sample) await importSample(connection);
      }),
    );
  program
    .command('rebuild')
    .description('replay the journal, correct the read models and show where they differed')
    .action(() => onStore(rebuildReadModels));
  return program
    .addCommand(instrumentsCommand(onStore))
    .addCommand(keysCommand(onStore))
    .addCommand(usersCommand(onStore));
}
