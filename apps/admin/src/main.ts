import { readSettings, SettingFault } from '@ome/platform';
import { rebuild, setUpStore } from '@ome/persistence';
import { Command } from 'commander';
import { type Connection, createConnection } from 'mongoose';
import { instrumentsCommand } from './instruments.command';
import { keysCommand } from './keys.command';
import { print } from './print';

/** Runs a piece of work on the store that MONGO_URL names. */
async function onStore(work: (connection: Connection) => Promise<void>): Promise<void> {
  const { MONGO_URL } = readSettings();
  if (!MONGO_URL) {
    throw new SettingFault('MONGO_URL must be set; the banner of npm start shows the one in use.');
  }
  const connection = createConnection(MONGO_URL, { autoCreate: false, autoIndex: false });
  try {
    await connection.asPromise();
    await work(connection);
  } finally {
    await connection.close();
  }
}

async function rebuildReadModels(connection: Connection): Promise<void> {
  const { orders, fills, events, differences } = await rebuild(connection.db!);
  for (const { collection, _id, kind } of differences) print(`${collection} ${_id} ${kind}`);
  const verdict = differences.length === 0 ? 'no difference' : `${differences.length} differences`;
  print(`Folded ${events} events into ${orders} orders and ${fills} fills: ${verdict}.`);
}

const program = new Command('ome-admin').description(
  'What is done to the store itself, beside the API; it needs MONGO_URL.',
);
program
  .command('init')
  .description('make the collections and indexes that are missing')
  .action(() => onStore(setUpStore));
program
  .command('rebuild')
  .description('fold the journal anew, correct the read models and say where they differed')
  .action(() => onStore(rebuildReadModels));
program.addCommand(instrumentsCommand(onStore));
program.addCommand(keysCommand(onStore));

program.parseAsync().catch((error: unknown) => {
  const known = error instanceof SettingFault;
  process.stderr.write(`${known ? error.message : String((error as Error).stack)}\n`);
  process.exitCode = 1;
});
