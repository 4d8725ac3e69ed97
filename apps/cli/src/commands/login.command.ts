import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { OmeClient, OmeProblem } from '@ome/client';
import type { DeviceSignInView, SignInRequest } from '@ome/contracts';
import { Command, Option } from 'commander';
import type { Asker } from '../asker';
import { UsageFault } from '../exit-code';
import type { KeptKeys } from '../kept-keys';
import { example, untilOption } from '../options';
import type { GlobalOptions, OpenSession, Terminal } from '../session';

const UNAUTHORIZED = 401;
const NOT_FOUND = 404;
const TOO_MANY_REQUESTS = 429;
/** By which the interval grows when the engine is asked too soon (RFC 8628, section 3.5). */
const SLOWER_SECONDS = 5;

interface LoginOptions {
  login?: string;
  oidc?: true;
  expires: string;
}

/** Makes a key of one's own, and keeps it for this engine. */
export function loginCommand(open: OpenSession, kept: KeptKeys, newAsker: () => Asker): Command {
  const command = new Command('login')
    .description('sign in, and keep a key of your own for this engine')
    .option('--login <login>', 'who you are; asked for by default')
    .addOption(
      new Option('--oidc', 'at the identity provider, in a browser on any machine').conflicts(
        'login',
      ),
    )
    .addOption(
      new Option(
        '--expires <when>',
        'how long the key is valid, such as 30d or 12h, or until which instant',
      )
        .argParser(untilOption)
        .default(untilOption('30d'), '30d'),
    )
    .action(async ({ login: given, oidc, expires: expiresAt }: LoginOptions, own: Command) => {
      const { url } = own.optsWithGlobals<GlobalOptions>();
      const session = open(own);
      const browser = new OmeClient({ url, fetch: keepingCookies() });
      if (oidc) await openInBrowser(browser, session.terminal);
      else await browser.session.open(await asked(newAsker(), given));
      const { login } = await browser.session.show();
      const name = `ome on ${hostname()}`.slice(0, 128);
      const { id, token } = await browser.session.createKey({ name, expiresAt });
      const before = kept.get(url);
      kept.set(url, { id, token });
      // Nobody knows the key any more that was kept before; it may be of somebody else.
      if (before) await browser.session.revokeKey(before.id).catch(unlessOver);
      await browser.session.close();
      session.done({ login, keyId: id, expiresAt }, `Signed in as ${login} until ${expiresAt}.`);
    });
  return example(command, 'login', 'login --oidc --expires 12h');
}

/** Signs in at the identity provider: a browser does it, and the engine says when it is done. */
async function openInBrowser({ session }: OmeClient, terminal: Terminal): Promise<void> {
  const begun = await session.beginOnDevice();
  terminal.err(invitation(begun));
  for (let { intervalSeconds } = begun; ;) {
    await sleep(intervalSeconds * 1_000);
    try {
      const { state } = await session.openOnDevice({ deviceCode: begun.deviceCode });
      if (state === 'signedIn') return;
    } catch (error) {
      if (!hasStatus(error, TOO_MANY_REQUESTS)) throw error;
      intervalSeconds += SLOWER_SECONDS;
    }
  }
}

const invitation = ({ verificationUri, verificationUriComplete, userCode }: DeviceSignInView) =>
  [
    `Open ${verificationUriComplete ?? verificationUri} in a browser.`,
    `Go on there only if it shows the code ${userCode}, or type it.`,
  ].join('\n');

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
  if (!hasStatus(error, UNAUTHORIZED) && !hasStatus(error, NOT_FOUND)) throw error;
}

const hasStatus = (error: unknown, status: number): boolean =>
  error instanceof OmeProblem && error.status === status;

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
