import fc from 'fast-check';

/** Values as they occur in documents. NUL is left out: it cannot be sent. */
const text = (maxLength: number) =>
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: Math.ceil(maxLength / 8) }).map((value) => {
    const cleaned = value.replaceAll('\0', '').trim();
    return cleaned === '' ? 'x' : cleaned;
  });

export const arbitrary = {
  text,
  id: text(64),
  uint: fc.nat(0x7fff_ffff),
  instant: fc.date({ min: new Date('1990-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
  bytes: fc.uint8Array({ minLength: 1, maxLength: 200 }),
  /** As bytes come back that were sent as base64 text. */
  decoded: fc.uint8Array({ minLength: 1, maxLength: 200 }).map((value) => Buffer.from(value)),
  flag: fc.boolean(),
  maybe: <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined }),
  range: fc
    .tuple(fc.nat(9999), fc.nat(9999))
    .map(([one, other]) => ({ first: Math.min(one, other), last: Math.max(one, other) })),
  some: <T>(values: fc.Arbitrary<T>) => fc.array(values, { minLength: 1, maxLength: 4 }),
  any: <T>(values: fc.Arbitrary<T>) => fc.array(values, { maxLength: 3 }),
};

const preference = (...types: number[]) =>
  fc.record({
    type: fc.constantFrom(...types),
    truncationBytes: arbitrary.maybe(arbitrary.uint),
    allOrNone: arbitrary.flag,
    preview: arbitrary.maybe(fc.nat(255)),
  });

export const arbitraryBodyPreferences = {
  bodyPreferences: fc.uniqueArray(preference(1, 2, 3, 4), { maxLength: 3, selector: ({ type }) => type }),
  bodyPartPreferences: arbitrary.any(preference(2)),
};

export const arbitraryMimeSupport = arbitrary.maybe(fc.constantFrom(0, 1, 2));
