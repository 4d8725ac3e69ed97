/** The allowed fields of a message, or of one entry of a repeating group. */
export interface Members {
  /** In the order of the dictionary; the first one of a group begins each of its entries. */
  tags: ReadonlySet<number>;
  required: readonly number[];
  /** Repeating groups by the tag of their count. */
  groups: ReadonlyMap<number, Members>;
}

interface CollectedMembers extends Members {
  tags: Set<number>;
  required: number[];
  groups: Map<number, Members>;
}

export const NO_MEMBERS: Members = { tags: new Set(), required: [], groups: new Map() };

/**
 * Parses members in the dictionaries' text form: `11! @Parties 453[448 447]!`.
 *
 * @param components the members of each component, by its name
 */
export function parseMembers(text: string, components: ReadonlyMap<string, string>): Members {
  const members = collected();
  new MemberReader(components).collect(text, members, false);
  return members;
}

const collected = (): CollectedMembers => ({ tags: new Set(), required: [], groups: new Map() });

class MemberReader {
  constructor(private readonly components: ReadonlyMap<string, string>) {}

  /** @param optional a required member of an optional one may be missing */
  collect(text: string, into: CollectedMembers, optional: boolean): void {
    for (const member of split(text)) {
      const isRequired = member.endsWith('!') && !optional;
      const name = member.replace(/!$/, '');
      if (name.startsWith('@')) {
        this.collect(this.components.get(name.slice(1)) ?? '', into, !isRequired);
        continue;
      }
      const bracket = name.indexOf('[');
      const tag = Number(bracket < 0 ? name : name.slice(0, bracket));
      into.tags.add(tag);
      if (isRequired) into.required.push(tag);
      if (bracket < 0) continue;
      const group = collected();
      this.collect(name.slice(bracket + 1, -1), group, false);
      into.groups.set(tag, group);
    }
  }
}

/** Splits into members; groups keep their brackets. */
function split(text: string): string[] {
  const found: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at <= text.length; at += 1) {
    const character = text[at];
    if (character === '[') depth += 1;
    else if (character === ']') depth -= 1;
    else if (depth === 0 && (character === ' ' || character === undefined)) {
      if (at > from) found.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return found;
}
