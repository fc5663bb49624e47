import { writeFileSync } from 'node:fs';
import { compatibilityDocument, compatibilityFile } from './compatibility-document.ts';

writeFileSync(compatibilityFile, compatibilityDocument());
