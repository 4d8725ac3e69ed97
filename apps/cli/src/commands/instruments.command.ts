import type { InstrumentsRequest } from '@ome/contracts';
import { Command } from 'commander';
import { INSTRUMENTS } from '../columns';
import { example, paged } from '../options';
import type { OpenSession } from '../session';

export function instrumentsCommand(open: OpenSession): Command {
  return new Command('instruments')
    .description('the instrument master')
    .addCommand(searchInstruments(open));
}

function searchInstruments(open: OpenSession): Command {
  const command = new Command('search')
    .description('instruments whose symbol or name begins so')
    .argument('[search]')
    .option('--exchange <exchange>', 'on this exchange only')
    .option('--kind <kind>', 'equity, future or option')
    .option('--underlying <underlying>', 'of this underlying only, such as NIFTY')
    .option('--broker <broker>', 'as this broker knows them')
    .option('--expiry-from <day>', 'that expire on this day or later')
    .action(async (search: string | undefined, filter: InstrumentsRequest, own: Command) => {
      const session = open(own);
      const request = { ...filter, ...(search !== undefined && { search }) };
      session.list(await session.client.instruments.search(request), INSTRUMENTS);
    });
  return example(paged(command), 'instruments search NIFTY --kind option --exchange NFO');
}
