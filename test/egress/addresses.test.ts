import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isPublic, parseAddress, parseAllowList } from '../../src/egress/addresses.ts';

const judge = (text: string): boolean => {
  const address = parseAddress(text);
  if (address === null) throw new Error(`${text} is not an address`);
  return isPublic(address);
};

describe('which addresses are public', () => {
  test.each([
    ['1.1.1.1', 'a host'],
    ['8.8.8.8', 'a host'],
    ['172.32.0.1', 'next to 172.16/12'],
    ['100.128.0.1', 'next to 100.64/10'],
    ['2606:4700:4700::1111', 'a host'],
    ['2a00:1450:4001:82a::200e', 'a host'],
    ['[2606:4700:4700::1111]', 'in brackets'],
    ['::ffff:8.8.8.8', 'IPv4-mapped'],
    ['64:ff9b::808:808', 'NAT64 of a public host'],
  ])('%s is (%s)', (text) => {
    expect(judge(text)).toBe(true);
  });

  test.each([
    ['0.0.0.0', 'unspecified'],
    ['0.1.2.3', 'this network'],
    ['10.0.0.1', 'private'],
    ['100.64.0.1', 'carrier-grade NAT'],
    ['127.0.0.1', 'loopback'],
    ['127.255.255.254', 'loopback'],
    ['169.254.169.254', 'cloud metadata'],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['192.0.0.8', 'protocol assignments'],
    ['192.0.2.1', 'documentation'],
    ['192.88.99.1', '6to4 relay'],
    ['192.168.1.1', 'private'],
    ['198.18.0.1', 'benchmarking'],
    ['198.51.100.1', 'documentation'],
    ['203.0.113.1', 'documentation'],
    ['224.0.0.1', 'multicast'],
    ['240.0.0.1', 'reserved'],
    ['255.255.255.255', 'broadcast'],
    ['2130706433', 'loopback in decimal'],
    ['0x7f000001', 'loopback in hex'],
    ['017700000001', 'loopback in octal'],
    ['0177.0.0.1', 'loopback, one part in octal'],
    ['127.1', 'loopback, short'],
    ['0', 'unspecified, short'],
    ['::', 'unspecified'],
    ['::1', 'loopback'],
    ['::7f00:1', 'IPv4-compatible loopback'],
    ['::127.0.0.1', 'IPv4-compatible loopback'],
    ['::8.8.8.8', 'IPv4-compatible, deprecated'],
    ['::ffff:127.0.0.1', 'IPv4-mapped loopback'],
    ['::ffff:7f00:1', 'IPv4-mapped loopback'],
    ['::ffff:0:127.0.0.1', 'IPv4-translated'],
    ['64:ff9b::127.0.0.1', 'NAT64 of loopback'],
    ['64:ff9b::a00:1', 'NAT64 of a private host'],
    ['64:ff9b:1::1', 'local-use NAT64'],
    ['100::1', 'discard'],
    ['2001::1', 'Teredo'],
    ['2001:10::1', 'ORCHID'],
    ['2001:db8::1', 'documentation'],
    ['2002:7f00:1::', '6to4 of loopback'],
    ['2002:808:808::', '6to4'],
    ['3fff::1', 'documentation'],
    ['5f00::1', 'segment routing'],
    ['fc00::1', 'unique local'],
    ['fd12:3456::1', 'unique local'],
    ['fe80::1', 'link-local'],
    ['fe80::1%eth0', 'link-local with a zone'],
    ['2606:4700:4700::1111%eth0', 'a zone makes any address local'],
    ['fec0::1', 'site-local'],
    ['ff02::1', 'multicast'],
  ])('%s is not (%s)', (text) => {
    expect(judge(text)).toBe(false);
  });

  test('every notation of an IPv4 address is judged as the plain one', () => {
    fc.assert(
      fc.property(fc.nat({ max: 0xffff_ffff }), (number) => {
        const bytes = [24, 16, 8, 0].map((shift) => (number >>> shift) & 0xff);
        const [a = 0, b = 0, c = 0, d = 0] = bytes;
        const plain = judge(bytes.join('.'));
        const group = (high: number, low: number) => (high * 256 + low).toString(16);
        const notations = [
          String(number),
          `0x${number.toString(16)}`,
          `0${number.toString(8)}`,
          `${a}.${b * 65_536 + c * 256 + d}`,
          `${a}.${b}.${c * 256 + d}`,
          bytes.map((byte) => `0x${byte.toString(16)}`).join('.'),
          bytes.map((byte) => `0${byte.toString(8)}`).join('.'),
          `::ffff:${bytes.join('.')}`,
          `[::ffff:${group(a, b)}:${group(c, d)}]`,
          `64:ff9b::${group(a, b)}:${group(c, d)}`,
        ];
        expect(notations.map(judge)).toEqual(notations.map(() => plain));
      }),
    );
  });

  test('a name is no address', () => {
    expect(['localhost', 'example.org', '127.0.0.1.example.org', '1.2.3.4.5', ''].map(parseAddress)).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
  });
});

