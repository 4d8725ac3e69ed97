import type { RefusalCode } from '@ome/domain';

export type RefusalCodeName = `${RefusalCode}`;

export interface FieldFault {
  field: string;
  /** Continues a sentence after the field's name: "must be greater than zero". */
  message: string;
}

/** RFC 9457 problem details; `errors` names the fields, `code` the reason of a refusal. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code?: RefusalCodeName;
  errors?: FieldFault[];
  /** With 410: the cursor from which the feed continues now. */
  cursor?: string;
  requestId?: string;
}
