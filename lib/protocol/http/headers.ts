/** Request headers as Node gives them: names in lower case. */
export type EasHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** One value of a header that should occur once. */
export function headerValue(headers: EasHeaders, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'object' ? value[0] : value;
}
