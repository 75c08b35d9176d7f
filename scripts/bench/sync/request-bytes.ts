import type { EasElement } from '@/lib/protocol/wbxml/element';
import { encodeWbxml } from '@/lib/protocol/wbxml/encode-wbxml';
import { mailboxName } from './load-orders';

export type Asking = {
  readonly mailbox: number;
  readonly deviceId: string;
  readonly password: string;
  readonly policyKey: number;
};

/** A request as it goes over the wire, in base64. */
export function requestBytes(command: string, phone: Asking, element: EasElement | null): string {
  const user = mailboxName(phone.mailbox);
  const body = element ? encodeWbxml(element) : new Uint8Array();
  const query = `Cmd=${command}&User=${encodeURIComponent(user)}&DeviceId=${phone.deviceId}&DeviceType=iPhone`;
  const head = [
    `POST /Microsoft-Server-ActiveSync?${query} HTTP/1.1`,
    'Host: 127.0.0.1',
    `Authorization: Basic ${Buffer.from(`${user}:${phone.password}`).toString('base64')}`,
    'MS-ASProtocolVersion: 16.1',
    `X-MS-PolicyKey: ${phone.policyKey}`,
    'User-Agent: Apple-iPhone15C4/2206.76',
    'Content-Type: application/vnd.ms-sync.wbxml',
    'Accept: */*',
    'Accept-Language: en-us',
    'Accept-Encoding: gzip, deflate',
    `Content-Length: ${body.length}`,
    'Connection: keep-alive',
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]).toString('base64');
}
