import { ENVELOPES, FIX_VERSIONS, type FixVersion } from '@ome/fix';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ECHO_COUNTERPARTIES } from './echo-sessions';
import { DefinitionFailed, DefinitionPlayer } from './testing/definition-player';

const LOGON = '8=FIX.4.4|35=A|34=1|49=TW44|52=<TIME>|56=ISLD|98=0|108=30|';

const read = (file: string): string => readFileSync(file, 'latin1');

const definitionsIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.def'))
    .sort()
    .map((name) => join(folder, name));

/** A definition for FIX 4.4, as another version has it. */
function inVersion(version: FixVersion, definition: string): string {
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

describe.each(FIX_VERSIONS)('%s', (version) => {
  test.each(definitionsIn(join(__dirname, 'definitions')).map((file) => [basename(file), file]))(
    '%s',
    async (_name, file) => {
      await DefinitionPlayer.play(inVersion(version, read(file)));
    },
  );
});

// Definitions that are not in this repository: QuickFIX's, in its folders.
const { FIX_DEFINITIONS } = process.env;
if (FIX_DEFINITIONS) {
  describe.each(['fix42', 'fix44', 'fix50sp2'])('%s', (folder) => {
    test.each(definitionsIn(join(FIX_DEFINITIONS, folder)))('%s', async (file) => {
      await DefinitionPlayer.play(read(file));
    });
  });
}

test.each([
  ['another answer', `iCONNECT\nI${LOGON}\nE${LOGON.replace('108=30', '108=31')}`, 'line 3'],
  ['an answer too many', `iCONNECT\nI${LOGON}\neDISCONNECT`, 'line 3'],
  ['an end that does not come', 'iCONNECT\neDISCONNECT', 'line 2'],
  ['a line that says nothing', 'iCONNECT\niWAIT', 'line 2'],
])('a definition fails by %s', async (_name, definition, where) => {
  const played = DefinitionPlayer.play(definition);
  await expect(played).rejects.toThrow(DefinitionFailed);
  await expect(played).rejects.toThrow(where);
});
