import { FIX_MATRICES } from '../test/fix-matrices';
import { playMatrix } from '../test/order-script';

describe.each(FIX_MATRICES)('$group', ({ matrices }) => {
  test.each(matrices)('$title', playMatrix);
});
