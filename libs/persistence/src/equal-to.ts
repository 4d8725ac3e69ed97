/** The fields that a filter gives, as the store asks for them: any of the values where it gives several. */
export const equalTo = (filter: object): object =>
  Object.fromEntries(
    Object.entries(filter)
      .filter(([, value]) => value !== undefined)
      .map(([field, value]) => [field, Array.isArray(value) ? { $in: value } : (value as unknown)]),
  );
