import { type Refusal, type RefusalCode, refusalText } from '@ome/domain';

/** A valid request that the state of the engine does not allow. */
export class Refused extends Error {
  override readonly name = 'Refused';

  readonly code: RefusalCode;

  constructor(refusal: Refusal) {
    super(refusalText(refusal));
    this.code = refusal.refused;
  }
}

/** Throws a refusal of a use case; returns any other result. */
export function orRefuse<T extends object | boolean>(result: T | Refusal): T {
  if (typeof result === 'object' && 'refused' in result) throw new Refused(result);
  return result;
}
