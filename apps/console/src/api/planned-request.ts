import type { OmeClient, PostOptions } from '@ome/client';

/** A request as the confirmation shows it, and as it is then sent. */
export interface PlannedRequest<Answer> {
  method: 'POST' | 'PUT' | 'DELETE';
  path: string;
  body?: object;
  /** For a POST: a repeated request with it gets the first answer and has no further effect. */
  idempotencyKey: string | null;
  send: (client: OmeClient) => Promise<Answer>;
}

type Send<Answer, Body> = (client: OmeClient, body: Body, options: PostOptions) => Promise<Answer>;

/** The key is made once: a second press of the button, or a retry, has no further effect. */
export function post<Answer, Body extends object>(
  path: string,
  body: Body,
  send: Send<Answer, Body>,
): PlannedRequest<Answer> {
  const idempotencyKey = randomKey();
  return {
    method: 'POST',
    path,
    body,
    idempotencyKey,
    send: (client) => send(client, body, { idempotencyKey }),
  };
}

export const put = <Answer, Body extends object>(
  path: string,
  body: Body,
  send: (client: OmeClient, body: Body) => Promise<Answer>,
): PlannedRequest<Answer> => ({
  method: 'PUT',
  path,
  body,
  idempotencyKey: null,
  send: (client) => send(client, body),
});

export const remove = (
  path: string,
  send: (client: OmeClient) => Promise<void>,
): PlannedRequest<void> => ({ method: 'DELETE', path, idempotencyKey: null, send });

/** Not crypto.randomUUID, which browsers offer on https and localhost only. */
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
