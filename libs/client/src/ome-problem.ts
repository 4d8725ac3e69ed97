import type { FieldFault, Problem, RefusalCodeName } from '@ome/contracts';

/** The API refused a request, or could not serve it; the message says why, for people. */
export class OmeProblem extends Error {
  override readonly name = 'OmeProblem';
  /** Of HTTP. */
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  /** The reason of a refusal; null where the answer names none. */
  readonly code: RefusalCodeName | null;
  /** The fields that are wrong. */
  readonly fields: readonly FieldFault[];
  /** With 410: where the feed goes on from now. */
  readonly cursor: string | null;
  /** What the engine's log knows the request by. */
  readonly requestId: string | null;

  constructor({ status, title, detail, code, errors, cursor, requestId }: Problem) {
    super(detail);
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.code = code ?? null;
    this.fields = errors ?? [];
    this.cursor = cursor ?? null;
    this.requestId = requestId ?? null;
  }
}

/** No answer came: nobody knows whether the request was taken. */
export class OmeUnreachable extends Error {
  override readonly name = 'OmeUnreachable';
}
