import { useState } from 'react';
import { problemText } from '../feedback/fields-text';

/** What a form tries at the engine, and why it did not work. */
export function useAttempt() {
  const [fault, setFault] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setFault(null);
    await work().catch((error: unknown) => setFault(problemText(error)));
    setBusy(false);
  };
  return { fault, isBusy, attempt };
}
