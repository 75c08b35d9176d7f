import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MessageMarks } from '@/engine/backends/contract';
import { type EasElement, el } from '@/lib/protocol/wbxml/element';
import { categoriesOf, categoryOfKeyword, keywordOfCategory } from './category-keywords';
import { changeOfProperties } from './change-of-properties';
import { readFileReference, writeFileReference } from './file-reference';
import { changedMarkProperties, markProperties } from './mark-properties';
import { noMarks } from './testing/raw-mail-store';

const flag = (status?: number | string) =>
  el('Email', 'Flag', status === undefined ? [] : [el('Email', 'Status', status)]);
const categories = (...names: string[]) =>
  el(
    'Email',
    'Categories',
    names.map((name) => el('Email', 'Category', name)),
  );
const marked = (marks: Partial<MessageMarks>): MessageMarks => ({ ...noMarks, ...marks });
const find = (elements: readonly EasElement[], name: string) => elements.find((each) => each.name === name);

describe('categories as keywords', () => {
  it('come back as they were, and are atoms that no program takes for its own', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 100, unit: 'grapheme' }), (name) => {
        const keyword = keywordOfCategory(name);
        expect(keyword).toMatch(/^[A-Za-z0-9!#&'+,./:;<=>?@^_`|~-][!#-'+-[^-z|~]*$/);
        expect(keyword && categoryOfKeyword(keyword)).toBe(name);
      }),
    );
  });

  it.each([
    ['Blue', 'Blue'],
    ['Red category', 'Red_category'],
    ['a_b=c', 'a=5Fb=3Dc'],
    ['Größe', 'Gr=C3=B6=C3=9Fe'],
    ['Junk', '=4Aunk'],
    ['$label1', '=24label1'],
  ])('%s is %s', (name, keyword) => {
    expect(keywordOfCategory(name)).toBe(keyword);
    expect(categoryOfKeyword(keyword.toLowerCase())?.toLowerCase()).toBe(name.toLowerCase());
  });

  it('leave out what programs use among themselves', () => {
    expect(categoriesOf(['$Forwarded', 'NonJunk', 'Blue', '$FollowUpDone', 'Blue', '\\Recent'])).toEqual(['Blue']);
  });

  it('take keywords of others as they are', () => {
    expect(categoryOfKeyword('a=zz=FF')).toBe('a=zz=FF');
    expect(keywordOfCategory('')).toBeNull();
    expect(keywordOfCategory('x'.repeat(256))).toBeNull();
  });
});

describe('marks on their way to the phone', () => {
  it('are all told, also those that are not set', () => {
    const elements = markProperties(noMarks, '14.1');
    expect(elements).toEqual([
      el('Email', 'Read', false),
      el('Email', 'Flag'),
      el('Email', 'Categories', []),
      el('Email2', 'LastVerbExecuted', 0),
    ]);
    expect(markProperties(noMarks, '12.1').map(({ name }) => name)).toEqual(['Read', 'Flag']);
  });

  it('say that a flag is active or done, and what was done with the mail', () => {
    const active = markProperties(marked({ isFlagged: true, isAnswered: true }), '16.1');
    expect(find(active, 'Flag')?.children[0]?.text).toBe('2');
    expect(find(active, 'LastVerbExecuted')?.text).toBe('1');
    const done = markProperties(marked({ keywords: ['$followupdone', '$forwarded'] }), '16.1');
    expect(find(done, 'Flag')?.children[0]?.text).toBe('1');
    expect(find(done, 'LastVerbExecuted')?.text).toBe('3');
  });
});

describe('marks that have changed', () => {
  it('are told, and the others are not', () => {
    const before = marked({ isFlagged: true, keywords: ['Blue'] });
    const now = marked({ isFlagged: true, isRead: true, keywords: [] });
    expect(changedMarkProperties(before, now, '16.1')).toEqual([
      el('Email', 'Read', true),
      el('Email', 'Categories', []),
    ]);
  });

  it('are all told if what differs shows in none of them', () => {
    const before = marked({ isAnswered: true });
    const now = marked({ isAnswered: true, keywords: ['$Forwarded'] });
    expect(changedMarkProperties(before, now, '16.1')).toEqual(markProperties(now, '16.1'));
  });
});

