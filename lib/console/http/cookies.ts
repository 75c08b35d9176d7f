/** Cookies of a request by name; of two with one name the first counts, as browsers send the closer path first. */
export function cookiesOf(headers: Headers): Record<string, string> {
  const pairs = (headers.get('cookie') ?? '').split(';').flatMap((pair) => {
    const [name = '', ...value] = pair.split('=');
    return name.trim() === '' || value.length === 0 ? [] : [[name.trim(), decoded(value.join('=').trim())] as const];
  });
  return Object.fromEntries(pairs.reverse());
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch (error) {
    // Another application on this host may have set it; it is not for us to refuse the request.
    if (error instanceof URIError) return value;
    throw error;
  }
}
