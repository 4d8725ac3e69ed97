import { BREEZE, ContractFileRefused, type PriceUnit } from '@ome/execution-links';
import { InstrumentStore } from '@ome/persistence';
import { readSettings, SettingFault } from '@ome/platform';
import { Command, Option } from 'commander';
import type { Connection } from 'mongoose';
import { type Broker, BROKERS, InstrumentImport, type ImportResult } from './import-instruments';
import { print } from './print';
import { Progress } from './progress';

type OnStore = (work: (connection: Connection) => Promise<void>) => Promise<void>;

interface ImportOptions {
  broker?: Broker;
  unit?: PriceUnit;
  sample?: true;
}

/** Imports the brokers' contract files. */
export function instrumentsCommand(onStore: OnStore): Command {
  const instruments = new Command('instruments').description('the instrument master');
  instruments
    .command('import [files...]')
    .description(
      "import a broker's contract files: Flattrade's scrip masters (.csv), Breeze's " +
        'SecurityMaster.zip or the files in it',
    )
    .addOption(new Option('--broker <broker>', 'whose files they are').choices(BROKERS))
    .addOption(
      new Option(
        '--unit <unit>',
        "what Breeze's files give prices in, where none shows it",
      ).choices(['rupees', 'paise']),
    )
    .addOption(
      new Option(
        '--sample',
        'the few instruments that ship with the program, for every broker without files of its own',
      ).conflicts(['broker', 'unit']),
    )
    .action((files: string[], options: ImportOptions) =>
      onStore(async (connection) => {
        const store = new InstrumentStore(connection.db!.collection('instruments'));
        const progress = new Progress((text) => void process.stderr.write(`${text}\n`));
        const work = new InstrumentImport(store, progress, marketDay(new Date()));
        if (options.sample) await importSample(work);
        else await importFiles(work, files, options);
      }),
    );
  return instruments;
}

async function importSample(work: InstrumentImport): Promise<void> {
  for (const broker of BROKERS) {
    const result = await work.sample(broker);
    if (result) tell(broker, result);
    else print(`${broker}: left as it is, for its own files were imported.`);
  }
}

async function importFiles(
  work: InstrumentImport,
  paths: string[],
  { broker, unit = null }: { broker?: Broker; unit?: PriceUnit | null },
): Promise<void> {
  if (!broker || paths.length === 0) {
    throw new SettingFault('Say whose files they are and which: --broker flattrade NSE_Equity.csv');
  }
  if (unit && broker !== BREEZE) throw new SettingFault('--unit is about files of Breeze only.');
  try {
    tell(broker, await work.files({ broker, paths, unit }));
  } catch (error) {
    if (!(error instanceof ContractFileRefused)) throw error;
    throw new SettingFault(`Nothing was imported: ${error.message}.`);
  }
}

function tell(broker: Broker, { perExchange, written, removed }: ImportResult): void {
  for (const [exchange, count] of perExchange) print(`${broker}\t${exchange}\t${count}`);
  print(`${broker}: ${written} written, the others known already; ${removed} removed.`);
}

/** YYYY-MM-DD, which is how Canadians write a day, on the calendar of the exchanges. */
const marketDay = (instant: Date): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: readSettings().MARKET_TIME_ZONE }).format(instant);
