/**
 * Code page 17: AirSyncBase.
 *
 * Tag tokens as published in the token tables, revision of December 2018, compared with independent implementations.
 *
 * @see [MS-ASWBXML] 2.1.2.1.18 Code Page 17: AirSyncBase
 */
export const airSyncBasePage = {
  page: 17,
  tags: {
    BodyPreference: 0x05,
    Type: 0x06,
    TruncationSize: 0x07,
    AllOrNone: 0x08,
    Body: 0x0a,
    Data: 0x0b,
    EstimatedDataSize: 0x0c,
    Truncated: 0x0d,
    Attachments: 0x0e,
    Attachment: 0x0f,
    DisplayName: 0x10,
    FileReference: 0x11,
    Method: 0x12,
    ContentId: 0x13,
    ContentLocation: 0x14,
    IsInline: 0x15,
    NativeBodyType: 0x16,
    ContentType: 0x17,
    Preview: 0x18,
    BodyPartPreference: 0x19,
    BodyPart: 0x1a,
    Status: 0x1b,
    Add: 0x1c,
    Delete: 0x1d,
    ClientId: 0x1e,
    Content: 0x1f,
    Location: 0x20,
    Annotation: 0x21,
    Street: 0x22,
    City: 0x23,
    State: 0x24,
    Country: 0x25,
    PostalCode: 0x26,
    Latitude: 0x27,
    Longitude: 0x28,
    Accuracy: 0x29,
    Altitude: 0x2a,
    AltitudeAccuracy: 0x2b,
    LocationUri: 0x2c,
    InstanceId: 0x2d,
  },
  legacyTags: {},
} as const;
