/** What the literals of the pipeline may be made of: names that programs know, and texts for people. No word that a document says. */

/** Names of types, roles, kinds, keywords, settings, formats; codes of currencies. */
export const IDENTIFIERS = `
abort above accept account additionalItems additionalProperties addressee AFA after again agrees ALL allOf amount and ANG answer anyOf
anywhere api application array attention AUD authorization auto balance BAM BAN bank base before bic BOB bookings boolean break BRL buyer
buyers BYTES bytes CAD candidate canonicalise carried change CHE check checkbox checking checks CHF choice choices close closing CLP CNY
code completion components compound conform consult contact contains content Contents context contradiction COP count credit CUP currency
CZK date datetime decimal default definitions defs delivery dependentSchemas differs disabled discount disposition DKK dmy document DOP
draft draw drawing due else elsewhere email end endobj eps ERN ERR error ESP EUR exclusiveMaximum exclusiveMinimum exit extract false
fault fields FILE file filename FIM find finish FJD format forward function GBP GEL GET giu glue grammar gross ground head header HEAPF
Helv high HKD hour http https hyzyla IBAN iban IDR ILS image INR integer invoice ISK items JMD JPY json kind KRW label labels LAK large
later latest latin LEK length listed LKR llm low MAD MAP MAX max maximum maxLength mdy MEMORY memory mentioned merchant message method
middle minimum minLength missing models months MOP multiline multipleOf MUR MXN MXV MYR name net network NFC NFD NFKC NGN NOK none not
note NPR null number NZD obj object off oneOf only opening order ordinals other others OUT own PAB page pages paid party pattern
patternProperties payment PDF pdf pdfium PEN period phone PHP phrases pipeline PKR place plain PLN point POST postscript prefixes
prefixItems prevalent properties propertyNames props quantity range rate read reading reasoning receipt Redirected reference region remark
render respond response result retry role rounding rtf RUB rules run RuntimeError sale salutation savings schema schemas SEK seller
sellers setup SGD sha SIT skip slow SOS start statement STD step steps street string subtotal sum SUR symbol task tax temperature tendered
text THB then think thinking thread time title tokens too TOP total trade true TRY TTD TWD type UAH unclear unevaluatedItems
unevaluatedProperties unpainted url USD UTF utf VAL value vat VND wasm windows without word words WORKER www XTS XXX yes ZAR ZWL`;

/** Texts for people, whole, or the parts of them around what is put in. */
export const MESSAGES: readonly string[] = [
  'against it: ',
  'the words of its sources do not say it',
  ' annotations, ',
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
  'images are not read yet, ',
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
];
