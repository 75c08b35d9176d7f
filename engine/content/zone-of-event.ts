import ICAL from 'ical.js';
import { findNamedZone, instantIn, type NamedZone, rulesOfNamedZone } from './named-time-zone';
import { isHarmlessZone, rulesOfZone, utcRules, type ZoneRules } from './time-zone-rules';

/** Tells instants and zone of an event, from the VTIMEZONE that came with it, else by the name of the zone. */
export class ZoneOfEvent {
  private readonly zones = new Map<string, { component: ICAL.Component; zone: ICAL.Timezone }>();
  private readonly named: NamedZone | null;
  private readonly id: string;

  constructor(
    private readonly event: ICAL.Component,
    private readonly start: ICAL.Time,
  ) {
    for (const zone of event.parent?.getAllSubcomponents('vtimezone') ?? []) {
      const id = zone.getFirstPropertyValue('tzid');
      if (typeof id !== 'string' || !isHarmlessZone(zone)) continue;
      this.zones.set(id, { component: zone, zone: new ICAL.Timezone({ component: zone, tzid: id }) });
    }
    // An event of whole days names no zone, and means that of its sender.
    this.id = this.idOf('dtstart') ?? (start.isDate ? ([...this.zones.keys()][0] ?? '') : '');
    this.named = findNamedZone(this.id);
  }

  /** The instant of a property of the event. Whole days begin at midnight in the event's zone. */
  instantOf(time: ICAL.Time, property: string): Date {
    const clock = new Date(Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute, time.second));
    const id = time.isDate ? this.id : this.idOf(property);
    if (time.zone === ICAL.Timezone.utcTimezone || id === undefined || id === '') return clock;
    const given = this.zones.get(id);
    if (given) return new Date(clock.getTime() - given.zone.utcOffset(time) * 1000);
    const named = id === this.id ? this.named : findNamedZone(id);
    return named ? instantIn(named, clock) : clock;
  }

  rules(): ZoneRules {
    if (this.start.zone === ICAL.Timezone.utcTimezone && !this.start.isDate) return utcRules;
    const { year } = this.start;
    const given = this.zones.get(this.id);
    const found = given && rulesOfZone(given.component, year);
    if (found) return found;
    if (this.named) return rulesOfNamedZone(this.named, year);
    return given ? { standardMinutes: given.zone.utcOffset(this.start) / 60, daylight: null } : utcRules;
  }

  private idOf(property: string): string | undefined {
    return this.event.getFirstProperty(property)?.getFirstParameter('tzid');
  }
}
