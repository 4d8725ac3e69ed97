import { SetMetadata } from '@nestjs/common';
import type { AuditAction } from './audit-actions';

export const AUDITED = 'audited';

/**
 * Audits every request to the route. All routes that change something need it, except those on
 * orders: the journal records order changes.
 */
export const Audited = (action: AuditAction) => SetMetadata(AUDITED, action);
