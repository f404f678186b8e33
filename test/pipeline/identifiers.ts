/** What the literals of the pipeline may be made of: names that programs know, and texts for people. No word that a document says. */

/** Names of types, roles, kinds, keywords, settings, formats; codes of currencies. */
export const IDENTIFIERS = `
AFA ALL ANG AUD BAM BAN BOB BRL BYTES CAD CHE CHF CLP CNY COP CUP CZK Contents DKK DOP ERN ERR ESP EUR ExitStatus FILE FIM FJD GBP GEL GET
HEAPF HKD Helv IBAN IDR ILS INR ISK JMD JPY KGS KRW LAK LEK LKR MAD MAP MAX MEMORY MOP MUR MXN MXV MYR NFC NFD NFKC NGN NOK NPR NZD OSResults
OUT PAB PDF PEN PHP PKR PLN POST RUB Redirected RuntimeError SEK SGD SIT SOS STD SUR THB TOP TRY TTD TWD TessBaseAPI UAH USD UTF VAL VND
WORKER XTS XXX ZAR ZWL abort aborted above accept account additionalItems additionalProperties addressee after again agrees allOf amount
and answer anyOf anywhere api application array attention authorization auto balance bank base before best bic bmp bookings boolean break
buyer buyers bytes candidate canonicalise carried change charged check checkbox checking checks choice choices close closing code completion
components compound confidence conform consult contact contains content context contradiction core count credit currency data date
datetime decimal default defined definitions defs delivery dependentSchemas destroy differs disabled discount disposition dmy document dpi
draft draw drawing due else elsewhere email end endobj eps error exclusiveMaximum exclusiveMinimum exit extract failed false fault fff
fields file filename find finish format forward function gif giu glue grammar gross ground head header high hour http https hyzyla iban
image input int integer invoice items jpeg json kind kinds label labels lanczos languages large later latest latin layer length listed llm low
max maxLength maximum mdy memory mentioned merchant message method middle minLength minimum missing modal model models months moves multi multiline
multipleOf name net network none not note null number obj object ocr off oneOf only opening options order ordinals osd other others own
page pages paid part party per pattern patternProperties payment pdf pdfium period phone phrases pictures pipeline pixel place plain png point
postscript prefixItems prefixes prevalent properties propertyNames props quantity range rate read reading reasoning receipt recognise
recognition ref reference region remark render respond response result retry role rounding rtf rules run sale salutation savings schema
schemas seller sellers setup sha simd skip slow start statement step steps street string subtotal sum symbol task tax temperature tendered
tesseract text then think thinking thread thresholding tiff time title tokens too total trade traineddata true type uchar unclear
unevaluatedItems unevaluatedProperties unmapped unpainted url user utf value vat vision waits wasm webp windows without word words www yes
HJNP SUVW XYZ confirmed greeting letter our recipient sender subject your heic heif decode js libheif image2 bundle`;

/** Texts for people, whole, or the parts of them around what is put in. */
export const MESSAGES: readonly string[] = [
  'against it: ',
  'less likely than ',
  'not likely enough: ',
  ', and ',
  ' is the least',
  'left out',
  ' is about as likely (a value must be ',
  ' times as likely as the next)',
  'several candidates contradict each other',
  'no candidate is likely enough',
  'a label was found, and nothing beside or below it that the field can hold (kind: ',
  'none of its labels was found, and nothing else looks like it',
  'for it',
  'against it',
  'found',
  'the words of its sources do not say it',
  ' annotations, ',
  'Picture of page ',
  'the model server takes no images: the model was shown the text of the pages alone',
  'the model was not shown a picture of page ',
  ' are read',
  ' of the PDF has ',
  'at most ',
  ' MiB to read (IX_PIPELINE_THREAD_MB); it was not read',
  'PDFium is out of memory',
  'call stack',
  ' characters do not say which letters they show; they were not read',
  ' is damaged and was not read',
  ': the fonts of ',
  ' has no text; it looks like a scan and was not read',
  'if it is text, send it as UTF-8',

  ' MiB to read (IX_PIPELINE_THREAD_MB)',
  ' bytes (',
  ' bytes is too long for the memory of a parsing thread (IX_PIPELINE_THREAD_MB)',
  ' fails the IBAN check',
  ' is for ',
  ' is not one of ',
  ' s of processor time',
  ' s of processor time for one page or step',
  ' was read as ',
  ', but may be ',
  ', not for ',
  '; redirects are not followed',
  'a text of ',
  'an array has fields or items, not both',
  'choices are allowed on single values only',
  'choices must be values of the type ',
  'field ',
  'fields are allowed on object and array only',
  'file ',
  '; send the picture as JPEG, PNG, TIFF, WebP, BMP or GIF',
  ' cannot be read by OCR',
  'OCR is not sure of ',
  'there is no text layer; it was read by OCR',
  'items are allowed on array only',
  'kind ',
  'larger than ',
  'multiline is allowed on string only',
  'name appears twice',
  'name must be an identifier: letters, digits, _, not starting with a digit',
  'neither use_case nor use_case_inline given',
  'no fields',
  'no use case ',
  'pattern does not compile: ',
  'range is allowed on date only',
  'role ',
  'the PDF is damaged, or takes more than ',
  ' is damaged, or takes more than ',
  'the schema asks for more: ',
  'the thread ',
  'the thread failed',
  'took longer than ',
  'use case ',
  ' attempts)',
  ' characters: it has not read all of it; its window is smaller than ',
  ' does not match the pattern of the field',
  ' tokens (IX_LLM_CONTEXT_TOKENS)',
  ' tokens in a prompt of ',
  " tokens, which leaves no room for a document in the model's window of ",
  ' were not read by the model: ',
  ', found ',
  ': expected a list or null',
  ': expected an object',
  '; set IX_LLM_CONTEXT_TOKENS to the window that it has',
  'Bearer ',
  'answered ',
  'answered 200 with an error: ',
  'answered 200 with what is no chat completion: ',
  'cannot be reached: ',
  'context[_ ](?:length|size|window)|maximum context|exceeds? (?:the )?(?:available )?context|too many tokens|prompt is too long',
  'expected ',
  'expected a ',
  'expected an object',
  'expected {"value": …, "segments": […]}',
  'it holds no JSON object of the fields',
  'it was cut off: answer more briefly',
  "lines longer than the model's window were read in part: ",
  'sent what is not JSON: ',
  'the answer is that of the rules alone: ',
  'the fields take about ',
  'the model finds nothing',
  'the model says so, where the rules found nothing',
  'the model says the same',
  'the model server counted ',
  '; it asks to wait ',
  ' s, which is too long',
  'the model says so',
  'the electronic invoice states it',
  'none of its headings was found',
  'headings were found, and no rows under at least two of them side by side',
  'none of its labels was found',
  'a label was found, and nothing beside or below it that the list can hold',
  'none of the column’s headings was found at the head of the table',
  'nothing that the column can hold stands under its heading in this row',
  'for it: it stands beside the label of the list',
  'for it: it stands under the heading of the column',
];
