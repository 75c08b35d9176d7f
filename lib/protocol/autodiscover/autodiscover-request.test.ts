import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  AutodiscoverRequestError,
  readAutodiscoverRequest,
  writeAutodiscoverRequest,
} from '@/lib/protocol/autodiscover/autodiscover-request';
import { autodiscoverNamespace } from '@/lib/protocol/autodiscover/autodiscover-schema';
import { XmlError } from '@/lib/protocol/autodiscover/xml-error';

const read = (source: string) => readAutodiscoverRequest(Buffer.from(source));
const { mobilesyncRequest, mobilesyncResponse, outlookRequest, outlookResponse } = autodiscoverNamespace;

const mobile = `<?xml version="1.0" encoding="utf-8"?>
<Autodiscover xmlns="${mobilesyncRequest}">
  <Request>
    <EMailAddress>a@example.com</EMailAddress>
    <AcceptableResponseSchema>${mobilesyncResponse}</AcceptableResponseSchema>
  </Request>
</Autodiscover>`;

/** What is wrong with how hostile text is read, or null: it leads to a request or to one of the two named errors. */
function faultOf(source: string): string | null {
  try {
    read(source);
    return null;
  } catch (error) {
    return error instanceof XmlError || error instanceof AutodiscoverRequestError ? null : String(error);
  }
}

describe('a request to Autodiscover', () => {
  it.each([
    ['of a phone', mobile, 'mobilesync'],
    [
      'of Outlook',
      mobile.replace(mobilesyncRequest, outlookRequest).replace(mobilesyncResponse, outlookResponse),
      'outlook',
    ],
    ['of Outlook for the answer for phones', mobile.replace(mobilesyncRequest, outlookRequest), 'mobilesync'],
    ['for an answer that nobody knows', mobile.replace(mobilesyncResponse, 'urn:x'), 'unknown'],
    ['of a phone that names no schema', mobile.replace(/<Acc.*>\n/, ''), 'mobilesync'],
    ['with a prefix', mobile.replace('xmlns=', 'xmlns:a=').replaceAll(/<(\/?)(?=[A-Z])/g, '<$1a:'), 'mobilesync'],
    ['in another order, and with more in it', mobile.replace('<EMail', '<Extra/><EMail'), 'mobilesync'],
    ['with the address in another case', mobile.replaceAll('EMailAddress', 'EmailAddress'), 'mobilesync'],
  ])('is read: one %s', (_what, source, responseSchema) => {
    expect(read(source)).toEqual({ emailAddress: 'a@example.com', responseSchema });
  });

  it.each([undefined, '', '\r\n'])('without a body asks for the answer for phones: %o', (source) => {
    expect(readAutodiscoverRequest(source === undefined ? undefined : Buffer.from(source))).toEqual({
      responseSchema: 'mobilesync',
    });
  });

  it('of Outlook may name its mailbox in other ways', () => {
    const source = writeAutodiscoverRequest('', 'outlook');
    expect(read(source)).toEqual({ emailAddress: undefined, responseSchema: 'outlook' });
  });

  it.each([
    ['another root', mobile.replaceAll('Autodiscover', 'Autodetect'), 'Autodiscover'],
    ['another namespace', mobile.replace(mobilesyncRequest, 'urn:x'), 'Autodiscover'],
    ['no request', `<Autodiscover xmlns="${mobilesyncRequest}"/>`, 'Request'],
    ['no address', mobile.replace(/<EMail.*>\n/, ''), 'EMailAddress'],
    ['an empty address', mobile.replace('a@example.com', ' '), 'EMailAddress'],
    ['an address that is too long', mobile.replace('a@', `${'a'.repeat(320)}@`), 'EMailAddress'],
    [
      'an address of another namespace',
      mobile.replace('<EMailAddress>', '<EMailAddress xmlns="urn:x">'),
      'EMailAddress',
    ],
  ])('is refused for %s', (_what, source, element) => {
    expect(() => read(source)).toThrow(expect.objectContaining({ name: 'AutodiscoverRequestError', element }));
  });

  it('that is no XML says where', () => {
    expect(() => read('<Autodiscover')).toThrow(expect.objectContaining({ name: 'XmlError', code: 'malformed' }));
  });

  it('comes through from our client with any address', () => {
    const address = fc
      .string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 50 })
      .map((each) => `x${each.trim()}@b`);
    fc.assert(
      fc.property(address, fc.constantFrom('mobilesync' as const, 'outlook' as const), (emailAddress, schema) => {
        expect(read(writeAutodiscoverRequest(emailAddress, schema))).toEqual({ emailAddress, responseSchema: schema });
      }),
      { seed: 20_260_233 },
    );
  });

  it('that was damaged leads to a request or a named error', () => {
    const damage = fc.record({ at: fc.nat(mobile.length - 1), length: fc.nat(20), text: fc.string({ maxLength: 5 }) });
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 4 }), (list) => {
        const damaged = list.reduce(
          (source, { at, length, text }) => source.slice(0, at) + text + source.slice(at + length),
          mobile,
        );
        expect(faultOf(damaged)).toBeNull();
      }),
      { seed: 20_260_234, numRuns: 2000 },
    );
  });
});
