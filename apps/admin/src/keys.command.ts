import { createApiKey, Scope, SettingFault } from '@ome/platform';
import { ApiKeyRecord, ApiKeySchema, ApiKeyStore } from '@ome/persistence';
import { Command, InvalidArgumentError } from 'commander';
import type { Connection } from 'mongoose';
import { print } from './print';

type OnStore = (work: (connection: Connection) => Promise<void>) => Promise<void>;

const keysOf = (connection: Connection): ApiKeyStore =>
  new ApiKeyStore(connection.model<ApiKeyRecord>(ApiKeyRecord.name, ApiKeySchema));

function parseScopes(text: string): Scope[] {
  const known: readonly string[] = Object.values(Scope);
  const scopes = text.split(',').map((name) => known.find((scope) => scope === name.trim()));
  if (scopes.some((scope) => scope === undefined)) {
    throw new InvalidArgumentError(`Scopes are ${known.join(', ')}, separated by commas.`);
  }
  return scopes as Scope[];
}

/** Makes, lists and revokes API keys. */
export function keysCommand(onStore: OnStore): Command {
  const keys = new Command('keys').description('make, list and revoke API keys');
  keys
    .command('create')
    .description('make a key and print it; it is shown this once')
    .requiredOption('--name <name>', 'whose key it is')
    .requiredOption(
      '--scopes <scopes>',
      `what it may do: ${Object.values(Scope).join(',')}`,
      parseScopes,
    )
    .action(({ name, scopes }: { name: string; scopes: Scope[] }) =>
      onStore(async (connection) => {
        const { id, token, hash } = createApiKey();
        await keysOf(connection).add({ id, name, hash, scopes });
        print(token);
      }),
    );
  keys
    .command('list')
    .description('list all keys')
    .action(() =>
      onStore(async (connection) => {
        for (const key of await keysOf(connection).list()) {
          const state = key.revokedAt ? `revoked ${key.revokedAt.toISOString()}` : 'valid';
          print([key.id, key.name, key.scopes.join(','), state].join('\t'));
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
