type Prototype = Record<string, unknown>;

/** Records which methods of some objects are called, private ones included. */
export class CalledMethods {
  private readonly missing = new Set<string>();
  private readonly originals: { prototype: Prototype; name: string; method: unknown }[] = [];

  constructor(objects: readonly object[]) {
    const prototypes = new Set(objects.map((each) => Object.getPrototypeOf(each) as Prototype));
    for (const prototype of prototypes) this.watch(prototype);
  }

  /** `Class.method` of the methods that were not called. */
  get uncalled(): string[] {
    return [...this.missing].sort();
  }

  restore(): void {
    for (const { prototype, name, method } of this.originals) prototype[name] = method;
  }

  private watch(prototype: Prototype): void {
    const { name: of } = prototype.constructor as { name: string };
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
      if (name === 'constructor' || typeof value !== 'function') continue;
      const label = `${of}.${name}`;
      this.missing.add(label);
      this.originals.push({ prototype, name, method: value });
      const call = value as (...parts: unknown[]) => unknown;
      const { missing } = this;
      prototype[name] = function (this: unknown, ...parts: unknown[]) {
        missing.delete(label);
        return call.apply(this, parts);
      };
    }
  }
}
