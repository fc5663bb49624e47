import { createHash } from 'node:crypto';
import type { BlobStat, BlobStore } from '@schema-service/catalog';
import { loadOptional } from '../optional-package.ts';
import type { S3Location } from './artifact-store-url.ts';
import { corruptBlob, statusOf, storeFailure } from './s3-failures.ts';

/** What is used of `@aws-sdk/client-s3`, which is installed only where it is configured. */
interface S3Package {
  readonly S3Client: new (options: object) => S3Client;
  readonly HeadObjectCommand: new (input: object) => object;
  readonly GetObjectCommand: new (input: object) => object;
  readonly PutObjectCommand: new (input: object) => object;
  readonly ListObjectsV2Command: new (input: object) => object;
}
interface S3Client {
  send(command: object): Promise<S3Answer>;
  destroy(): void;
}
interface S3Answer {
  readonly ContentLength?: number;
  readonly Body?: { transformToByteArray(): Promise<Uint8Array> };
}

/**
 * Blobs as objects of an S3-compatible store, each under its digest. Credentials
 * come from where the AWS SDK finds them: the AWS_ variables, a role of the
 * machine or the pod. Every read is checked against the digest.
 *
 * @throws SchemaServiceError PACKAGE_NOT_INSTALLED, ARTIFACT_STORE_REFUSED (no such bucket, wrong
 * credentials), ARTIFACT_STORE_UNREACHABLE
 */
export async function openS3Blobs(location: S3Location): Promise<BlobStore> {
  const s3 = await loadOptional<S3Package>('@aws-sdk/client-s3', 'An ARTIFACT_STORE at s3://');
  const { bucket: Bucket, prefix, endpoint, region } = location;
  const client = new s3.S3Client({
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    region: region ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? 'us-east-1',
    // The digest is sent with the bytes; other stores know no other checksum.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: 3,
    requestHandler: {
      connectionTimeout: 5_000,
      requestTimeout: 30_000,
      throwOnRequestTimeout: true,
    },
  });
  const send = async (command: object): Promise<S3Answer> => {
    try {
      return await client.send(command);
    } catch (error) {
      throw storeFailure(error, location);
    }
  };
  const sendForOne = (command: object): Promise<S3Answer | undefined> =>
    client.send(command).catch((error: unknown) => {
      if (statusOf(error) === 404 && Object(error).name !== 'NoSuchBucket') return undefined;
      throw storeFailure(error, location);
    });
  const at = (sha256: string) => ({
    Bucket,
    Key: `${prefix}sha256/${sha256.slice(0, 2)}/${sha256}`,
  });

  const stat = async (sha256: string): Promise<BlobStat | undefined> => {
    const found = await sendForOne(new s3.HeadObjectCommand(at(sha256)));
    return found && { kind: 'blobStat', sha256, size: found.ContentLength ?? 0 };
  };
  // Says more than a HEAD of the bucket would; and without the right to list, what is missing would be 403.
  await send(new s3.ListObjectsV2Command({ Bucket, Prefix: prefix, MaxKeys: 1 }));

  return {
    stat,
    read: async (sha256) => {
      const found = await sendForOne(new s3.GetObjectCommand(at(sha256)));
      if (found?.Body === undefined) return undefined;
      const bytes = await found.Body.transformToByteArray().catch((error: unknown) => {
        throw storeFailure(error, location);
      });
      if (createHash('sha256').update(bytes).digest('hex') !== sha256) {
        throw corruptBlob(sha256, bytes.byteLength);
      }
      return bytes;
    },
    write: async (bytes) => {
      const digest = createHash('sha256').update(bytes).digest();
      const sha256 = digest.toString('hex');
      const there = await stat(sha256);
      if (there) return there;
      const put = new s3.PutObjectCommand({
        ...at(sha256),
        Body: bytes,
        ContentLength: bytes.byteLength,
        ContentType: 'application/octet-stream',
        ChecksumSHA256: digest.toString('base64'),
        IfNoneMatch: '*',
      });
      await client.send(put).catch((error: unknown) => {
        // Another writer was first: with the same bytes, because the key is their digest.
        if (![409, 412].includes(statusOf(error) ?? 0)) throw storeFailure(error, location);
      });
      return { kind: 'blobStat', sha256, size: bytes.byteLength };
    },
  };
}
