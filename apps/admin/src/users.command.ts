import { newSetup, UserSecrets } from '@ome/composition';
import { readEngineSettings } from '@ome/execution-links';
import { type StoredUser, UserRecord, UserSchema, UserStore } from '@ome/persistence';
import { isLogin, LOGIN_RULE, Role, SettingFault } from '@ome/platform';
import { Command, InvalidArgumentError } from 'commander';
import type { Connection } from 'mongoose';
import { parseNames, parseWords } from './option-parsers';
import { print } from './print';

type OnStore = (work: (connection: Connection) => Promise<void>) => Promise<void>;

const peopleOf = (connection: Connection): UserStore =>
  new UserStore(connection.model<UserRecord>(UserRecord.name, UserSchema));

interface UserOptions {
  name: string;
  roles: Role[];
  accounts?: string[];
  users?: string[];
  oidc?: true;
}

function parseLogin(text: string): string {
  if (!isLogin(text)) throw new InvalidArgumentError(`It ${LOGIN_RULE}.`);
  return text;
}

const stateOf = ({ disabled, passwordHash, oidc }: StoredUser): string => {
  if (disabled) return 'disabled';
  return passwordHash !== null || oidc?.subject !== undefined ? 'active' : 'invited';
};

/** The first administrator, and a way back in for the last one. */
export function usersCommand(onStore: OnStore): Command {
  const users = new Command('users').description('make, list and reset people who sign in');
  users
    .command('create')
    .description('make a person; prints the code by which they choose a password, only now')
    .argument('<login>', 'lower case, such as anna', parseLogin)
    .requiredOption('--name <name>', 'as console and audit show it')
    .requiredOption(
      '--roles <roles>',
      `what they do here: ${Object.values(Role).join(',')}`,
      parseWords(Object.values(Role), 'Roles'),
    )
    .option('--accounts <accounts>', 'for these only; 42* means all that begin with 42', parseNames)
    .option('--users <users>', 'for orders of these users only', parseNames)
    .option('--oidc', 'they sign in at the identity provider')
    .action((login: string, { oidc, name, roles, ...bounds }: UserOptions) =>
      onStore(async (connection) => {
        const made = oidc ? null : setupOf(login);
        const isNew = await peopleOf(connection).add({
          login,
          name,
          roles,
          accounts: bounds.accounts ?? null,
          users: bounds.users ?? null,
          disabled: false,
          signIn: oidc ? 'oidc' : 'password',
          ...(made && { setup: made.setup }),
        });
        if (!isNew) throw new SettingFault(`There is a person with the login ${login}.`);
        print(made?.code ?? `${login} signs in at the identity provider.`);
      }),
    );
  users
    .command('list')
    .description('list all people')
    .action(() =>
      onStore(async (connection) => {
        for (const person of await peopleOf(connection).list()) {
          const { login, name, roles, accounts, users: ofUsers } = person;
          const bound = [accounts, ofUsers].map((entries) => (entries ?? ['all']).join(','));
          print([login, name, roles.join(','), ...bound, stateOf(person)].join('\t'));
        }
      }),
    );
  users
    .command('reset <login>')
    .description('take password and authenticator app away; prints the code to choose anew')
    .action((login: string) =>
      onStore(async (connection) => {
        const { code, setup } = setupOf(login);
        if (!(await peopleOf(connection).reset(login, setup))) {
          throw new SettingFault(
            `Nobody signs in as ${login} by password; "users list" shows all.`,
          );
        }
        print(code);
      }),
    );
  return users;
}

const setupOf = (login: string) =>
  newSetup(login, new UserSecrets(readEngineSettings()), new Date());
