import { Command } from 'commander';
import { LINKS } from '../columns';
import { example } from '../options';
import { reading } from '../reading';
import type { OpenSession } from '../session';

export function linksCommand(open: OpenSession): Command {
  return new Command('links')
    .description('execution links and broker sessions')
    .addCommand(listLinks(open), { isDefault: true })
    .addCommand(login(open));
}

function listLinks(open: OpenSession): Command {
  const command = new Command('list').description('every link and session, with its state');
  reading(command, open, async (session) => session.list(await session.client.links.list(), LINKS));
  return example(command, 'links');
}

function login(open: OpenSession): Command {
  const command = new Command('login')
    .description("log a session in with the code from the broker's login page; it works once")
    .argument('<link>')
    .argument('<account>', 'the client code at the broker')
    .argument('<code>')
    .action(async (link: string, account: string, code: string, _options: object, own: Command) => {
      const session = open(own);
      const said = await session.client.links.login(link, account, code);
      session.done({ said }, said);
    });
  return example(command, 'links login flattrade FT012345 6f1e9a');
}
