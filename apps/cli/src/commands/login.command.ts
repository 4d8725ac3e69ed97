import { hostname } from 'node:os';
import { OmeClient, OmeProblem } from '@ome/client';
import type { SignInRequest } from '@ome/contracts';
import { Command, Option } from 'commander';
import type { Asker } from '../asker';
import { UsageFault } from '../exit-code';
import type { KeptKeys } from '../kept-keys';
import { example, untilOption } from '../options';
import type { GlobalOptions, OpenSession } from '../session';

const UNAUTHORIZED = 401;

interface LoginOptions {
  login?: string;
  expires: string;
}

/** Makes a key of one's own, and keeps it for this engine. */
export function loginCommand(open: OpenSession, kept: KeptKeys, newAsker: () => Asker): Command {
  const command = new Command('login')
    .description('sign in, and keep a key of your own for this engine')
    .option('--login <login>', 'who you are; asked for by default')
    .addOption(
      new Option(
        '--expires <when>',
        'how long the key is valid, such as 30d or 12h, or until which instant',
      )
        .argParser(untilOption)
        .default(untilOption('30d'), '30d'),
    )
    .action(async ({ login: given, expires: expiresAt }: LoginOptions, own: Command) => {
      const { url } = own.optsWithGlobals<GlobalOptions>();
      const answers = await asked(newAsker(), given);
      const { login } = answers;
      const browser = new OmeClient({ url, fetch: keepingCookies() });
      await browser.session.open(answers);
      const name = `ome on ${hostname()}`.slice(0, 128);
      const { id, token } = await browser.session.createKey({ name, expiresAt });
      await browser.session.close();
      kept.set(url, { id, token });
      open(own).done({ login, keyId: id, expiresAt }, `Signed in as ${login} until ${expiresAt}.`);
    });
  return example(command, 'login');
}

async function asked(asker: Asker, given: string | undefined): Promise<SignInRequest> {
  try {
    return {
      login: given ?? (await asker.ask('Login: ')),
      password: await asker.ask('Password: '),
      code: await asker.ask('Code of the authenticator app: '),
    };
  } finally {
    asker.close();
  }
}

/** Revokes that key, and forgets it. */
export function logoutCommand(open: OpenSession, kept: KeptKeys): Command {
  const command = new Command('logout')
    .description('revoke the key of your own that login made')
    .action(async (_options: object, own: Command) => {
      const { url } = own.optsWithGlobals<GlobalOptions>();
      const key = kept.get(url);
      if (!key) throw new UsageFault(`You are not signed in at ${url}.`);
      await new OmeClient({ url, apiKey: key.token }).session.revokeKey(key.id).catch(unlessOver);
      kept.forget(url);
      open(own).done({ revoked: key.id }, 'Signed out.');
    });
  return example(command, 'logout');
}

/** A key that is not valid any more needs no revoking. */
function unlessOver(error: unknown): void {
  if (!(error instanceof OmeProblem && error.status === UNAUTHORIZED)) throw error;
}

/** Node's fetch keeps no cookies. */
function keepingCookies(): typeof fetch {
  let cookie = '';
  return async (input, init) => {
    const headers = new Headers(init?.headers);
    if (cookie) headers.set('cookie', cookie);
    const answer = await fetch(input, { ...init, headers });
    const given = answer.headers.getSetCookie().map((each) => each.split(';')[0]);
    if (given.length > 0) cookie = given.join('; ');
    return answer;
  };
}
