import { autodiscoverNamespace, type AutodiscoverSchema } from '@/lib/protocol/autodiscover/autodiscover-schema';
import { readXml, type XmlElement } from '@/lib/protocol/autodiscover/read-xml';
import { writeXml } from '@/lib/protocol/autodiscover/write-xml';

export interface AutodiscoverRequest {
  /** Undefined for a phone: it sent no body, and expects the user name to be its address. */
  readonly emailAddress?: string;
  readonly responseSchema: AutodiscoverSchema;
}

/** A document that is XML, but no request: answer with ErrorCode 600. `element` names what is missing or wrong. */
export class AutodiscoverRequestError extends Error {
  override readonly name = 'AutodiscoverRequestError';

  constructor(readonly element: string) {
    super(`no request: ${element}`);
  }
}

const MAX_ADDRESS_LENGTH = 320;

/**
 * Reads a request of phones or of Outlook. Some phones send nothing at all, which asks for the answer for phones.
 *
 * @throws XmlError if the body is not XML as it is needed here; AutodiscoverRequestError if it is no request
 * @see [MS-ASCMD] 2.2.1.1 Autodiscover
 */
export function readAutodiscoverRequest(body: Uint8Array | undefined): AutodiscoverRequest {
  if (!body || body.every(isSpace)) return { responseSchema: 'mobilesync' };
  const root = readXml(body);
  const isKnown =
    root.namespace === autodiscoverNamespace.mobilesyncRequest ||
    root.namespace === autodiscoverNamespace.outlookRequest;
  if (root.name !== 'Autodiscover' || !isKnown) throw new AutodiscoverRequestError('Autodiscover');
  const request = findChild(root, 'Request');
  if (!request) throw new AutodiscoverRequestError('Request');
  const emailAddress = findChild(request, 'EMailAddress')?.text.trim();
  const responseSchema = schemaOf(findChild(request, 'AcceptableResponseSchema'), root);
  const isMissing = !emailAddress && responseSchema === 'mobilesync'; // Outlook may name a mailbox in other ways
  if (isMissing || (emailAddress?.length ?? 0) > MAX_ADDRESS_LENGTH) throw new AutodiscoverRequestError('EMailAddress');
  return { emailAddress: emailAddress || undefined, responseSchema };
}

const isSpace = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);

/** Clients do not agree on the case of EMailAddress. */
const findChild = (parent: XmlElement, name: string): XmlElement | undefined =>
  parent.children.find((each) => each.namespace === parent.namespace && each.name.toLowerCase() === name.toLowerCase());

function schemaOf(acceptable: XmlElement | undefined, root: XmlElement): AutodiscoverSchema {
  const schema = acceptable?.text.trim().toLowerCase();
  if (schema === autodiscoverNamespace.mobilesyncResponse) return 'mobilesync';
  if (schema === autodiscoverNamespace.outlookResponse) return 'outlook';
  if (schema) return 'unknown';
  return root.namespace === autodiscoverNamespace.outlookRequest ? 'outlook' : 'mobilesync';
}

/** The body of a client that wants one of the two known schemas. */
export function writeAutodiscoverRequest(emailAddress: string, schema: 'mobilesync' | 'outlook'): string {
  const isMobile = schema === 'mobilesync';
  const namespace = isMobile ? autodiscoverNamespace.mobilesyncRequest : autodiscoverNamespace.outlookRequest;
  const acceptable = isMobile ? autodiscoverNamespace.mobilesyncResponse : autodiscoverNamespace.outlookResponse;
  return writeXml({
    name: 'Autodiscover',
    attributes: { xmlns: namespace },
    content: [
      {
        name: 'Request',
        content: [
          { name: 'EMailAddress', content: emailAddress },
          { name: 'AcceptableResponseSchema', content: acceptable },
        ],
      },
    ],
  });
}
