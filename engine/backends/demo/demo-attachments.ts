/** Files of the demo letters: a table, an invoice of one page and a picture of sixteen by sixteen dots. */
export const demoAttachments = {
  numbers: {
    filename: 'Übersicht Region Nord.csv',
    contentType: 'text/csv; charset=utf-8',
    content: 'Monat;Soll;Ist\r\nJanuar;1200;1180\r\nFebruar;1250;1310\r\nMärz;1300;1275\r\n',
  },
  invoice: {
    filename: 'Invoice 2024-1187.pdf',
    contentType: 'application/pdf',
    encoding: 'base64',
    content:
      'JVBERi0xLjQKMSAwIG9iajw8L1R5cGUvQ2F0YWxvZy9QYWdlcyAyIDAgUj4+CmVuZG9iagoyIDAgb2JqPDwvVHlwZS9QYWdlcy9L' +
      'aWRzWzMgMCBSXS9Db3VudCAxPj4KZW5kb2JqCjMgMCBvYmo8PC9UeXBlL1BhZ2UvUGFyZW50IDIgMCBSL01lZGlhQm94WzAgMCA1' +
      'OTUgODQyXS9SZXNvdXJjZXM8PC9Gb250PDwvRjEgNCAwIFI+Pj4+L0NvbnRlbnRzIDUgMCBSPj4KZW5kb2JqCjQgMCBvYmo8PC9U' +
      'eXBlL0ZvbnQvU3VidHlwZS9UeXBlMS9CYXNlRm9udC9Db3VyaWVyPj4KZW5kb2JqCjUgMCBvYmo8PC9MZW5ndGggMjEzPj5zdHJl' +
      'YW0KQlQgL0YxIDEyIFRmIDcyIDc2MCBUZCAxOCBUTCAoSW52b2ljZSAyMDI0LTExODcpIFRqIFQqICgpIFRqIFQqICg1IGxpY2Vu' +
      'Y2VzLCBhbm51YWwgICAgICAgICAgICA5MzQuNTAgRVVSKSBUaiBUKiAoT25ib2FyZGluZywgaGFsZiBhIGRheSAgICAgICAgMzUw' +
      'LjAwIEVVUikgVGogVCogKFRvdGFsICAgICAgICAgICAgICAgICAgICAgICAxLDI4NC41MCBFVVIpIFRqIFQqIEVUCmVuZHN0cmVh' +
      'bQplbmRvYmoKeHJlZgowIDYKMDAwMDAwMDAwMCA2NTUzNSBmIAowMDAwMDAwMDA5IDAwMDAwIG4gCjAwMDAwMDAwNTMgMDAwMDAg' +
      'biAKMDAwMDAwMDEwMyAwMDAwMCBuIAowMDAwMDAwMjE0IDAwMDAwIG4gCjAwMDAwMDAyNzQgMDAwMDAgbiAKdHJhaWxlcjw8L1Np' +
      'emUgNi9Sb290IDEgMCBSPj4Kc3RhcnR4cmVmCjUzNAolJUVPRgo=',
  },
  code: {
    filename: 'code.png',
    contentType: 'image/png',
    cid: 'code@demo.example',
    encoding: 'base64',
    content:
      'iVBORw0KGgoAAAANSUhEUgAAABAAAAAQAQAAAAA3iMLMAAAAOUlEQVR42mNgW8BQso4hJIuhTI+BTYHhrz2DkSLDHzuGsBqG85sY' +
      '/loysNcwlHAzhDxnKE9kYGkCADg7DT7yYmQUAAAAAElFTkSuQmCC',
  },
} as const;

export type DemoAttachment = keyof typeof demoAttachments;
