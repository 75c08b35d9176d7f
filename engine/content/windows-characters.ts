/** What windows-1252 has at 0x80 to 0x9F; at five places there is nothing. */
const characters = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ';
const FIRST = 0x80;

/**
 * Text with the characters that Windows has where Latin 1 has control characters. Mails mean them whenever they say Latin 1,
 * and Node 20 decodes windows-1252 as if it were Latin 1.
 */
export const withWindowsCharacters = (text: string): string =>
  text.replaceAll(/[\u0080-\u009F]/g, (control) => characters.charAt(control.charCodeAt(0) - FIRST));
