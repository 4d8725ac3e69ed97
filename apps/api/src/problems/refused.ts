import { type Refusal, type RefusalCode, refusalText } from '@ome/domain';

/** A well-formed command that the state of the order does not allow. */
export class Refused extends Error {
  override readonly name = 'Refused';

  readonly code: RefusalCode;

  constructor(refusal: Refusal) {
    super(refusalText(refusal));
    this.code = refusal.refused;
  }
}

/** Throws where a use case refused; gives the result back otherwise. */
export function orRefuse<T extends object>(result: T | Refusal): T {
  if ('refused' in result) throw new Refused(result);
  return result;
}
