import { type FinalAnswer, httpAnswer, type StatusContext, statusAnswer, tryLater } from '@/engine/answer';
import { BackendUnavailable } from '@/engine/backends/contract';
import { EasFormatError } from '@/lib/protocol/eas/format-error';
import { commonStatus } from '@/lib/protocol/eas/status';
import { EasQueryError } from '@/lib/protocol/http/eas-query-error';
import type { EasRequestLine } from '@/lib/protocol/http/eas-request-line';
import { WbxmlError } from '@/lib/protocol/wbxml/wbxml-error';
import type { Logger } from '@/lib/log/logger';
import { BodyError } from './request-body';

/**
 * What a phone is told when its request cannot be served. Malformed input is its own fault and named as such; whatever
 * else is thrown means that something could not be read or decided, and then the answer is "try later", never data.
 */
export function explainFailure(error: unknown, line: EasRequestLine | null, log: Logger): FinalAnswer {
  if (error instanceof EasQueryError) {
    log.info({ code: error.code }, 'Request line refused');
    return explainQuery(error);
  }
  if (error instanceof BodyError) {
    log.info({ status: error.status }, 'Request body refused');
    return httpAnswer(error.status, { Connection: 'close' });
  }
  const context = line && contextOf(line);
  if (error instanceof WbxmlError && context) {
    log.info({ code: error.code, offset: error.offset, command: context.command }, 'Document is not WBXML');
    return statusAnswer(commonStatus.invalidWbxml, context);
  }
  if (error instanceof EasFormatError && context) {
    log.info({ code: error.code, element: error.element, command: context.command }, 'Document is malformed');
    return statusAnswer(error.status, context);
  }
  if (error instanceof BackendUnavailable)
    log.warn({ err: error }, 'Mail server unavailable; phone asked to try later');
  else log.error({ err: error }, 'Request failed; phone asked to try later');
  return tryLater();
}

function contextOf({ command, protocolVersion, policyKey }: EasRequestLine): StatusContext {
  return { command, protocolVersion, hasPolicyKey: policyKey.kind === 'present' };
}

/** [MS-ASHTTP] 2.2.2.1.1 Status Line, [MS-ASCMD] 2.2.2 Common Status Codes 108, 109 */
function explainQuery({ code, context }: EasQueryError): FinalAnswer {
  if (code === 'command_unknown') return httpAnswer(501);
  const status = code.startsWith('device_id') ? commonStatus.deviceIdInvalid : commonStatus.deviceTypeInvalid;
  const { command, protocolVersion } = context;
  if (code.startsWith('device_') && command && protocolVersion) {
    return statusAnswer(status, { command, protocolVersion, hasPolicyKey: false });
  }
  return httpAnswer(400);
}
