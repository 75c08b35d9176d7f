import { describe, expect, it } from 'vitest';
import { addressesOf } from './addresses';

const local = { CONSOLE_HOST: '127.0.0.1', CONSOLE_PORT: 3000, ENGINE_HOST: '127.0.0.1', ENGINE_PORT: 8080 };

describe('addressesOf', () => {
  it('names this machine when nothing else is known', () => {
    expect(addressesOf({ ...local, PUBLIC_URL: undefined })).toEqual({
      console: 'http://localhost:3000/mobileadmin',
      engine: 'http://localhost:8080/Microsoft-Server-ActiveSync',
      consoleHealth: 'http://127.0.0.1:3000/mobileadmin/sign-in',
      engineHealth: 'http://127.0.0.1:8080/healthz',
    });
  });

  it('calls the engine by TLS where it speaks it', () => {
    const config = { ...local, PUBLIC_URL: undefined, ENGINE_TLS_CERTIFICATE: '/etc/tls/chain.pem' };
    expect(addressesOf(config)).toMatchObject({
      engine: 'https://localhost:8080/Microsoft-Server-ActiveSync',
      engineHealth: 'https://127.0.0.1:8080/healthz',
      consoleHealth: 'http://127.0.0.1:3000/mobileadmin/sign-in',
    });
  });

  it('shows the public address to people but looks after health on the spot', () => {
    const config = { ...local, CONSOLE_HOST: '0.0.0.0', ENGINE_HOST: '::', PUBLIC_URL: 'https://mail.example.com/' };
    expect(addressesOf(config)).toEqual({
      console: 'https://mail.example.com/mobileadmin',
      engine: 'https://mail.example.com/Microsoft-Server-ActiveSync',
      consoleHealth: 'http://127.0.0.1:3000/mobileadmin/sign-in',
      engineHealth: 'http://[::1]:8080/healthz',
    });
  });

  it('names the address it listens on when that is a particular one', () => {
    const config = { ...local, CONSOLE_HOST: '192.168.1.5', ENGINE_HOST: 'fd00::5', PUBLIC_URL: undefined };
    expect(addressesOf(config)).toMatchObject({
      console: 'http://192.168.1.5:3000/mobileadmin',
      engine: 'http://[fd00::5]:8080/Microsoft-Server-ActiveSync',
    });
  });
});
