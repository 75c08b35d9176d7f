/**
 * Code page 3: AirNotify.
 *
 * Tag tokens as published in the token tables, revision of December 2018, compared with independent implementations.
 * Legacy tokens belong to older protocol versions or other implementations: they are read, never written.
 *
 * @see [MS-ASWBXML] 2.1.2.1.4 Code Page 3: AirNotify
 */
export const airNotifyPage = {
  page: 3,
  tags: {},
  legacyTags: {
    Notify: 0x05,
    Notification: 0x06,
    Version: 0x07,
    LifeTime: 0x08,
    DeviceInfo: 0x09,
    Enable: 0x0a,
    Folder: 0x0b,
    ServerId: 0x0c,
    DeviceAddress: 0x0d,
    ValidCarrierProfiles: 0x0e,
    CarrierProfile: 0x0f,
    Status: 0x10,
    Responses: 0x11,
    Devices: 0x12,
    Device: 0x13,
    Id: 0x14,
    Expiry: 0x15,
    NotifyGUID: 0x16,
    DeviceFriendlyName: 0x17,
  },
} as const;
