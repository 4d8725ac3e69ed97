import { FIX_VERSIONS } from '@ome/fix';
import { basename } from 'node:path';
import {
  definitionsIn,
  foreignDefinitions,
  inVersion,
  OWN_DEFINITIONS,
  read,
} from './testing/definition-files';
import { DefinitionFailed, DefinitionPlayer, EchoInMemory } from './testing/definition-player';

const LOGON = '8=FIX.4.4|35=A|34=1|49=TW44|52=<TIME>|56=ISLD|98=0|108=30|';

const play = async (definition: string): Promise<void> =>
  DefinitionPlayer.play(definition, await EchoInMemory.start());

describe.each(FIX_VERSIONS)('%s', (version) => {
  test.each(definitionsIn(OWN_DEFINITIONS).map((file) => [basename(file), file]))(
    '%s',
    async (_name, file) => {
      await play(inVersion(version, read(file)));
    },
  );
});

for (const [folder, files] of foreignDefinitions()) {
  describe(`${folder}`, () => {
    test.each(files)('%s', (file) => play(read(file)));
  });
}

test.each([
  ['another answer', `iCONNECT\nI${LOGON}\nE${LOGON.replace('108=30', '108=31')}`, 'line 3'],
  ['an answer too many', `iCONNECT\nI${LOGON}\neDISCONNECT`, 'line 3'],
  ['an end that does not come', 'iCONNECT\neDISCONNECT', 'line 2'],
  ['a line that says nothing', 'iCONNECT\niWAIT', 'line 2'],
])('a definition fails by %s', async (_name, definition, where) => {
  const played = play(definition);
  await expect(played).rejects.toThrow(DefinitionFailed);
  await expect(played).rejects.toThrow(where);
});
