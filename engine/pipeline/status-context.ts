import type { StatusContext } from '@/engine/answer';
import type { Exchange } from '@/engine/exchange';

/** What the form of a refusal depends on. A Ping never carries a policy key, so the device's own counts as sent. */
export function statusContext({ request, facts }: Pick<Exchange, 'request' | 'facts'>): StatusContext {
  const { command, protocolVersion, policyKey } = request.line;
  const hasPolicyKey = policyKey.kind === 'present' || (command === 'Ping' && facts.policyKey !== null);
  return { command, protocolVersion, hasPolicyKey };
}
