import type { FieldFault } from '@ome/contracts';

/** More than anybody fixes at once, or reads. */
const MAX_FAULTS = 20;

/** A malformed request; nothing was changed. */
export class InvalidRequest extends Error {
  override readonly name = 'InvalidRequest';

  readonly faults: FieldFault[];

  constructor(faults: readonly FieldFault[]) {
    const listed = faults.slice(0, MAX_FAULTS);
    super(listed.map(({ field, message }) => `${field} ${message}`).join('; '));
    this.faults = listed;
  }
}

export const invalid = (field: string, message: string): InvalidRequest =>
  new InvalidRequest([{ field, message }]);
