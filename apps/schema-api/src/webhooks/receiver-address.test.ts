import { isIP, type LookupFunction } from 'node:net';
import { expect, test } from 'vitest';
import { isAllowedAddress, receiverUrl } from './receiver-address.ts';
import { sendMessage } from './send-message.ts';

test.each([
  '127.0.0.1',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '100.100.100.200',
  '192.0.0.192',
  '0.0.0.0',
  '224.0.0.1',
  '255.255.255.255',
  '::1',
  '::',
  '::ffff:127.0.0.1',
  '::ffff:8.8.8.8',
  '::127.0.0.1',
  '64:ff9b::7f00:1',
  'fe80::1',
  'fc00::1',
  'fd00:ec2::254',
  'ff02::1',
  '2001:db8::1',
  '2002:7f00:1::',
  '2001::1',
  'localhost',
])('nothing is sent to %s', (address) => {
  expect(isAllowedAddress(address, {})).toBe(false);
});

test.each(['93.184.216.34', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450::1'])(
  '%s is on the internet',
  (address) => {
    expect(isAllowedAddress(address, {})).toBe(true);
  },
);

test('more is allowed where it is said', () => {
  const policy = { allowedAddresses: ['10.20.0.0/16', 'fd00:1::/64'] };
  expect(isAllowedAddress('10.20.3.4', policy)).toBe(true);
  expect(isAllowedAddress('10.21.0.1', policy)).toBe(false);
  expect(isAllowedAddress('fd00:1::5', policy)).toBe(true);
});

test.each([
  'http://hooks.example.org/',
  'ftp://hooks.example.org/',
  'https://me:hidden@hooks.example.org/',
  'https://hooks.example.org/#part',
  'https://127.0.0.1/',
  'https://127.1/',
  'https://0x7f000001/',
  'https://2130706433/',
  'https://0177.0.0.1/',
  'https://[::1]/',
  'https://[::ffff:127.0.0.1]/',
  'https://169.254.169.254/latest/meta-data/',
  `https://hooks.example.org/${'x'.repeat(2_048)}`,
  'hooks.example.org',
])('%s is refused', (url) => {
  const read = () => receiverUrl(url, {});
  expect(read).toThrow(expect.objectContaining({ code: 'WEBHOOK_URL_REFUSED' }));
  expect(read).not.toThrow(/hidden/);
});

/** A resolver that says something else each time. */
function changing(...answers: readonly string[][]): LookupFunction {
  let asked = 0;
  return (_hostname, _options, callback) => {
    const addresses = answers[asked++ % answers.length] ?? [];
    callback(
      null,
      addresses.map((address) => ({ address, family: isIP(address) })),
    );
  };
}

test.each([
  ['a name for this machine', changing(['127.0.0.1'])],
  ['a name for it among others', changing(['::1', '10.0.0.1', '127.0.0.1'])],
])('what is connected to is what was checked: %s', async (_what, lookup) => {
  const options = { policy: { allowHttp: true, lookup }, timeout: 1_000 };
  const answer = await sendMessage('http://rebound.example.org:1/', {}, '{}', options);
  expect(answer).toMatchObject({ responseStatus: null, responseBody: null });
  expect(answer.error).toMatch(
    /^No webhook is sent there\. rebound\.example\.org \(.*\) is not an address/,
  );
});

test('localhost is refused by what it resolves to, and is sent to where that is allowed', async () => {
  const timeout = 1_000;
  const refused = await sendMessage('http://localhost:1/', {}, '{}', {
    policy: { allowHttp: true },
    timeout,
  });
  expect(refused.error).toContain('is not an address of the public internet');
  const policy = { allowHttp: true, allowedAddresses: ['127.0.0.0/8', '::1/128'] };
  const allowed = await sendMessage('http://localhost:1/', {}, '{}', { policy, timeout });
  expect(allowed.error).toContain('ECONNREFUSED');
});
