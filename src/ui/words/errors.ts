/** What error codes mean for whoever reads them, and what to do about them. */
import type { IxErrorCode } from '../../contracts/errors.ts';
import { inLanguages } from './language.ts';

/** What to do about a job that ended with the code; docs/jobs.md has it at length. */
const ADVICE_EN: Readonly<Record<IxErrorCode, string>> = {
  IX_000_000: 'Send a request.',
  IX_000_002: 'Add a file or a text, and submit again.',
  IX_000_004: 'Leave OCR options out: a text has nothing to recognise.',
  IX_000_005: 'Convert the file to PDF, or its text to UTF-8, and submit again.',
  IX_000_006: 'Split the document, or have the operator raise IX_PDF_MAX_PAGES.',
  IX_000_007:
    'The detail says why. Resubmit when the cause has gone; a private address needs IX_EGRESS_ALLOW, a file:// one IX_FILE_ROOTS.',
  IX_000_008: 'Open the file yourself, save it anew, smaller if it is large, and submit that.',
  IX_000_009: 'Submit the file without its password protection, or with the right password.',
  IX_001_000: 'The notes say which pages were not read, and why. Scan them anew, at 200 dpi or more, or switch OCR on.',
  IX_001_001: 'Correct the name of the use case or the field that the detail names, and submit again.',
  IX_002_000:
    'Where the detail begins with “the model server”, look at that server; else the worker’s log says what failed. Then resubmit.',
  IX_002_001: 'Use a larger model, fewer fields, or the engine “auto”, which never ends so.',
  IX_003_000: 'Resubmit it if that was a mistake.',
  IX_003_001: 'Look at the runs below and at what those workers logged last: they were killed, ran out of memory, or hung.',
  IX_003_002: 'Split the document, simplify the patterns of the use case, or have the operator raise IX_PIPELINE_REQUEST_TIMEOUT_SECONDS.',
  IX_003_003: 'Resubmit it if the answer is still wanted, with more time or a higher priority.',
};

/** What the codes say, short enough for a list. */
const CAUSES_EN: Readonly<Record<IxErrorCode, string>> = {
  IX_000_000: 'no request',
  IX_000_002: 'no document',
  IX_000_004: 'nothing for OCR',
  IX_000_005: 'type not read',
  IX_000_006: 'too many pages',
  IX_000_007: 'file not fetched',
  IX_000_008: 'file damaged',
  IX_000_009: 'password needed',
  IX_001_000: 'no text',
  IX_001_001: 'use case unknown',
  IX_002_000: 'model or ix failed',
  IX_002_001: 'model’s answer unusable',
  IX_003_000: 'cancelled',
  IX_003_001: 'workers lost',
  IX_003_002: 'took too long',
  IX_003_003: 'deadline passed',
};

const ADVICE_DE: Readonly<Record<IxErrorCode, string>> = {
  IX_000_000: 'Schicken Sie eine Anfrage.',
  IX_000_002: 'Geben Sie eine Datei oder einen Text dazu, und reichen Sie noch einmal ein.',
  IX_000_004: 'Lassen Sie die Optionen der Texterkennung weg: In einem Text gibt es nichts zu erkennen.',
  IX_000_005: 'Wandeln Sie die Datei in PDF um, oder ihren Text in UTF-8, und reichen Sie noch einmal ein.',
  IX_000_006: 'Teilen Sie das Dokument, oder lassen Sie IX_PDF_MAX_PAGES vom Betreiber erhöhen.',
  IX_000_007:
    'Die Einzelheit sagt, warum. Reichen Sie neu ein, wenn die Ursache behoben ist; eine private Adresse braucht IX_EGRESS_ALLOW, eine mit file:// IX_FILE_ROOTS.',
  IX_000_008: 'Öffnen Sie die Datei selbst, speichern Sie sie neu, kleiner, wenn sie groß ist, und reichen Sie diese ein.',
  IX_000_009: 'Reichen Sie die Datei ohne ihren Kennwortschutz ein, oder mit dem richtigen Kennwort.',
  IX_001_000:
    'Die Hinweise sagen, welche Seiten nicht gelesen wurden, und warum. Scannen Sie sie neu, mit 200 dpi oder mehr, oder schalten Sie die Texterkennung ein.',
  IX_001_001: 'Berichtigen Sie den Namen des Anwendungsfalls oder das Feld, das die Einzelheit nennt, und reichen Sie noch einmal ein.',
  IX_002_000:
    'Beginnt die Einzelheit mit „the model server“, sehen Sie nach diesem Server; sonst sagt das Protokoll des Workers, was gescheitert ist. Reichen Sie dann neu ein.',
  IX_002_001: 'Nehmen Sie ein größeres Modell, weniger Felder, oder die Engine „auto“, die nie so endet.',
  IX_003_000: 'Reichen Sie neu ein, wenn das ein Versehen war.',
  IX_003_001:
    'Sehen Sie die Läufe unten an, und was diese Worker zuletzt protokolliert haben: Sie wurden beendet, hatten keinen Speicher mehr, oder hingen.',
  IX_003_002:
    'Teilen Sie das Dokument, vereinfachen Sie die Muster des Anwendungsfalls, oder lassen Sie IX_PIPELINE_REQUEST_TIMEOUT_SECONDS vom Betreiber erhöhen.',
  IX_003_003: 'Wird die Antwort noch gebraucht, reichen Sie neu ein, mit mehr Zeit oder höherer Priorität.',
};

const CAUSES_DE: Readonly<Record<IxErrorCode, string>> = {
  IX_000_000: 'keine Anfrage',
  IX_000_002: 'kein Dokument',
  IX_000_004: 'nichts zu erkennen',
  IX_000_005: 'Art wird nicht gelesen',
  IX_000_006: 'zu viele Seiten',
  IX_000_007: 'Datei nicht geholt',
  IX_000_008: 'Datei beschädigt',
  IX_000_009: 'Kennwort nötig',
  IX_001_000: 'kein Text',
  IX_001_001: 'Anwendungsfall unbekannt',
  IX_002_000: 'Modell oder ix gescheitert',
  IX_002_001: 'Antwort des Modells unbrauchbar',
  IX_003_000: 'abgebrochen',
  IX_003_001: 'Worker verloren',
  IX_003_002: 'dauerte zu lange',
  IX_003_003: 'Frist vorbei',
};

export const errorWords = inLanguages({ advice: ADVICE_EN, causes: CAUSES_EN }, { advice: ADVICE_DE, causes: CAUSES_DE });
