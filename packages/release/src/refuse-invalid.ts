import { SchemaServiceError } from '@schema-service/errors';
import { isVersion } from '@schema-service/repository';
import { IsDate } from 'typebox/format';

/** Throws `RELEASE_VERSION_INVALID` or `RELEASE_DATE_INVALID`. */
export function refuseInvalid(version: string, date: string): void {
  if (!isVersion(version)) {
    throw new SchemaServiceError({
      code: 'RELEASE_VERSION_INVALID',
      message: `${version} is not a version.`,
      why: 'A version is written as semver has it, with nothing around it.',
      fix: 'Write it like 1.2.0 or 2.0.0-rc.1.',
      meta: { version },
    });
  }
  refuseInvalidDate(date);
}

/** Throws `RELEASE_DATE_INVALID`. */
export function refuseInvalidDate(date: string): void {
  if (!IsDate(date)) {
    throw new SchemaServiceError({
      code: 'RELEASE_DATE_INVALID',
      message: `${date} is not a day.`,
      fix: 'Write it like 2026-09-14.',
      meta: { date },
    });
  }
}
