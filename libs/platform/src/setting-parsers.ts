import { BrokerCredentials } from './broker-credentials';
import { isTimeZone } from './market-day';
import { Role } from './roles';
import { type Parse, SettingFault } from './setting-table';

const fault = (rule: string): never => {
  throw new SettingFault(rule);
};

export const text: Parse<string> = (value) =>
  value.trim() === '' ? fault('must not be empty') : value;

export const oneOf =
  <T extends string>(...choices: T[]): Parse<T> =>
  (value) =>
    choices.find((choice) => choice === value) ?? fault(`must be one of ${choices.join(', ')}`);

/** Some of the choices, separated by commas. */
export const someOf =
  <T extends string>(...choices: T[]): Parse<T[]> =>
  (value) =>
    value.split(',').map((word) => {
      const choice = choices.find((known) => known === word.trim());
      return choice ?? fault(`must be some of ${choices.join(', ')}, separated by commas`);
    });

export const integer =
  (min: number, max: number): Parse<number> =>
  (value) =>
    /^\d{1,15}$/.test(value) && Number(value) >= min && Number(value) <= max
      ? Number(value)
      : fault(`must be a whole number from ${min} to ${max}`);

export const flag: Parse<boolean> = (value) => oneOf('true', 'false')(value) === 'true';

export const url =
  (...protocols: string[]): Parse<string> =>
  (value) =>
    protocols.some((protocol) => value.startsWith(`${protocol}://`)) && URL.canParse(value)
      ? value
      : fault(`must be a URL that begins with ${protocols.join(':// or ')}://`);

/** No request says a user or password of its address; and addresses are shown. */
const withoutPassword =
  (parse: Parse<string>): Parse<string> =>
  (value) => {
    const { username, password } = new URL(parse(value));
    return username === '' && password === ''
      ? value
      : fault('must not contain a user or a password: requests do not send them');
  };

export const http = withoutPassword(url('http', 'https'));

export const webSocket = withoutPassword(url('ws', 'wss'));

/** URL does not parse several hosts, as replica sets have them. */
export const mongoUrl: Parse<string> = (value) =>
  /^mongodb(\+srv)?:\/\/[^\s/]+(\/\S*)?$/.test(value)
    ? value
    : fault('must be a URL that begins with mongodb:// or mongodb+srv://');

export const timeZone: Parse<string> = (value) =>
  isTimeZone(value) ? value : fault('must be a time zone such as Asia/Kolkata');

export const brokerAccounts: Parse<BrokerCredentials[]> = (value) =>
  BrokerCredentials.parseList(value);

/** `{"<what the identity provider says>": "<role>"}` */
export const roleNames: Parse<Readonly<Record<string, Role>>> = (value) => {
  const rule = `must be JSON such as {"desk": "trader"}, with the roles ${Object.values(Role).join(', ')}`;
  let roles: unknown;
  try {
    roles = JSON.parse(value);
  } catch {
    return fault(rule);
  }
  const known: readonly unknown[] = Object.values(Role);
  const isTable = typeof roles === 'object' && roles !== null && !Array.isArray(roles);
  if (!isTable || !Object.values(roles as object).every((role) => known.includes(role))) {
    return fault(rule);
  }
  return roles as Record<string, Role>;
};
