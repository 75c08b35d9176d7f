/**
 * Code page 8: MeetingResponse.
 *
 * Tag tokens as published in the token tables, revision of December 2018, compared with independent implementations.
 * Legacy tokens belong to older protocol versions or other implementations: they are read, never written.
 *
 * @see [MS-ASWBXML] 2.1.2.1.9 Code Page 8: MeetingResponse
 */
export const meetingResponsePage = {
  page: 8,
  tags: {
    CalendarId: 0x05,
    CollectionId: 0x06,
    MeetingResponse: 0x07,
    RequestId: 0x08,
    Request: 0x09,
    Result: 0x0a,
    Status: 0x0b,
    UserResponse: 0x0c,
    InstanceId: 0x0e,
    ProposedStartTime: 0x10,
    ProposedEndTime: 0x11,
    SendResponse: 0x12,
  },
  legacyTags: {
    Version: 0x0d,
  },
} as const;
