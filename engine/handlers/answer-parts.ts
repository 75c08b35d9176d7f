import type { FetchedContent } from '@/lib/protocol/eas/item-operations-response';
import { type EasElement, el, textOf } from '@/lib/protocol/wbxml/element';

/** What stands beside the document of a multipart answer; nothing does in any other. */
export class AnswerParts {
  private readonly parts: Uint8Array[] = [];

  constructor(private readonly isMultipart: boolean) {}

  get list(): readonly Uint8Array[] {
    return this.parts;
  }

  /** Octets as the content of an answer: inline, or as the next part. */
  content(bytes: Uint8Array): FetchedContent {
    return this.isMultipart ? { kind: 'part', part: this.add(bytes) } : { kind: 'inline', bytes };
  }

  /**
   * The same properties, with the data of each body in a part.
   *
   * @see [MS-ASCMD] 2.2.3.130.1 Part (ItemOperations)
   */
  withoutBodies(properties: readonly EasElement[]): readonly EasElement[] {
    if (!this.isMultipart) return properties;
    return properties.map((property) => {
      if (property.namespace !== 'AirSyncBase' || property.name !== 'Body') return property;
      return { ...property, children: property.children.map((each) => this.moved(each)) };
    });
  }

  private moved(element: EasElement): EasElement {
    if (element.namespace !== 'AirSyncBase' || element.name !== 'Data') return element;
    return el('ItemOperations', 'Part', this.add(element.opaque ?? Buffer.from(textOf(element))));
  }

  private add(bytes: Uint8Array): number {
    return this.parts.push(bytes);
  }
}
