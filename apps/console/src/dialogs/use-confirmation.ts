import { useState } from 'react';
import type { PlannedRequest } from '../api/planned-request';

/** A request that waits for confirmation. */
export interface Confirmation<Answer> {
  /** Null if there is none. */
  request: PlannedRequest<Answer> | null;
  ask: (request: PlannedRequest<Answer>) => void;
  close: () => void;
}

export function useConfirmation<Answer>(): Confirmation<Answer> {
  const [request, setRequest] = useState<PlannedRequest<Answer> | null>(null);
  return { request, ask: setRequest, close: () => setRequest(null) };
}
