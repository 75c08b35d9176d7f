/** A map that never holds more than its capacity: what was set longest ago makes room for what is new. */
export class BoundedMap<Value> {
  private readonly map = new Map<string, Value>();

  constructor(private readonly capacity: number) {}

  get size(): number {
    return this.map.size;
  }

  get(key: string): Value | undefined {
    return this.map.get(key);
  }

  set(key: string, value: Value): void {
    this.map.delete(key);
    this.map.set(key, value); // the order of the map is the order of setting
    const oldest = this.map.size > this.capacity ? this.map.keys().next().value : undefined;
    if (oldest !== undefined) this.map.delete(oldest);
  }

  delete(key: string): void {
    this.map.delete(key);
  }
}
