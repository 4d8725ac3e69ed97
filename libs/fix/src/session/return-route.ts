import type { Field } from '../codec/field';
import type { FixMessage } from '../codec/fix-message';

/** On whose behalf a message came, and to whom: the answer has them the other way round. */
const OPPOSITES = [
  [115, 128],
  [128, 115],
  [116, 129],
  [129, 116],
  [144, 145],
  [145, 144],
] as const;

export const returnRoute = (message: FixMessage): Field[] =>
  OPPOSITES.map(([from, to]): Field => [to, message.get(from) || null]);
