import { parseBase64Query } from '@/lib/protocol/http/base64-query';
import { EasQueryError } from '@/lib/protocol/http/eas-query-error';
import { type ProtocolVersion, protocolVersions } from '@/lib/protocol/eas/protocol-version';
import type { EasRequestLine } from '@/lib/protocol/http/eas-request-line';
import type { EasHeaders } from '@/lib/protocol/http/headers';
import { isPlainQuery, parsePlainQuery } from '@/lib/protocol/http/plain-query';

const MAX_QUERY_LENGTH = 4096;

/**
 * What a POST asks for, from its raw query (without the `?`) and its headers.
 *
 * @param served the versions that may be asked for
 * @throws EasQueryError naming what is wrong, with what is known of command and version
 * @see [MS-ASHTTP] 2.2.1.1.1 Request Line
 */
export function parseEasQuery(
  query: string,
  headers: EasHeaders,
  served: readonly ProtocolVersion[] = protocolVersions,
): EasRequestLine {
  if (query === '') throw new EasQueryError('query_missing');
  if (query.length > MAX_QUERY_LENGTH) throw new EasQueryError('query_too_long');
  return isPlainQuery(query) ? parsePlainQuery(query, headers, served) : parseBase64Query(query);
}
