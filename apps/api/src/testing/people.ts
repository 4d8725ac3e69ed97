import { generateSync } from 'otplib';
import type { Answer, Json, TestApi } from './test-api';

export const PASSWORD = 'a sentence nobody guesses';

export interface SignedUp {
  login: string;
  secret: string;
  recoveryCodes: string[];
  /** What a browser sends back. */
  cookie: string;
}

/** What an authenticator app shows. */
export const codeOf = (secret: string, at: Date): string =>
  generateSync({ secret, epoch: Math.floor(at.getTime() / 1_000) });

/** Session cookies of an answer, as a browser sends them back. */
export const cookieOf = ({ headers }: Answer): string =>
  [headers['set-cookie']]
    .flat()
    .map((cookie) => String(cookie).split(';')[0])
    .join('; ');

/** Makes a person, who then chooses a password. */
export async function signUp(
  api: TestApi,
  person: { login: string; [field: string]: unknown },
  by: Record<string, string>,
  at = new Date(),
): Promise<SignedUp> {
  const { login } = person;
  const made = expectStatus(201, await api.post('/users', { name: login, ...person }, by));
  return choosePassword(api, login, made.setupCode, at);
}

export async function choosePassword(
  api: TestApi,
  login: string,
  setupCode: string,
  at: Date,
): Promise<SignedUp> {
  const { secret } = expectStatus(200, await api.post('/session/setup', { login, setupCode }));
  const chosen = { login, setupCode, password: PASSWORD, code: codeOf(secret, at) };
  const answer = await api.call('PUT', '/session/setup', { body: chosen });
  const { recoveryCodes } = expectStatus(200, answer);
  return { login, secret, recoveryCodes, cookie: cookieOf(answer) };
}

function expectStatus(status: number, answer: Answer): Json {
  if (answer.status === status) return answer.body;
  throw new Error(`The request was answered ${answer.status}: ${answer.text}`);
}
