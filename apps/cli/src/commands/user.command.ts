import { type RoleName, ROLES, SIGN_IN_WAYS, type SignInWay } from '@ome/contracts';
import { Command } from 'commander';
import { USERS } from '../columns';
import { choice, example, listOf, names } from '../options';
import { reading } from '../reading';
import type { OpenSession } from '../session';

export function userCommand(open: OpenSession): Command {
  return new Command('user')
    .description('people who sign in; needs the role or scope admin')
    .addCommand(listUsers(open), { isDefault: true })
    .addCommand(createUser(open))
    .addCommand(changeUser(open))
    .addCommand(resetUser(open))
    .addCommand(signOutUser(open));
}

function listUsers(open: OpenSession): Command {
  const command = new Command('list').description('all people, disabled ones too');
  reading(command, open, async (session) => session.list(await session.client.users.list(), USERS));
  return example(command, 'user');
}

interface UserOptions {
  name: string;
  roles: RoleName[];
  accounts?: string[];
  users?: string[];
}

const described = (command: Command): Command =>
  command
    .argument('<login>')
    .requiredOption('--name <name>', 'as console and audit show it')
    .requiredOption('--roles <roles>', `what they do here: ${ROLES.join(',')}`, listOf(ROLES))
    .option('--accounts <accounts>', 'for these only; 42* means all that begin with 42', names)
    .option('--users <users>', 'for orders of these users only', names);

function createUser(open: OpenSession): Command {
  const command = described(new Command('create'))
    .description('make a person; the code by which they choose a password is shown only now')
    .addOption(choice('--sign-in <way>', 'password by default', SIGN_IN_WAYS))
    .action(
      async (
        login: string,
        { signIn, ...user }: UserOptions & { signIn?: SignInWay },
        own: Command,
      ) => {
        const session = open(own);
        const made = await session.client.users.create({
          login,
          ...user,
          ...(signIn && { signIn }),
        });
        session.done(made, made.setupCode ?? `${login} signs in at the identity provider.`);
      },
    );
  return example(command, 'user create anna --name "Anna Berg" --roles trader --accounts 42,43');
}

function changeUser(open: OpenSession): Command {
  const command = described(new Command('change'))
    .description('replace name, roles and access of a person; what is left out is all')
    .option('--disabled', 'nobody signs in, and no session and key of theirs is valid')
    .action(async (login: string, user: UserOptions & { disabled?: true }, own: Command) => {
      const session = open(own);
      session.record(await session.client.users.change(login, user));
    });
  return example(command, 'user change anna --name "Anna Berg" --roles viewer');
}

function resetUser(open: OpenSession): Command {
  const command = new Command('reset')
    .description('take password and authenticator app away; prints the code to choose anew')
    .argument('<login>')
    .action(async (login: string, _options: object, own: Command) => {
      const session = open(own);
      const setup = await session.client.users.reset(login);
      session.done(setup, setup.setupCode ?? '');
    });
  return example(command, 'user reset anna');
}

function signOutUser(open: OpenSession): Command {
  const command = new Command('sign-out')
    .description('end all sessions of a person')
    .argument('<login>')
    .action(async (login: string, _options: object, own: Command) => {
      const session = open(own);
      await session.client.users.signOut(login);
      session.done({ signedOut: login }, `${login} is signed out everywhere.`);
    });
  return example(command, 'user sign-out anna');
}
