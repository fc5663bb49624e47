import { SchemaServiceError } from '@schema-service/errors';
import type { S3Location } from './artifact-store-url.ts';

/** The HTTP status that the store answered with, where it answered. */
export function statusOf(error: unknown): number | undefined {
  const { httpStatusCode } = Object(Object(error).$metadata);
  return typeof httpStatusCode === 'number' ? httpStatusCode : undefined;
}

const FIX: Readonly<Record<string, string>> = {
  NoSuchBucket: 'Make the bucket, or correct its name in ARTIFACT_STORE.',
  AccessDenied: 'Let these credentials list, read and write the bucket under the prefix.',
  CredentialsProviderError:
    'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give the machine or the pod a role.',
};

/** A failure of the store in our words: what it refused, or that it did not answer. */
export function storeFailure(error: unknown, location: S3Location): SchemaServiceError {
  const { bucket, endpoint } = location;
  const name = error instanceof Error ? error.name : 'Error';
  const status = statusOf(error);
  const isRefusal = name in FIX || (status !== undefined && status >= 300 && status < 500);
  const where = `s3://${bucket}${endpoint === undefined ? '' : ` at ${new URL(endpoint).host}`}`;
  const why = `${name}: ${error instanceof Error ? messageOf(error) : String(error)}`;
  return isRefusal
    ? new SchemaServiceError(
        {
          code: 'ARTIFACT_STORE_REFUSED',
          message: `The artifact store ${where} refuses us.`,
          why,
          fix: FIX[name] ?? 'Check the AWS_ variables and ARTIFACT_STORE.',
          meta: { bucket, error: name },
        },
        { cause: error },
      )
    : new SchemaServiceError(
        {
          code: 'ARTIFACT_STORE_UNREACHABLE',
          message: `The artifact store ${where} does not answer.`,
          why,
          fix: 'Check that it runs, and the endpoint in ARTIFACT_STORE.',
          meta: { bucket, error: name },
        },
        { cause: error },
      );
}

/** Of several addresses that all failed there is an error without a message. */
function messageOf(error: Error): string {
  if (error instanceof AggregateError) return String(error.errors[0]?.message ?? error.message);
  return error.message;
}

/** Nobody may get these bytes under that digest. */
export function corruptBlob(sha256: string, size: number): SchemaServiceError {
  return new SchemaServiceError({
    code: 'ARTIFACT_CORRUPT',
    message: `What the artifact store has under ${sha256} are other bytes.`,
    why: 'They were changed after they were published.',
    fix: 'Restore the object from a backup of the bucket, or publish the same version again after removing it.',
    meta: { sha256, size },
  });
}
