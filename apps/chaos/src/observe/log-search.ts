import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** Patterns of secrets whose value is unknown. */
const GIVEAWAYS: Readonly<Record<string, RegExp>> = {
  'a checksum': /\b[0-9a-f]{64}\b/i,
  'a jKey': /\bjKey\b[\\"']*\s*[=:]/,
  'a login code': /[?&](code|apisession)=/i,
};

/** @returns a sentence for each log line with a secret in it, without the secret */
export async function secretsIn(path: string, secrets: ReadonlySet<string>): Promise<string[]> {
  const found: string[] = [];
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(path) })) {
    number += 1;
    const named = Object.entries(GIVEAWAYS).filter(([, pattern]) => pattern.test(line));
    const said = [...secrets].some((secret) => line.includes(secret)) ? ['a secret'] : [];
    for (const what of [...named.map(([name]) => name), ...said]) {
      found.push(`Line ${number} of the log has ${what}`);
    }
  }
  if (number === 0) throw new Error(`Nothing was logged in ${path}`);
  return found;
}
