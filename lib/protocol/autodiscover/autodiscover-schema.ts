/** Namespaces of Autodiscover. [MS-ASCMD] 2.2.1.1 Autodiscover */
export const autodiscoverNamespace = {
  mobilesyncRequest: 'http://schemas.microsoft.com/exchange/autodiscover/mobilesync/requestschema/2006',
  mobilesyncResponse: 'http://schemas.microsoft.com/exchange/autodiscover/mobilesync/responseschema/2006',
  outlookRequest: 'http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006',
  outlookResponse: 'http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a',
  /** Around every answer. */
  response: 'http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006',
} as const;

/** What a client can read: the answer for phones, the one for Outlook, or one that nobody here knows. */
export type AutodiscoverSchema = 'mobilesync' | 'outlook' | 'unknown';
