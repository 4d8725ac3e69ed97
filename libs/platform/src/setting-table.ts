/** A setting that cannot be used; the process prints the sentence and stops (EX_CONFIG). */
export class SettingFault extends Error {
  override readonly name = 'SettingFault';
}

/** @throws SettingFault with the rule that the text breaks */
export type Parse<T> = (text: string) => T;

export interface Setting<T> {
  parse: Parse<T>;
  /** The default text; undefined makes a missing setting null. */
  fallback?: string;
}

/** Settings by the names of their variables. */
export type SettingTable = Readonly<Record<string, Setting<unknown>>>;

/** The parsed settings; null if there is neither value nor default. */
export type SettingValues<Table extends SettingTable> = {
  readonly [Name in keyof Table]:
    ReturnType<Table[Name]['parse']> | (Table[Name] extends { fallback: string } ? never : null);
};
