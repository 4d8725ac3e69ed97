import type { FixVersion } from '@ome/fix';
import { FIX_MATRICES } from '../../../../libs/domain/test/fix-matrices';
import { FixRig } from '../testing/fix-rig';
import { MatrixPlayer } from '../testing/matrix-player';

let rig: FixRig;
beforeAll(async () => {
  rig = await FixRig.start();
});
afterEach(() => rig.leave());
afterAll(() => rig.stop());

describe.each<[FixVersion, string]>([
  ['FIX.4.2', 'DESK42'],
  ['FIX.4.4', 'DESK44'],
])('%s', (version, name) => {
  test.each(FIX_MATRICES)('$group', async ({ group, matrices }) => {
    const desk = await rig.logOn(name, version);
    const dropCopy = await rig.logOn('DROP44', 'FIX.4.4');
    const table = { rig, desk, dropCopy };
    const played = matrices
      .map((matrix, index) => ({ matrix, id: `${name}-${group.split(':')[0]}-${index}` }))
      // An order that the venue opened is not a desk's.
      .filter(({ matrix }) => !matrix.script.includes('phone'))
      .map(({ matrix, id }) => new MatrixPlayer(table, id).play(matrix));
    const failed = (await Promise.allSettled(played)).filter(({ status }) => status === 'rejected');
    expect(failed).toEqual([]);
  });
});
