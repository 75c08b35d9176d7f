const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  euro: '€',
  hellip: '…',
  mdash: '—',
  ndash: '–',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  Auml: 'Ä',
  Ouml: 'Ö',
  Uuml: 'Ü',
  szlig: 'ß',
  eacute: 'é',
  egrave: 'è',
  agrave: 'à',
  ccedil: 'ç',
};

const MAX_CODE_POINT = 0x10_ffff;

/**
 * The text of a mail in HTML, for reading: without markup, scripts and styles, with the line breaks that blocks make.
 * Every step is linear in its input, also for markup that never closes.
 */
export function htmlToText(html: string): string {
  const shown = cut(cut(cut(html, '<!--', '-->'), '<style', '</style'), '<script', '</script');
  const text = shown
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/<(?:br|\/p|\/div|\/h[1-6]|\/tr|\/table|\/ul|\/ol|\/blockquote)\b[^<>]*>/gi, '\n')
    .replaceAll(/<li\b[^<>]*>/gi, '\n- ')
    .replaceAll(/<[a-z/!?][^<>]*>/gi, '');
  const lines = decodeEntities(text).split('\n');
  return lines
    .map((line) => line.trim())
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

/** Takes out everything from each opening to its close, or to the end if it is never closed. */
function cut(html: string, opening: string, closing: string): string {
  const lower = html.toLowerCase();
  let kept = '';
  let from = 0;
  for (let start = lower.indexOf(opening); start >= 0; start = lower.indexOf(opening, from)) {
    kept += html.slice(from, start);
    const end = lower.indexOf(closing, start);
    if (end < 0) return kept;
    // What is left of a closing tag goes with the other tags.
    from = closing.endsWith('>') ? end + closing.length : end;
  }
  return kept + html.slice(from);
}

function decodeEntities(text: string): string {
  return text.replaceAll(/&#?\w{1,8};/g, (entity) => {
    const body = entity.slice(1, -1);
    if (!body.startsWith('#')) return named[body] ?? entity;
    const code = /^#x[\da-f]+$/i.test(body) ? Number.parseInt(body.slice(2), 16) : Number(body.slice(1));
    return code > 0 && code <= MAX_CODE_POINT ? String.fromCodePoint(code) : '';
  });
}