describe('a flag of which something is said twice', () => {
  it.each([
    ['DueDate', el('Tasks', 'DueDate', '2026-03-04T00:00:00.000Z')],
    ['OrdinalDate', el('Tasks', 'OrdinalDate', '2026-03-04T00:00:00.000Z')],
    ['ReminderSet', el('Tasks', 'ReminderSet', true)],
    ['ReminderTime', el('Tasks', 'ReminderTime', '2026-03-04T00:00:00.000Z')],
    ['StartDate', el('Tasks', 'StartDate', '2026-03-04T00:00:00.000Z')],
    ['Status', el('Email', 'Status', 0)],
    ['SubOrdinalDate', el('Tasks', 'SubOrdinalDate', '5')],
    ['UtcDueDate', el('Tasks', 'UtcDueDate', '2026-03-04T00:00:00.000Z')],
    ['UtcStartDate', el('Tasks', 'UtcStartDate', '2026-03-04T00:00:00.000Z')],
  ])('is set all the same: %s', (_name, element) => {
    const twice = el('Email', 'Flag', [el('Email', 'Status', 2), element, element]);
    expect(changeOfProperties([twice], noMarks)).toEqual({ isFlagged: true });
  });
});

describe('marks that a phone changes', () => {
  it.each([
    ['read', [el('Email', 'Read', true)], {}, { isRead: true }],
    ['unread', [el('Email', 'Read', false)], {}, { isRead: false }],
    [
      'an active flag',
      [flag(2)],
      { keywords: ['$FollowUpDone'] },
      { isFlagged: true, removeKeywords: ['$FollowUpDone'] },
    ],
    ['a flag that is done', [flag(1)], { isFlagged: true }, { isFlagged: false, addKeywords: ['$FollowUpDone'] }],
    ['no flag', [flag(0)], { isFlagged: true }, { isFlagged: false }],
    [
      'an empty flag',
      [flag()],
      { keywords: ['$FollowUpDone'] },
      { isFlagged: false, removeKeywords: ['$FollowUpDone'] },
    ],
    [
      'other categories',
      [categories('Blue', 'Red one')],
      { keywords: ['Green', 'Blue', 'NonJunk'] },
      { addKeywords: ['Red_one'], removeKeywords: ['Green'] },
    ],
    ['no categories', [categories()], { keywords: ['Green', '$Forwarded'] }, { removeKeywords: ['Green'] }],
    ['what is only told', [el('Email', 'Importance', 2)], {}, {}],
    [
      'several at once',
      [el('Email', 'Read', true), flag(1), categories('A')],
      {},
      { isRead: true, isFlagged: false, addKeywords: ['$FollowUpDone', 'A'] },
    ],
  ])('%s', (_what, elements, marks, expected) => {
    expect(changeOfProperties(elements, marked(marks))).toEqual(expected);
  });

  it.each([
    ['a flag of no known kind', [flag(7)]],
    ['a read mark that is no boolean', [el('Email', 'Read', 'maybe')]],
    ['a category without a name', [categories('')]],
    ['another subject', [el('Email', 'Subject', 'Mine now'), el('Email', 'Read', true)]],
    ['another body', [el('AirSyncBase', 'Body', [el('AirSyncBase', 'Data', 'x')])]],
  ])('are refused: %s', (_what, elements) => expect(changeOfProperties(elements, noMarks)).toBeNull());
});

describe('a file reference', () => {
  it('leads back to its part', () => {
    const target = { folderId: 'a-b_c.D9', uid: 4_294_967_295, path: '1.2.13' };
    expect(readFileReference(writeFileReference(target))).toEqual(target);
  });

  it.each([
    '',
    'f:1',
    'f:0:1',
    'f:1:0',
    'f:1:1.',
    'f:1:',
    'f:x:1',
    'f:4294967296:1',
    'f/../g:1:1',
    'f:1:1\n',
    ' f:1:1',
  ])('%j is none', (reference) => expect(readFileReference(reference)).toBeNull());
});
