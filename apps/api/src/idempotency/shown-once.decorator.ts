import { SetMetadata } from '@nestjs/common';

export const SHOWN_ONCE = 'shownOnce';

/** Fields of the answer that are secrets: they are not kept, and a repeat is answered without them. */
export const ShownOnce = (...fields: string[]) => SetMetadata(SHOWN_ONCE, fields);
