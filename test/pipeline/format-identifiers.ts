/** Names that file formats are made of: elements, attributes, parts, headers. No word that a document says. */
export const FORMATS = `
abbr AccountingCustomerParty AccountingSupplierParty ace acronym ActualDeliveryDate ActualDeliverySupplyChainEvent agent all alloc amp
annotation apos ApplicableHeaderTradeAgreement ApplicableHeaderTradeDelivery ApplicableHeaderTradeSettlement archive arj asar audio bdi
bdo BICID big body box button BuyerOrderReferencedDocument BuyerTradeParty cab canvas cdata cell cellXfs center cfb changes charset
cite col collapse cols colspan columns CompanyID compress covered cpio csv data datalist DateTimeString deb decode del delivered
Delivery desc dfn diskimage display div dkim DOCTYPE doctype Document DocumentCurrencyCode docx DueDate DueDateDateTime embed encoding
EncryptedPackage encryption excel ExchangedDocument External Fallback FALSE filter FinancialInstitutionBranch font footer formatCode
forms FOUND From from ftyp get GrandTotalAmount gridSpan gzip handle heic heif height heim heis heix hidden hide hMerge html IBANID
iframe img important INF inline inlineStr input ins InvoiceCurrencyCode iso IssueDate IssueDateTime IssuerAssignedID kbd
LegalMonetaryTotal libheif line macroenabled mail mailer manifest map mark master math META meta mif mime MODULE moveFrom mso Name
nested nobr noBreakHyphen noframes noscript NOT notes numFmt numFmtId numFmts OccurrenceDateTime odf off officeDocument opacity
opendocument OrderReference output pageBreakBefore Party PartyIdentification PartyLegalEntity PartyName PartyTaxScheme path
PayeeFinancialAccount PayeePartyCreditorFinancialAccount PayeeSpecifiedCreditorFinancialInstitution PaymentDueDate PaymentMeans pgp
pkcs PowerPoint powerpoint pPr pptx pre PrepaidAmount presentation presentationml primary ptab quot rar reason received Reference
RegistrationName Relationship rels repeated reply return row rows rowspan rPh rpm rPr ruby samp schemeID script sectPr select
SellerTradeParty sender shapes sharedStrings sheet sheetData sheets show signature size sldId sldIdLst slide small source span
SpecifiedTaxRegistration SpecifiedTradePaymentTerms SpecifiedTradeSettlementHeaderMonetarySummation
SpecifiedTradeSettlementPaymentMeans spreadsheet spreadsheetml state strike strong style styles sub subject substg sup
SupplyChainTradeTransaction svg tab table tar Target TargetMode TaxAmount TaxBasisTotalAmount TaxExclusiveAmount TaxInclusiveAmount
TaxScheme TaxTotal TaxTotalAmount tbl tcPr template textarea TotalPrepaidAmount tracked trPr TRUE txBody txbxContent Type user val
vanish var VAT version video visibility visible wbr WordDocument wordprocessingml Workbook workbookPr worksheet xlsx xml xmlns ymdhs
zip zst`;

/** Texts for people, as in MESSAGES of identifiers.ts. */
export const FORMAT_MESSAGES: readonly string[] = [
  ' deep',
  ' electronic invoices that differ; none of them was used',
  ', the electronic invoice ',
  'PDF, pictures (PNG, JPEG, TIFF, WebP, BMP, GIF, HEIC), DOCX, XLSX, PPTX, ODT, ODS, ODP, HTML, XML, CSV, e-mail (EML) and plain text are read',
  'a PowerPoint 97–2003 presentation (PPT); save it as PPTX',
  'a Word 97–2003 document (DOC); save it as DOCX',
  'a Word document as XML; save it as DOCX',
  'a Word document as one XML file; save it as DOCX',
  'an Excel 97–2003 workbook (XLS); save it as XLSX',
  'an Excel workbook as XML; save it as XLSX',
  'an Outlook message (MSG); save it as EML',
  'an SVG drawing',
  'an electronic invoice states it',
  'attachment ',
  'elements are nested more than ',
  'is hidden',
  ' could not be drawn',
  'the text could not be read',
  'stated by the electronic invoice; no page shows it',
  'the XML is damaged: ',
  'the files hold ',
  'the pages say ',
];
