import { useState } from 'react';
import type { PlannedRequest } from '../api/planned-request';

/** A request that waits for somebody's word: null where there is none. */
export function useConfirmation<Answer>() {
  const [request, setRequest] = useState<PlannedRequest<Answer> | null>(null);
  return { request, ask: setRequest, close: () => setRequest(null) };
}
