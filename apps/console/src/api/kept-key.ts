const KEPT_AS = 'ome.key';

/** The key of this tab: gone when it is closed, and never in an address or on disk. */
export const keptKey = {
  get: (): string | null => sessionStorage.getItem(KEPT_AS),
  set: (key: string): void => sessionStorage.setItem(KEPT_AS, key),
  forget: (): void => sessionStorage.removeItem(KEPT_AS),
};
