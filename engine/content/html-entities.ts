import { withWindowsCharacters } from './windows-characters';

/** Names of U+00A0 to U+00FF in order. */
const latin1 =
  `nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute
micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil
Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute
Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute
icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml`.split(
    /\s+/,
  );

const others: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  euro: '€',
  hellip: '…',
  mdash: '—',
  ndash: '–',
  lsquo: '‘',
  rsquo: '’',
  sbquo: '‚',
  ldquo: '“',
  rdquo: '”',
  bdquo: '„',
  lsaquo: '‹',
  rsaquo: '›',
  bull: '•',
  trade: '™',
  larr: '←',
  rarr: '→',
  infin: '∞',
  ne: '≠',
  le: '≤',
  ge: '≥',
  minus: '−',
  OElig: 'Œ',
  oelig: 'œ',
  Scaron: 'Š',
  scaron: 'š',
  Yuml: 'Ÿ',
  dagger: '†',
  permil: '‰',
  check: '✓',
  ensp: ' ',
  emsp: ' ',
  thinsp: ' ',
  // What is there only for the layout reads as nothing.
  zwnj: '',
  zwj: '',
  lrm: '',
  rlm: '',
};

const entities = new Map([
  ...Object.entries(others),
  ...latin1.map((name, index) => [name, String.fromCharCode(0xa0 + index)] as const),
  ['nbsp', ' '] as const,
  ['shy', ''] as const,
]);

const MAX_CODE_POINT = 0x10_ffff;

/** Text with its character references resolved; what is none stays. */
export function decodeEntities(text: string): string {
  return text.replaceAll(/&#?\w{1,8};/g, (entity) => {
    const body = entity.slice(1, -1);
    if (!body.startsWith('#')) return entities.get(body) ?? entity;
    const code = /^#x[\da-f]+$/i.test(body) ? Number.parseInt(body.slice(2), 16) : Number(body.slice(1));
    // As browsers do: old programs mean the characters that Windows has there.
    if (code >= 0x80 && code <= 0x9f) return withWindowsCharacters(String.fromCharCode(code));
    return code > 0 && code <= MAX_CODE_POINT ? String.fromCodePoint(code) : '';
  });
}
