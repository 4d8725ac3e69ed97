import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ImportLine } from '@ome/contracts';
import {
  ContractFileRefused,
  ImportInstruments,
  type PriceUnit,
  type PublishedFile,
} from '@ome/engine';
import { BrokerContractFiles, CONTRACT_BROKERS, readEngineSettings } from '@ome/execution-links';
import { InstrumentStore } from '@ome/persistence';
import { dayIn, SettingFault } from '@ome/platform';
import { Command, Option } from 'commander';
import type { Connection } from 'mongoose';
import { print } from './print';

type OnStore = (work: (connection: Connection) => Promise<void>) => Promise<void>;

interface ImportOptions {
  broker?: string;
  unit?: PriceUnit;
  sample?: true;
}

/** Imports the brokers' contract files, as `POST /instruments/import` does. */
export function instrumentsCommand(onStore: OnStore): Command {
  const instruments = new Command('instruments').description('the instrument master');
  instruments
    .command('import [files...]')
    .description("import a broker's contract files: CSV, gzip of one, or a zip of several")
    .addOption(
      new Option('--broker <broker>', 'the broker that publishes them').choices(CONTRACT_BROKERS),
    )
    .addOption(
      new Option('--unit <unit>', "the price unit, if a broker's files do not show it").choices([
        'rupees',
        'paise',
      ]),
    )
    .addOption(
      new Option(
        '--sample',
        'the few instruments that ship with OME, for every broker without files of its own',
      ).conflicts(['broker', 'unit']),
    )
    .action((paths: string[], options: ImportOptions) =>
      onStore((connection) =>
        options.sample
          ? importSample(connection)
          : importFiles(importsInto(connection), paths, options),
      ),
    );
  return instruments;
}

function importsInto(connection: Connection): ImportInstruments {
  const dayOf = dayIn(readEngineSettings().MARKET_TIME_ZONE);
  const store = new InstrumentStore(connection.db!.collection('instruments'));
  return new ImportInstruments(new BrokerContractFiles(), store, () => dayOf(new Date()));
}

/** Imports the instruments that ship with OME, for every broker without files of its own. */
export async function importSample(connection: Connection): Promise<void> {
  const imports = importsInto(connection);
  for (const broker of CONTRACT_BROKERS) {
    const sample = await imports.checkSample(broker);
    if (sample) await imports.write(sample, (line) => tell(broker, line));
    else print(`${broker}: left as it is, for its own files were imported.`);
  }
}

async function importFiles(
  imports: ImportInstruments,
  paths: string[],
  { broker, unit }: ImportOptions,
): Promise<void> {
  if (!broker || paths.length === 0) {
    throw new SettingFault('Name the broker and the files: --broker flattrade NSE_Equity.csv');
  }
  if (unit && !imports.asksForUnit(broker)) {
    throw new SettingFault(
      `--unit must be left out: the prices of ${broker}'s files have a known unit.`,
    );
  }
  const files = await Promise.all(paths.map(published));
  try {
    const checked = await imports.check({ broker, files, unit: unit ?? null, validFrom: null });
    await imports.write(checked, (line) => tell(broker, line));
  } catch (error) {
    if (!(error instanceof ContractFileRefused)) throw error;
    throw new SettingFault(`Nothing was imported: ${error.message}.`);
  }
}

async function published(path: string): Promise<PublishedFile> {
  const bytes = await readFile(path).catch((error: Error) => {
    throw new SettingFault(`Nothing was imported: ${path} cannot be read: ${error.message}.`);
  });
  return { name: basename(path), bytes };
}

function tell(broker: string, line: ImportLine): void {
  switch (line.type) {
    case 'fault':
      return void process.stderr.write(`${line.file} line ${line.line}: ${line.text}\n`);
    case 'done':
      for (const [exchange, count] of Object.entries(line.perExchange)) {
        print(`${broker}\t${exchange}\t${count}`);
      }
      return print(
        `${broker}: ${line.written} written, the others known already; ${line.removed} removed.`,
      );
    case 'read':
    case 'progress':
    case 'failed':
      return;
  }
}
