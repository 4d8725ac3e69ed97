import { Logger } from '@nestjs/common';

const logger = new Logger('market');

/** Does something for one of many: what it throws is logged, and does not keep the others waiting. */
export function guarded(act: () => void): void {
  try {
    act();
  } catch (error) {
    logger.error(error);
  }
}
