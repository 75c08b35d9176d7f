import { expect, it } from 'vitest';
import { complainAboutNode } from './node-version.mjs';

it.each(['14.21.3', '18.20.4', '20.18.1'])('refuses Node %s in one sentence that names both versions', (version) => {
  expect(complainAboutNode(version)).toMatch(
    new RegExp(`^Mobileadmin needs Node.js 20.19 or newer, but this is ${version}`),
  );
});

it.each(['20.19.0', '22.0.0', '26.1.0'])('runs on Node %s', (version) => expect(complainAboutNode(version)).toBeNull());
