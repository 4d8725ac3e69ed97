/** `GET /console/settings` */
export interface ConsoleSettings {
  marketTimeZone: string;
  /** True if nobody has to sign in. */
  open: boolean;
  /** True if people sign in at an identity provider. */
  oidc: boolean;
}

export async function loadConsoleSettings(): Promise<ConsoleSettings> {
  const answer = await fetch('/console/settings');
  if (!answer.ok) throw new Error(`The API answers ${answer.status}`);
  return (await answer.json()) as ConsoleSettings;
}
