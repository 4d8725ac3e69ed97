import type { ImportLine, ImportRequest, InstrumentsRequest } from '@ome/contracts';
import { Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { INSTRUMENTS } from '../columns';
import { UsageFault } from '../exit-code';
import { choice, example, paged } from '../options';
import { reading } from '../reading';
import type { OpenSession, Session } from '../session';

export function instrumentsCommand(open: OpenSession): Command {
  return new Command('instruments')
    .description('the instrument master')
    .addCommand(searchInstruments(open))
    .addCommand(importInstruments(open));
}

function searchInstruments(open: OpenSession): Command {
  const command = new Command('search')
    .description('instruments whose symbol or name begins with this text')
    .argument('[search]')
    .option('--exchange <exchange>', 'on this exchange only')
    .option('--kind <kind>', 'equity, future or option')
    .option('--underlying <underlying>', 'of this underlying only, such as NIFTY')
    .option('--broker <broker>', 'as this broker lists them')
    .option('--expiry-from <day>', 'that expire on this day or later');
  reading(
    command,
    open,
    async (session, filter: InstrumentsRequest, search: string | undefined) => {
      const request = { ...filter, ...(search !== undefined && { search }) };
      session.list(await session.client.instruments.search(request), INSTRUMENTS);
    },
  );
  return example(paged(command), 'instruments search NIFTY --kind option --exchange NFO');
}

type ImportOptions = Omit<ImportRequest, 'file'>;

function importInstruments(open: OpenSession): Command {
  const command = new Command('import')
    .description("import a broker's contract file: CSV, gzip of one, or a zip of several")
    .argument('<file>')
    .requiredOption('--broker <broker>', 'the broker that publishes it')
    .addOption(
      choice('--unit <unit>', "the price unit, if a broker's files do not show it", [
        'rupees',
        'paise',
      ]),
    )
    .option(
      '--valid-from <day>',
      'the first day it is valid on, such as 2026-11-24; by default today',
    )
    .action(async (path: string, options: ImportOptions, own: Command) => {
      const file = await contentsOf(path);
      const session = open(own);
      const request = { ...options, file: basename(path) };
      let last: ImportLine | undefined;
      for await (const line of session.client.instruments.import(file, request)) {
        tell(session, line);
        last = line;
      }
      if (last?.type !== 'done')
        throw new Error('The import was interrupted; it is safe to repeat it.');
    });
  return example(command, 'instruments import NSE_Equity.csv --broker flattrade');
}

async function contentsOf(path: string): Promise<Blob> {
  try {
    return new Blob([await readFile(path)]);
  } catch (error) {
    throw new UsageFault(`${path} cannot be read: ${(error as Error).message}`);
  }
}

function tell(session: Session, line: ImportLine): void {
  if (session.isJson) return session.json(line);
  switch (line.type) {
    case 'read':
      return session.terminal.err(
        `${line.file}: ${line.rows} rows, ${line.faults} invalid, ${line.passedOver} skipped`,
      );
    case 'fault':
      return session.terminal.err(`${line.file}, line ${line.line}: ${line.text}`);
    case 'progress':
      return session.terminal.err(`${line.file}: ${line.written} of ${line.of} written`);
    case 'failed':
      return session.terminal.err(line.detail);
    case 'done': {
      const counts = Object.entries(line.perExchange).map(([name, count]) => `${name} ${count}`);
      return session.terminal.out(
        `${counts.join(', ')}: ${line.written} written, the others known already; ${line.removed} removed.`,
      );
    }
  }
}
