import type { EasCommand } from '@/lib/protocol/eas/command';
import type { ProtocolVersion } from '@/lib/protocol/eas/protocol-version';

/** Why a request line is not acceptable. Part of the contract: logs and tests name these codes. */
export type EasQueryErrorCode =
  | 'query_missing'
  | 'query_too_long'
  /** Neither `Cmd=` nor base64 with a known layout. */
  | 'query_unreadable'
  /** A base64 query that ends inside of a field. */
  | 'query_truncated'
  | 'command_missing'
  | 'command_unknown'
  | 'version_unsupported'
  | 'device_id_missing'
  | 'device_id_invalid'
  | 'device_type_missing'
  | 'device_type_invalid'
  /** A base64 query whose policy key is neither 0 nor 4 bytes long. */
  | 'policy_key_invalid';

/** What is known of the request all the same, which is what the form of the answer depends on. */
export interface EasQueryContext {
  readonly command?: EasCommand;
  readonly protocolVersion?: ProtocolVersion;
}

/** A request line that cannot be served. */
export class EasQueryError extends Error {
  override readonly name = 'EasQueryError';

  constructor(
    readonly code: EasQueryErrorCode,
    readonly context: EasQueryContext = {},
  ) {
    super(code);
  }
}
