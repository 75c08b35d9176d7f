import { Composer, CST, isMap, isScalar, isSeq, Lexer, LineCounter, Parser, type Document, type Node } from 'yaml';

// Implementation notes
// - A file comes from outside, so nothing in it may make reading it expensive. The length is the caller's business; depth
//   is bounded here, token by token, since the composer calls itself for each level.
// - Anchors, aliases and tags are refused before anything is composed: a file of settings needs none, and no small file can
//   unfold to a large value.
// - Double keys are looked for here: the library compares each key with all others of its map.

/** A set of policies is five levels deep; block maps and their keys count more than once. */
const DEEPEST = 24;
const PROBLEM_LIMIT = 100;
/** Words, marks and spaces: more than twice as many as in five hundred policies with every setting. */
const LEXEME_LIMIT = 500_000;

export type Path = readonly (string | number)[];
export type YamlProblem = { offset: number; message: string };

export type ParsedYaml = {
  value: unknown;
  /** Where the path, or the part of it that is there, begins; of an entry of a map, its key. */
  offsetOf: (path: Path) => number;
};

/** Line and column, both from 1. */
export type Positions = (offset: number) => { line: number; column: number };

/**
 * Reads one document of YAML 1.2 (core schema): maps with text as keys, lists, texts, numbers, true, false and null.
 *
 * @returns the value and where its parts stand, or what is wrong with the text
 */
export function parseYaml(text: string): (ParsedYaml | { problems: YamlProblem[] }) & { positionOf: Positions } {
  const lines = new LineCounter();
  lines.addNewLine(0);
  const positionOf: Positions = (offset) => {
    const { line, col } = lines.linePos(Math.min(offset, text.length));
    return { line, column: col };
  };
  const control = controlCharacter.exec(text);
  for (const { index } of text.matchAll(/\n/g)) lines.addNewLine(index + 1);
  if (control) return { problems: [{ offset: control.index, message: 'A control character' }], positionOf };
  const read = readTokens(text);
  if ('problem' in read) return { problems: [read.problem], positionOf };
  const documents: Document.Parsed[] = [];
  for (const document of new Composer(options).compose(read.tokens, true, text.length)) {
    documents.push(document);
    if (documents.length > 1) break;
  }
  const [document, second] = documents;
  if (!document) return { problems: [{ offset: 0, message: 'Nothing is there' }], positionOf };
  const problems = document.errors.slice(0, PROBLEM_LIMIT).map(({ pos: [offset], message }) => ({ offset, message }));
  if (second) problems.push({ offset: second.range[0], message: 'A second document; a file has one' });
  const value = problems.length === 0 ? toValue(document.contents, problems) : undefined;
  if (problems.length > 0) return { problems, positionOf };
  return { value, offsetOf: (path) => findOffset(document.contents, path), positionOf };
}

/** Control characters below the space, of which the parser has marks of its own. */
const controlCharacter = /[^\P{Cc}\t\n\r\u007f-\u009f]/u;

const options = { version: '1.2', schema: 'core', stringKeys: true, uniqueKeys: false, prettyErrors: false } as const;

const refused: Partial<Record<string, string>> = {
  alias: 'Aliases are not read',
  anchor: 'Anchors are not read',
  tag: 'Tags are not read',
  'directive-line': 'Directives are not read',
};

function readTokens(text: string): { tokens: CST.Token[] } | { problem: YamlProblem } {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let isText = false;
  let count = 0;
  for (const lexeme of new Lexer().lex(text)) {
    const message = isText ? undefined : refused[CST.tokenType(lexeme) ?? ''];
    if (message !== undefined) return { problem: { offset: parser.offset, message } };
    // The lexeme after this mark is the text of a plain or block scalar, whatever it looks like.
    isText = !isText && lexeme === CST.SCALAR;
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > DEEPEST) return { problem: { offset: parser.offset, message: 'Too deep' } };
    if ((count += 1) > LEXEME_LIMIT) return { problem: { offset: parser.offset, message: 'Too much' } };
  }
  for (const token of parser.end()) tokens.push(token);
  return { tokens };
}

/** As `toJS` of the library, but for a key that is there twice, which becomes a problem. */
function toValue(node: Node | null, problems: YamlProblem[]): unknown {
  if (isSeq<Node | null>(node)) return node.items.map((item) => toValue(item, problems));
  if (isMap<Node, Node | null>(node)) {
    const entries = new Map<string, unknown>();
    for (const { key, value } of node.items) {
      const name = keyOf(key);
      if (entries.has(name) && problems.length < PROBLEM_LIMIT) {
        problems.push({ offset: startOf(key), message: `"${name}" is there twice` });
      }
      entries.set(name, toValue(value, problems));
    }
    return Object.fromEntries(entries);
  }
  return isScalar(node) ? node.value : null;
}

function findOffset(root: Node | null, path: Path): number {
  let node = root;
  let offset = startOf(root);
  for (const step of path) {
    if (isMap<Node, Node | null>(node)) {
      const pair = node.items.find(({ key }) => keyOf(key) === step);
      if (!pair) break;
      offset = startOf(pair.key);
      node = pair.value;
    } else if (isSeq<Node | null>(node) && typeof step === 'number') {
      const item = node.items[step];
      if (item === undefined) break;
      node = item;
      offset = startOf(item);
    } else break;
  }
  return offset;
}

const keyOf = (key: Node): string => String(isScalar(key) ? key.value : '');
const startOf = (node: Node | null): number => node?.range?.[0] ?? 0;
