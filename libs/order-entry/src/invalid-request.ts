import type { FieldFault } from '@ome/contracts';

/** A request that cannot be understood; nothing was changed. */
export class InvalidRequest extends Error {
  override readonly name = 'InvalidRequest';

  constructor(readonly faults: FieldFault[]) {
    super(faults.map(({ field, message }) => `${field} ${message}`).join('; '));
  }
}

export const invalid = (field: string, message: string): InvalidRequest =>
  new InvalidRequest([{ field, message }]);
