/** A MongoDB filter of the fields that are set; an array matches any of its values. */
export const equalTo = (filter: object): object =>
  Object.fromEntries(
    Object.entries(filter)
      .filter(([, value]) => value !== undefined)
      .map(([field, value]) => [field, Array.isArray(value) ? { $in: value } : (value as unknown)]),
  );
