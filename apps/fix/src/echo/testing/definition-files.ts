import { ENVELOPES, type FixVersion } from '@ome/fix';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ECHO_COUNTERPARTIES } from '../echo-sessions';

export const OWN_DEFINITIONS = join(__dirname, '../definitions');

export const read = (file: string): string => readFileSync(file, 'latin1');

export const definitionsIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.def'))
    .sort()
    .map((name) => join(folder, name));

/** Definitions that are not in this repository: QuickFIX's, by their folders. */
export function foreignDefinitions(): [folder: string, files: string[]][] {
  const { FIX_DEFINITIONS } = process.env;
  if (!FIX_DEFINITIONS) return [];
  return ['fix42', 'fix44', 'fix50sp2'].map((folder) => [
    folder,
    definitionsIn(join(FIX_DEFINITIONS, folder)),
  ]);
}

/** A definition for FIX 4.4, as another version has it. */
export function inVersion(version: FixVersion, definition: string): string {
  const { beginString, applVerId } = ENVELOPES[version];
  return definition
    .replaceAll('8=FIX.4.4|', `8=${beginString}|`)
    .replaceAll('TW44', ECHO_COUNTERPARTIES[version])
    .split('\n')
    .map((line) => {
      if (applVerId && /\|35=[Aj]\|/.test(line)) return `${line}1137=${applVerId}|`;
      // FIX 4.2 knows the reasons up to 11 only, and asks for more in reports and rejects.
      if (version !== 'FIX.4.2') return line;
      return line.replace(/373=1[2-9]\|/, '').replace(/\|150=/, '|20=0|150=');
    })
    .join('\n');
}
