import { type Refusal, REFUSAL_TEXT, RefusalCode } from '@ome/domain';

/** A well-formed command that the state of the order does not allow. */
export class Refused extends Error {
  override readonly name = 'Refused';

  constructor(readonly code: RefusalCode) {
    super(REFUSAL_TEXT[code]);
  }
}

/** Throws where a use case refused; gives the result back otherwise. */
export function orRefuse<T extends object>(result: T | Refusal): T {
  if ('refused' in result) throw new Refused(result.refused);
  return result;
}
