import { API_KEY_SCOPES, type ApiKeyScope } from '@ome/contracts';
import { Command } from 'commander';
import { KEYS } from '../columns';
import { example, listOf } from '../options';
import type { OpenSession } from '../session';

export function keysCommand(open: OpenSession): Command {
  return new Command('keys')
    .description('the keys that requests carry; the scope admin may')
    .addCommand(listKeys(open), { isDefault: true })
    .addCommand(createKey(open))
    .addCommand(revokeKey(open));
}

function listKeys(open: OpenSession): Command {
  const command = new Command('list')
    .description('all keys, revoked ones too')
    .action(async (_options: object, own: Command) => {
      const session = open(own);
      session.list(await session.client.keys.list(), KEYS);
    });
  return example(command, 'keys');
}

function createKey(open: OpenSession): Command {
  const command = new Command('create')
    .description('make a key; its token is shown this once')
    .requiredOption('--name <name>', 'whose key it is')
    .requiredOption(
      '--scopes <scopes>',
      `what it may do: ${API_KEY_SCOPES.join(',')}`,
      listOf(API_KEY_SCOPES),
    )
    .action(async (key: { name: string; scopes: ApiKeyScope[] }, own: Command) => {
      const session = open(own);
      const made = await session.client.keys.create(key);
      session.done(made, made.token);
    });
  return example(command, 'keys create --name "order entry" --scopes orders,executions');
}

function revokeKey(open: OpenSession): Command {
  const command = new Command('revoke')
    .description('take a key back; every process notices within seconds')
    .argument('<id>')
    .action(async (id: string, _options: object, own: Command) => {
      const session = open(own);
      await session.client.keys.revoke(id);
      session.done({ revoked: id }, `Revoked ${id}.`);
    });
  return example(command, 'keys revoke 0123456789abcdef');
}
