import type { MailRules } from '@/engine/content/item-wishes';
import type { Exchange } from '@/engine/exchange';
import { provisionSettings } from '@/lib/domain/policies/policy-document';
import type { ProvisionSettings } from '@/lib/protocol/eas/provision-settings';

const NO_LIMIT = -1;

/**
 * What the policy of the device says about mail. Phones are told the same by Provision; here it holds for those, too, that
 * do not listen.
 *
 * @see [MS-ASPROV] 2.2.2.28 EASProvisionDoc
 */
export function mailRulesOf(exchange: Pick<Exchange, 'facts'>): MailRules {
  const settings = settingsOf(exchange);
  const limit = (bytes: number) => (bytes === NO_LIMIT ? null : bytes);
  return {
    allowHtml: settings.AllowHTMLEmail,
    allowAttachments: settings.AttachmentsEnabled,
    maxAttachmentBytes: settings.MaxAttachmentSize,
    maxTextBodyBytes: limit(settings.MaxEmailBodyTruncationSize),
    maxHtmlBodyBytes: limit(settings.MaxEmailHTMLBodyTruncationSize),
  };
}

/** The FilterType that holds: the client's wish, or the policy's if that is stricter. 0 is everything. */
export function permittedFilter(exchange: Pick<Exchange, 'facts'>, wanted: number | undefined): number | undefined {
  const most = settingsOf(exchange).MaxEmailAgeFilter;
  if (most === 0) return wanted;
  return wanted === undefined || wanted === 0 ? most : Math.min(wanted, most);
}

/** Whether mail of the device must be signed, or encrypted. */
export function sealWanted(exchange: Pick<Exchange, 'facts'>): 'encrypted' | 'signed' | null {
  const { RequireEncryptedSMIMEMessages, RequireSignedSMIMEMessages } = settingsOf(exchange);
  if (RequireEncryptedSMIMEMessages) return 'encrypted';
  return RequireSignedSMIMEMessages ? 'signed' : null;
}

const settingsOf = ({ facts }: Pick<Exchange, 'facts'>): ProvisionSettings =>
  provisionSettings(facts.effectivePolicy.settings);
