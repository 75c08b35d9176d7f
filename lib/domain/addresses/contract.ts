import { z } from 'zod';

/** A DNS record that lets phones find the server by the mail address alone. */
export const AddressRecord = z.object({
  type: z.enum(['CNAME', 'SRV']),
  name: z.string(),
  /** As it is entered: a host, or priority, weight, port and host. */
  value: z.string(),
});
export type AddressRecord = z.infer<typeof AddressRecord>;

export const DomainAddresses = z.object({ domain: z.string(), records: z.array(AddressRecord) });

/** Where phones are sent, and what DNS should say about it. */
export const AddressPlan = z.object({
  /** `no_public_url`: PUBLIC_URL is not set; `no_name`: it names an IP address, or this very machine. */
  state: z.enum(['ready', 'no_public_url', 'no_name']),
  /** Of PUBLIC_URL. */
  host: z.string().nullable(),
  port: z.number().int().nullable(),
  /** Those that the known mailboxes have, the one with most first, at most 20. */
  domains: z.array(DomainAddresses).max(20),
  hasMoreDomains: z.boolean(),
});
export type AddressPlan = z.infer<typeof AddressPlan>;

export const AddressState = z.enum([
  'ok',
  'missing',
  /** There is a record, and it leads to another place. */
  'elsewhere',
  /** DNS did not answer. */
  'unknown',
]);
export type AddressState = z.infer<typeof AddressState>;

export const CheckedRecord = AddressRecord.extend({
  state: AddressState,
  /** What DNS says instead, at most 5. */
  found: z.array(z.string()).max(5),
});
export type CheckedRecord = z.infer<typeof CheckedRecord>;

export const CertificateState = z.enum([
  'ok',
  /** In less than 14 days. */
  'ends_soon',
  'ended',
  'not_begun',
  'wrong_name',
  /** By an authority that the console does not know: phones will hardly know it. */
  'not_trusted',
  'unreachable',
]);
export type CertificateState = z.infer<typeof CertificateState>;

export const CertificateView = z.object({
  state: CertificateState,
  validFrom: z.iso.datetime().nullable(),
  validTo: z.iso.datetime().nullable(),
});
export type CertificateView = z.infer<typeof CertificateView>;

/** What DNS and the server itself said just now. */
export const AddressCheck = z.object({
  checkedAt: z.iso.datetime(),
  host: z.object({ state: AddressState.exclude(['elsewhere']), addresses: z.array(z.string()).max(5) }).nullable(),
  /** Null: there is no address to look at. */
  certificate: CertificateView.nullable(),
  domains: z.array(
    z.object({
      domain: z.string(),
      records: z.array(CheckedRecord),
      /** Whether the certificate is good for autodiscover.<domain> as well; null: it could not be seen. */
      isInCertificate: z.boolean().nullable(),
    }),
  ),
});
export type AddressCheck = z.infer<typeof AddressCheck>;
