const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Plain text as a document of HTML that reads the same. */
export const textToHtml = (text: string): string =>
  `<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body>${linesToHtml(text)}</body></html>`;

/** The same as a piece of a document. Runs of spaces and empty lines stay. */
export const linesToHtml = (text: string): string =>
  text
    .replaceAll(/[&<>"]/g, (character) => entities[character] ?? character)
    .replaceAll(/^ | {2}/gm, (spaces) => spaces.replace(' ', '&nbsp;'))
    .replaceAll(/\r?\n/g, '<br>\r\n');
