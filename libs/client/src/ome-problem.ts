import type { FieldFault, Problem, RefusalCodeName } from '@ome/contracts';

/** The API refused a request, or could not serve it; the message says why, for people. */
export class OmeProblem extends Error {
  override readonly name = 'OmeProblem';
  /** The HTTP status. */
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  /** The refusal code; null if the answer has none. */
  readonly code: RefusalCodeName | null;
  /** The invalid fields. */
  readonly fields: readonly FieldFault[];
  /** With 410: where the feed continues now. */
  readonly cursor: string | null;
  /** The id of the request in the engine's log. */
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

/** No answer came: it is unknown whether the request was accepted. */
export class OmeUnreachable extends Error {
  override readonly name = 'OmeUnreachable';
}
