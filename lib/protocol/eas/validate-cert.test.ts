import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitrary } from '@/lib/protocol/eas/testdata/arbitrary';
import { inDisorder, overTheWire } from '@/lib/protocol/eas/testdata/over-the-wire';
import { refused } from '@/lib/protocol/eas/testdata/refused';
import {
  readValidateCertRequest,
  readValidateCertResponse,
  writeValidateCertRequest,
  writeValidateCertResponse,
} from '@/lib/protocol/eas/validate-cert';
import { type EasElement, el } from '@/lib/protocol/wbxml/element';
import { vector } from '@/lib/protocol/wbxml/testdata/vector';

const validate = (...children: EasElement[]) => el('ValidateCert', 'ValidateCert', children);
const list = (...certificates: EasElement[]) => el('ValidateCert', 'Certificates', certificates);
const certificate = el('ValidateCert', 'Certificate', 'AQID');
const many = (count: number) => validate(list(...Array.from({ length: count }, () => certificate)));

describe('ValidateCert', () => {
  it('comes through in any order, with any values', () => {
    const { decoded, flag, any, some } = arbitrary;
    fc.assert(
      fc.property(fc.record({ chain: any(decoded), certificates: some(decoded), checkRevocation: flag }), (each) => {
        expect(readValidateCertRequest(inDisorder(overTheWire(writeValidateCertRequest(each))))).toEqual(each);
      }),
      { seed: 20_260_222 },
    );
  });

  it('takes certificates as bytes, too, and an empty CheckCRL for yes', () => {
    const bytes = Buffer.from([1, 2, 3]);
    const element = validate(list(el('ValidateCert', 'Certificate', bytes)), el('ValidateCert', 'CheckCRL'));
    expect(readValidateCertRequest(element)).toEqual({ chain: [], certificates: [bytes], checkRevocation: true });
  });

  it('may name 100 certificates and no more', () => {
    expect(readValidateCertRequest(many(100)).certificates).toHaveLength(100);
    expect(() => readValidateCertRequest(many(101))).toThrow(refused('out_of_range', 2));
  });

  it.each([
    ['nothing', validate(), 'missing_element'],
    ['an empty list', many(0), 'missing_element'],
    ['an empty chain', validate(list(certificate), el('ValidateCert', 'CertificateChain')), 'missing_element'],
    ['an empty certificate', validate(list(el('ValidateCert', 'Certificate'))), 'invalid_value'],
    ['a certificate that is none', validate(list(el('ValidateCert', 'Certificate', '!'))), 'invalid_value'],
    [
      'a certificate without end',
      validate(list(el('ValidateCert', 'Certificate', Buffer.alloc(65_537)))),
      'value_too_long',
    ],
    ['CheckCRL 2', validate(list(certificate), el('ValidateCert', 'CheckCRL', 2)), 'invalid_value'],
    [
      'a list of another namespace',
      validate(el('ResolveRecipients', 'Certificates', [certificate])),
      'missing_element',
    ],
    ['another document', list(certificate), 'unexpected_document'],
  ] as const)('is refused with Status 2 for %s', (_what, element, code) => {
    expect(() => readValidateCertRequest(element)).toThrow(refused(code, 2));
  });

  it('is answered as on the wire', () => {
    const response = { status: 1, certificates: [7] };
    expect(writeValidateCertResponse(response)).toEqual(vector('validatecert-response'));
    expect(readValidateCertResponse(vector('validatecert-response'))).toEqual(response);
    const several = { status: 1, certificates: [1, 13, 7] };
    expect(readValidateCertResponse(overTheWire(writeValidateCertResponse(several)))).toEqual(several);
  });
});
