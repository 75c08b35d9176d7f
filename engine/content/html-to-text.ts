import { decodeEntities } from './html-entities';

/**
 * The text of a mail in HTML, for reading: without markup, scripts and styles, with the line breaks that blocks make.
 * Every step is linear in its input, also for markup that never closes.
 */
export function htmlToText(html: string): string {
  const shown = ['style', 'script', 'title'].reduce(
    (rest, tag) => cut(rest, `<${tag}`, `</${tag}`),
    cut(html, '<!--', '-->'),
  );
  const text = shown
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/<(?:br|hr|\/p|\/div|\/h[1-6]|\/tr|\/table|\/ul|\/ol|\/blockquote|\/pre)\b[^<>]*>/gi, '\n')
    .replaceAll(/<\/t[dh]\b[^<>]*>/gi, ' ')
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
  // Not `toLowerCase`: it makes some letters longer, and offsets would no longer fit.
  const lower = html.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
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
