/** Signs that keyboards offer only in their straight form, though names have the curved one, such as "Anna’s iPhone". */
const straightForms: readonly [RegExp, string][] = [
  [/[\u2018\u2019\u02BC]/g, "'"],
  [/[\u201C\u201D\u201E]/g, '"'],
  [/[\u2010\u2011\u2013\u2014]/g, '-'],
  [/\s+/g, ' '],
];

const straight = (text: string): string =>
  straightForms.reduce((result, [curved, sign]) => result.replace(curved, sign), text.normalize('NFC').trim());

/** True if somebody who was asked to type this text has done so, as far as a keyboard can. */
export function matchesTyped(typed: string, expected: string): boolean {
  return straight(typed) === straight(expected);
}
