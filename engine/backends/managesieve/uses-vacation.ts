/**
 * Whether a script may answer mail by itself. It is if it requires the extension for that, even if no rule uses it just
 * now. Looks at everything that is not a comment: a doubt counts as yes.
 *
 * @see RFC 5230 2 Capability Identifier
 */
export function usesVacation(script: string): boolean {
  return /"vacation(?:-seconds)?"/i.test(withoutComments(script));
}

/**
 * Strings stay as they are, also with something inside that looks like a comment. What is never closed reaches to the end,
 * so that nothing is looked at twice.
 */
function withoutComments(script: string): string {
  const stringOrComment = /"(?:[^"\\]+|\\[^]?)*(?:"|$)|#[^\r\n]*|\/\*[^]*?(?:\*\/|$)/g;
  return script.replaceAll(stringOrComment, (found) => (found.startsWith('"') ? found : ' '));
}
