import { autodiscoverNamespace } from '@/lib/protocol/autodiscover/autodiscover-schema';
import { readXml, type XmlElement } from '@/lib/protocol/autodiscover/read-xml';
import { writeXml, type XmlNode } from '@/lib/protocol/autodiscover/write-xml';

/** [MS-ASCMD] 2.2.1.1 Autodiscover: why a request as a whole is refused. */
export const autodiscoverErrorCode = { invalidRequest: 600, schemaNotSupported: 601 } as const;

export interface AutodiscoverServer {
  /** `CertEnroll`: where certificates are to be had, with the template as `serverData`. */
  readonly type: 'MobileSync' | 'CertEnroll';
  readonly url: string;
  readonly name?: string;
  readonly serverData?: string;
}

interface Recipient {
  /** Default `en:us`. */
  readonly culture?: string;
  readonly displayName?: string;
  readonly emailAddress: string;
}

export type AutodiscoverResponse =
  | (Recipient & { readonly kind: 'settings'; readonly servers: readonly AutodiscoverServer[] })
  /** Begin anew with this address. */
  | (Recipient & { readonly kind: 'redirect'; readonly address: string })
  /** The request was understood and cannot be met. */
  | (Recipient & {
      readonly kind: 'failure';
      readonly status: number;
      readonly message: string;
      readonly debugData?: string;
    })
  /** The request as a whole is refused, whatever its schema. */
  | {
      readonly kind: 'error';
      readonly code: number;
      readonly message: string;
      readonly debugData?: string;
      /** When, and a number by which the answer is found in a log. */
      readonly at: Date;
      readonly id: string;
    };

/** The document of an answer, `text/xml` in UTF-8. */
export function writeAutodiscoverResponse(response: AutodiscoverResponse): string {
  return writeXml({
    name: 'Autodiscover',
    attributes: { xmlns: autodiscoverNamespace.response },
    content: [response.kind === 'error' ? writeError(response) : writeAnswer(response)],
  });
}

type Failure = Extract<AutodiscoverResponse, { kind: 'error' }>;
type Answer = Exclude<AutodiscoverResponse, Failure>;

/** Stands in the namespace around it: a client of any schema can read it. */
const writeError = ({ code, message, debugData, at, id }: Failure): XmlNode => ({
  name: 'Response',
  content: [
    {
      name: 'Error',
      attributes: { Time: `${at.toISOString().slice(11, 23)}0000`, Id: id },
      content: [
        { name: 'ErrorCode', content: String(code) },
        { name: 'Message', content: message },
        { name: 'DebugData', content: debugData },
      ],
    },
  ],
});

const writeAnswer = (answer: Answer): XmlNode => ({
  name: 'Response',
  attributes: { xmlns: autodiscoverNamespace.mobilesyncResponse },
  content: [
    { name: 'Culture', content: answer.culture ?? 'en:us' },
    {
      name: 'User',
      content: [
        answer.displayName !== undefined && { name: 'DisplayName', content: answer.displayName },
        { name: 'EMailAddress', content: answer.emailAddress },
      ],
    },
    { name: 'Action', content: [writeAction(answer)] },
  ],
});

function writeAction(answer: Answer): XmlNode {
  switch (answer.kind) {
    case 'settings':
      return { name: 'Settings', content: answer.servers.map(writeServer) };
    case 'redirect':
      return { name: 'Redirect', content: answer.address };
    case 'failure':
      return {
        name: 'Error',
        content: [
          { name: 'Status', content: String(answer.status) },
          { name: 'Message', content: answer.message },
          answer.debugData !== undefined && { name: 'DebugData', content: answer.debugData },
        ],
      };
  }
}

const writeServer = ({ type, url, name, serverData }: AutodiscoverServer): XmlNode => ({
  name: 'Server',
  content: [
    { name: 'Type', content: type },
    { name: 'Url', content: url },
    name !== undefined && { name: 'Name', content: name },
    serverData !== undefined && { name: 'ServerData', content: serverData },
  ],
});

/** What a client takes from an answer. */
export interface DiscoveredSettings {
  readonly culture?: string;
  readonly displayName?: string;
  readonly emailAddress?: string;
  readonly servers: readonly AutodiscoverServer[];
  readonly redirect?: string;
  /** ErrorCode of a refused request, or Status of a failure. */
  readonly errorCode?: number;
}

/**
 * Reads an answer, as a client.
 *
 * @throws XmlError if it is not XML as it is needed here
 */
export function readAutodiscoverResponse(body: Uint8Array): DiscoveredSettings {
  const response = descend(readXml(body), 'Response');
  const user = descend(response, 'User');
  const action = descend(response, 'Action');
  const error = descend(response, 'Error') ?? descend(action, 'Error');
  const code = textIn(error, 'ErrorCode') ?? textIn(error, 'Status');
  const servers = descend(action, 'Settings')?.children.filter(({ name }) => name === 'Server') ?? [];
  return {
    culture: textIn(response, 'Culture'),
    displayName: textIn(user, 'DisplayName'),
    emailAddress: textIn(user, 'EMailAddress'),
    servers: servers.map(readServer),
    redirect: textIn(action, 'Redirect'),
    errorCode: code === undefined ? undefined : Number(code),
  };
}

const descend = (parent: XmlElement | undefined, name: string): XmlElement | undefined =>
  parent?.children.find((each) => each.name === name);

const textIn = (parent: XmlElement | undefined, name: string): string | undefined => descend(parent, name)?.text.trim();

const readServer = (element: XmlElement): AutodiscoverServer => ({
  type: textIn(element, 'Type') === 'CertEnroll' ? 'CertEnroll' : 'MobileSync',
  url: textIn(element, 'Url') ?? '',
  name: textIn(element, 'Name'),
  serverData: textIn(element, 'ServerData'),
});
