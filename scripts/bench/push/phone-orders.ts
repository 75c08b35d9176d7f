/** What the phones are told to do. */
export type PhoneOrder =
  | {
      readonly kind: 'open';
      /** Numbers of the phones: each `step`-th, the second one not among them. The first goes up as they are opened. */
      from: number;
      readonly to: number;
      readonly step: number;
      readonly port: number;
      readonly isTls: boolean;
      readonly perSecond: number;
      readonly mailboxes: number;
      readonly heartbeatSeconds: number;
    }
  | { readonly kind: 'vanish'; readonly from: number; readonly to: number };

/** What they report now and then. */
export type PhoneReport = {
  /** Pings that were answered: when, by the clock that all processes of a machine share, and with what. */
  readonly ended: { readonly index: number; readonly atNs: string; readonly status: string }[];
  /** Connections that broke. */
  readonly failed: number;
};
