import type { BasketOutcome, BasketStatus } from '@ome/contracts';
import type { Tone } from '../../order/order-status';

export const BASKET_STATUS: Readonly<Record<BasketStatus, { label: string; tone: Tone }>> = {
  RECEIVED_FOR_EXECUTION: { label: 'Received', tone: 'work' },
  EXECUTING: { label: 'Executing', tone: 'work' },
  CANCELLING: { label: 'Canceling', tone: 'warn' },
  ALERT: { label: 'Needs attention', tone: 'bad' },
  ALL_DONE: { label: 'All done', tone: 'good' },
  REJECT: { label: 'Rejected', tone: 'bad' },
};

export const BASKET_OUTCOME: Readonly<Record<BasketOutcome, string>> = {
  COMPLETE: 'every leg is filled',
  PARTIAL: 'filled in part',
  NONE: 'nothing is filled',
  UNWOUND: 'filled legs are closed again',
};