describe('the allow-list', () => {
  const list = parseAllowList(['Intranet.Example', 'bücher.example', '10.0.0.0/8', '192.168.1.7', 'fd00::/8', '[::1]']);
  const allows = (text: string): boolean => {
    const address = parseAddress(text);
    return address !== null && list.address(address, 443);
  };

  test('names match whole, in any case, with or without the last dot', () => {
    expect(['intranet.example', 'INTRANET.EXAMPLE.', 'xn--bcher-kva.example'].map((name) => list.name(name, 443))).toEqual([
      true,
      true,
      true,
    ]);
    expect(['a.intranet.example', 'xintranet.example', 'example'].map((name) => list.name(name, 443))).toEqual([false, false, false]);
  });

  test('addresses and ranges open what they hold and nothing else', () => {
    expect(['10.255.0.1', '::ffff:10.0.0.1', '0x0a000001', '192.168.1.7', 'fd12::1', '::1'].map(allows)).toEqual(Array(6).fill(true));
    expect(['11.0.0.1', '192.168.1.8', 'fc00::1', '::2'].map(allows)).toEqual(Array(4).fill(false));
  });

  test.each([
    ['10.0.0.1:8080', '10.0.0.1'],
    ['10.0.0.0/8:8080', '10.255.0.1'],
    ['[::1]:8080', '::1'],
    ['[fd00::/8]:8080', 'fd12::1'],
    ['::ffff:10.0.0.0/104', '10.255.0.1'],
  ])('%s opens %s, and no other port than its own', (entry, text) => {
    const address = parseAddress(text);
    if (address === null) throw new Error('no address');
    const opened = parseAllowList([entry]);
    expect([opened.address(address, 8080), opened.address(address, 80)]).toEqual([true, !entry.endsWith(':8080')]);
  });

  test('a name with a port opens that port', () => {
    const opened = parseAllowList(['intranet.example:8080']);
    expect([opened.name('intranet.example', 8080), opened.name('intranet.example', 443)]).toEqual([true, false]);
  });

  test.each(['10', '10.1', '10.0.1', '0/0', '10/8', '0x7f000001', '0177.0.0.1', '010.0.0.1', '1.2.3.4.5', 'fe80::1%eth0', '[10.0.0.1]'])(
    '%s looks like another address than it is, and is refused',
    (entry) => expect(() => parseAllowList([entry])).toThrow(`${JSON.stringify(entry)} is not`),
  );

  test.each(['10.0.0.0/33', 'http://host', 'host:0', 'host:65536', 'host:', 'user@host', 'host/path', '*.example.org', 'a b', ''])(
    '%j is refused by name',
    (entry) => {
      expect(() => parseAllowList([entry])).toThrow(`${JSON.stringify(entry)} is not a host name, an address or a CIDR`);
    },
  );
});
