import { createApiKey, Scope, SettingFault } from '@ome/platform';
import { endOfLifetime } from '@ome/domain';
import { ApiKeyRecord, ApiKeySchema, ApiKeyStore, type StoredApiKey } from '@ome/persistence';
import { Command, InvalidArgumentError } from 'commander';
import type { Connection } from 'mongoose';
import { parseNames, parseWords } from './option-parsers';
import { print } from './print';

type OnStore = (work: (connection: Connection) => Promise<void>) => Promise<void>;

const keysOf = (connection: Connection): ApiKeyStore =>
  new ApiKeyStore(connection.model<ApiKeyRecord>(ApiKeyRecord.name, ApiKeySchema));

function parseLifetime(text: string): Date {
  const end = endOfLifetime(text, new Date());
  if (!end) throw new InvalidArgumentError('It must be a number of days or hours: 90d, 12h.');
  return end;
}

interface KeyOptions {
  name: string;
  scopes: Scope[];
  accounts?: string[];
  users?: string[];
  expires?: Date;
}

function stateOf({ revokedAt, expiresAt }: StoredApiKey): string {
  if (revokedAt) return `revoked ${revokedAt.toISOString()}`;
  return expiresAt ? `valid until ${expiresAt.toISOString()}` : 'valid';
}

/** Creates, lists and revokes API keys. */
export function keysCommand(onStore: OnStore): Command {
  const keys = new Command('keys').description('create, list and revoke API keys');
  keys
    .command('create')
    .description('create a key and print it; it is shown only now')
    .requiredOption('--name <name>', 'the name of its owner')
    .requiredOption(
      '--scopes <scopes>',
      `its scopes: ${Object.values(Scope).join(',')}`,
      parseWords(Object.values(Scope), 'Scopes'),
    )
    .option('--accounts <accounts>', 'for these only; 42* means all that begin with 42', parseNames)
    .option('--users <users>', 'for orders of these users only', parseNames)
    .option('--expires <after>', 'how long it is valid, such as 90d or 12h', parseLifetime)
    .action(({ expires, ...key }: KeyOptions) =>
      onStore(async (connection) => {
        const { id, token, hash } = createApiKey();
        await keysOf(connection).add({ ...key, id, hash, expiresAt: expires ?? null });
        print(token);
      }),
    );
  keys
    .command('list')
    .description('list all keys')
    .action(() =>
      onStore(async (connection) => {
        for (const key of await keysOf(connection).list()) {
          const { id, name, scopes, accounts, users } = key;
          const bound = [accounts, users].map((entries) => (entries ?? ['all']).join(','));
          print([id, name, scopes.join(','), ...bound, stateOf(key)].join('\t'));
        }
      }),
    );
  keys
    .command('revoke <id>')
    .description('revoke a key; processes notice within seconds')
    .action((id: string) =>
      onStore(async (connection) => {
        if (!(await keysOf(connection).revoke(id))) {
          throw new SettingFault(`There is no valid key ${id}; "keys list" shows them all.`);
        }
        print(`Revoked ${id}.`);
      }),
    );
  return keys;
}
