import { describe, expect, it } from 'vitest';
import { readBodyPreferences } from '@/lib/protocol/eas/body-preference';
import { refused } from '@/lib/protocol/eas/testdata/refused';
import { type EasElement, el } from '@/lib/protocol/wbxml/element';

const STATUS = 4;
const options = (...children: EasElement[]) => el('AirSync', 'Options', children);
const body = (...children: EasElement[]) => el('AirSyncBase', 'BodyPreference', children);
const part = (...children: EasElement[]) => el('AirSyncBase', 'BodyPartPreference', children);
const type = (value: number | string) => el('AirSyncBase', 'Type', value);
const whole = (value: string) => el('AirSyncBase', 'AllOrNone', value);

describe('a wish for a body', () => {
  it('may have its elements in any order', () => {
    const wish = body(whole('1'), el('AirSyncBase', 'Preview', 20), el('AirSyncBase', 'TruncationSize', 100), type(2));
    expect(readBodyPreferences(options(wish), STATUS)).toEqual({
      bodyPreferences: [{ type: 2, truncationBytes: 100, allOrNone: true, preview: 20 }],
      bodyPartPreferences: [],
    });
  });

  // [MS-ASAIRS] 3.2.5.1 Validating XML
  it.each([
    ['a type that is no number', body(type('a')), 'invalid_value', STATUS],
    ['a type that is missing', body(), 'missing_element', STATUS],
    ['a wish inside of another', body(type(1), body(type(2))), 'conflicting_elements', STATUS],
    ['a part inside of another', part(type(2), part(type(2))), 'conflicting_elements', STATUS],
    ['whole or none as a word', body(type(1), whole('maybe')), 'invalid_value', STATUS],
    ['whole or none twice', body(type(1), whole('1'), whole('1')), 'repeated_element', STATUS],
    ['two types', body(type(1), type(2)), 'repeated_element', STATUS],
    ['a part in plain text', part(type(1)), 'out_of_range', 164],
    ['a part in RTF', part(type(3)), 'out_of_range', 164],
  ] as const)('is refused for %s', (_what, wish, code, status) => {
    expect(() => readBodyPreferences(options(wish), STATUS)).toThrow(refused(code, status));
  });

  it('is refused if another wants the same form', () => {
    expect(() => readBodyPreferences(options(body(type(1)), body(type(1))), STATUS)).toThrow(
      refused('repeated_element', STATUS),
    );
  });
});
