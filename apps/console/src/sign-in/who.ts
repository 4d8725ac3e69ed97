import { OmeClient, OmeProblem } from '@ome/client';
import type { SessionView } from '@ome/contracts';

const UNAUTHORIZED = 401;

/** The person whom the browser's cookie signs in; null if there is none. */
export async function loadPerson(): Promise<SessionView | null> {
  try {
    return await new OmeClient({ url: '' }).session.show();
  } catch (error) {
    if (error instanceof OmeProblem && error.status === UNAUTHORIZED) return null;
    throw error;
  }
}
