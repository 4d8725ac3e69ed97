/** Asks a process of an engine over HTTP. @throws what it answered, if that is no success */
export async function call<T>(url: string, method = 'GET', body?: object): Promise<T> {
  const answer = await fetch(url, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}
