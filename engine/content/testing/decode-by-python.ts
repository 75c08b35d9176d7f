import { spawnSync } from 'node:child_process';

/** A part that has no parts of its own, as Python's `email` package reads it. */
export type PythonPart = {
  /** IMAP section number. */
  readonly path: string;
  readonly type: string;
  readonly fileName: string | null;
  readonly charset: string | null;
  readonly content: Buffer;
};

const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;

// Attached messages are kept whole, as what is inside goes with them: under another name their type means nothing to
// Python, but for those of a digest, which have none.
const SCRIPT = `
import base64, email, json, sys
from email.generator import BytesGenerator
from io import BytesIO

KEPT, NAMED = b'message/', b'x-kept-message/'

def octets(part):
    if not part.is_multipart():
        return (part.get_payload(decode=True) or b'').replace(NAMED, KEPT)
    out = BytesIO()
    generator = BytesGenerator(out, mangle_from_=False, maxheaderlen=0)
    for each in part.get_payload():
        generator.flatten(each, linesep='\\r\\n')
    return out.getvalue().replace(NAMED, KEPT)

def kind(part):
    # What is no type at all stands for octets.
    return part.get_content_type() if '/' in str(part.get('Content-Type', '/')) else 'application/octet-stream'

def walk(part, path, found):
    if part.is_multipart() and part.get_content_maintype() == 'multipart':
        for index, each in enumerate(part.get_payload(), 1):
            walk(each, f'{path}.{index}' if path else str(index), found)
        return
    found.append({
        'path': path or '1',
        'type': kind(part).replace(NAMED.decode(), KEPT.decode()),
        'fileName': part.get_filename(),
        'charset': part.get_content_charset(),
        'content': base64.b64encode(octets(part)).decode(),
    })

found = []
raw = sys.stdin.buffer.read().replace(b'Content-Type: ' + KEPT, b'Content-Type: ' + NAMED)
walk(email.message_from_bytes(raw), '', found)
json.dump(found, sys.stdout)
`;

/**
 * What a decoder that shares nothing with ours makes of a message.
 *
 * @throws if there is no python3
 */
export function decodeByPython(raw: Uint8Array): PythonPart[] {
  const { stdout, stderr, status, error } = spawnSync('python3', ['-c', SCRIPT], {
    input: raw,
    maxBuffer: MAX_OUTPUT_BYTES,
    encoding: 'utf8',
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`python3: ${stderr}`);
  // Written by the script above.
  const parts = JSON.parse(stdout) as (Omit<PythonPart, 'content'> & { content: string })[];
  return parts.map((part) => ({ ...part, content: Buffer.from(part.content, 'base64') }));
}
