/** `GET /console/settings` */
export interface ConsoleSettings {
  marketTimeZone: string;
  /** True if the engine needs no key. */
  open: boolean;
}

export async function loadConsoleSettings(): Promise<ConsoleSettings> {
  const answer = await fetch('/console/settings');
  if (!answer.ok) throw new Error(`The API answers ${answer.status}`);
  return (await answer.json()) as ConsoleSettings;
}
