/** A setting that cannot be used; the process says the sentence and stops (EX_CONFIG). */
export class SettingFault extends Error {
  override readonly name = 'SettingFault';
}

/** @throws SettingFault with the rule that the text breaks */
export type Parse<T> = (text: string) => T;

export interface Setting<T> {
  parse: Parse<T>;
  /** Text that stands where the environment has none; undefined leaves the setting null. */
  fallback?: string;
}

/** Settings by the names of their variables. */
export type SettingTable = Readonly<Record<string, Setting<unknown>>>;

/** The settings as the code reads them: parsed, and null where there is neither value nor default. */
export type SettingValues<Table extends SettingTable> = {
  readonly [Name in keyof Table]:
    ReturnType<Table[Name]['parse']> | (Table[Name] extends { fallback: string } ? never : null);
};
