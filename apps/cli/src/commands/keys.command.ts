import { API_KEY_SCOPES, type ApiKeyScope } from '@ome/contracts';
import { Command } from 'commander';
import { KEYS } from '../columns';
import { example, listOf, names, untilOption } from '../options';
import { reading } from '../reading';
import type { OpenSession } from '../session';

export function keysCommand(open: OpenSession): Command {
  return new Command('keys')
    .description('API keys of requests; those of others need the scope admin')
    .addCommand(listKeys(open), { isDefault: true })
    .addCommand(createKey(open))
    .addCommand(revokeKey(open));
}

interface OwnOption {
  own?: true;
}

const OWN = ['--own', 'your own, such as those of ome login'] as const;

function listKeys(open: OpenSession): Command {
  const command = new Command('list').description('all keys, revoked ones too').option(...OWN);
  reading<OwnOption>(command, open, async (session, { own }) => {
    const { keys, session: person } = session.client;
    session.list(await (own ? person.keys() : keys.list()), KEYS);
  });
  return example(command, 'keys', 'keys list --own');
}

interface KeyOptions {
  name: string;
  scopes: ApiKeyScope[];
  accounts?: string[];
  users?: string[];
  expires?: string;
}

function createKey(open: OpenSession): Command {
  const command = new Command('create')
    .description('create a key; its token is shown only now')
    .requiredOption('--name <name>', 'the name of its owner')
    .requiredOption(
      '--scopes <scopes>',
      `its scopes: ${API_KEY_SCOPES.join(',')}`,
      listOf(API_KEY_SCOPES),
    )
    .option('--accounts <accounts>', 'for these only; 42* means all that begin with 42', names)
    .option('--users <users>', 'for orders of these users only', names)
    .option(
      '--expires <when>',
      'how long it is valid, such as 90d or 12h, or until which instant',
      untilOption,
    )
    .action(async ({ expires, ...key }: KeyOptions, own: Command) => {
      const session = open(own);
      const made = await session.client.keys.create({
        ...key,
        ...(expires !== undefined && { expiresAt: expires }),
      });
      session.done(made, made.token);
      if ('action' in made) {
        session.terminal.err('It opens nothing before a second person approves it: `ome changes`.');
      }
    });
  return example(
    command,
    'keys create --name "order entry" --scopes orders --accounts 42,43 --expires 90d',
  );
}

function revokeKey(open: OpenSession): Command {
  const command = new Command('revoke')
    .description('revoke a key; every process notices within seconds')
    .argument('<id>')
    .option(...OWN)
    .action(async (id: string, { own: isOwn }: OwnOption, command: Command) => {
      const session = open(command);
      const { keys, session: person } = session.client;
      await (isOwn ? person.revokeKey(id) : keys.revoke(id));
      session.done({ revoked: id }, `Revoked ${id}.`);
    });
  return example(command, 'keys revoke 0123456789abcdef');
}
