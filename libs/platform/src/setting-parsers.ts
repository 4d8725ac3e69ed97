import { BrokerCredentials } from './broker-credentials';
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

export const http = url('http', 'https');

/** URL does not parse several hosts, as replica sets have them. */
export const mongoUrl: Parse<string> = (value) =>
  /^mongodb(\+srv)?:\/\/[^\s/]+(\/\S*)?$/.test(value)
    ? value
    : fault('must be a URL that begins with mongodb:// or mongodb+srv://');

export const timeZone: Parse<string> = (value) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return value;
  } catch {
    return fault('must be a time zone such as Asia/Kolkata');
  }
};

export const brokerAccounts: Parse<BrokerCredentials[]> = (value) =>
  BrokerCredentials.parseList(value);
