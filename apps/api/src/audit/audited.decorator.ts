import { SetMetadata } from '@nestjs/common';
import type { AuditAction } from './audit-actions';

export const AUDITED = 'audited';

/**
 * Leaves an entry in the audit for every request to the route. All routes that change something
 * carry it, but those of orders: the journal records what is done to an order.
 */
export const Audited = (action: AuditAction) => SetMetadata(AUDITED, action);
