import { generateKeyPairSync } from 'node:crypto';
import {
  isSignedBy,
  manifestText,
  parseManifest,
  releaseManifest,
  signManifest,
} from '@schema-service/publication';
import { expect, test } from 'vitest';
import { frozenRelease } from '../../test/frozen-release.ts';
import { npmArtifact } from '../../test/sample-artifacts.ts';

async function sampleText(): Promise<string> {
  const release = await frozenRelease();
  const artifacts = [npmArtifact('1.0.0', 'b'), npmArtifact('1.0.0', 'a')];
  return manifestText(releaseManifest(release, artifacts, 'f'.repeat(40), { z: '1', a: '2' }));
}

test('is the same text each time, and reads back', async () => {
  const text = await sampleText();
  expect(await sampleText()).toBe(text);
  const manifest = parseManifest(text, 'manifest.json');
  expect(manifest).toMatchObject({ version: '1.0.0', tools: { a: '2', z: '1' } });
  expect(manifest.migrations.map(({ id }) => id)).toEqual(['001_init']);
  expect(() => parseManifest('{}', 'out/manifest.json')).toThrow(
    expect.objectContaining({
      code: 'RELEASE_MANIFEST_INVALID',
      message: expect.stringContaining('out/manifest.json'),
    }),
  );
});

test('a signature holds for the bytes and the key that it was made with, and for no other', async () => {
  const text = await sampleText();
  const pair = generateKeyPairSync('ed25519');
  const publicKey = pair.publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
  const pem = pair.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  const der = pair.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
  const signature = signManifest(text, pem);
  expect(signManifest(text, der)).toBe(signature);
  expect(isSignedBy(text, signature, publicKey)).toBe(true);
  expect(isSignedBy(text.replace('1.0.0', '1.0.1'), signature, publicKey)).toBe(false);
  const other = generateKeyPairSync('ed25519').publicKey.export({ format: 'der', type: 'spki' });
  expect(isSignedBy(text, signature, other.toString('base64'))).toBe(false);
});

test('a key that is none is refused without a word of it', async () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const wrongKind = rsa.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  for (const key of ['c2VjcmV0', wrongKind]) {
    expect(() => signManifest('{}', key)).toThrow(
      expect.objectContaining({
        code: 'SIGNING_KEY_INVALID',
        message: 'The private key is not an ed25519 key.',
      }),
    );
  }
  expect(() => isSignedBy('{}', '', 'c2VjcmV0')).toThrow(
    expect.objectContaining({ code: 'SIGNING_KEY_INVALID' }),
  );
});
