/** Spanish, as written in Spain and Latin America. */
import type { Locale } from './locale.ts';

export default {
  labels: {
    invoice_number: `
      Número de factura | № de factura | № factura | Factura № | Núm. factura | Núm. de factura | Factura núm. | Número factura
      Factura número | № de documento | Número de documento | Folio | Nota de crédito № | Factura rectificativa № | Ref. factura | Fra. № | № doc. | Documento №`,
    invoice_date: `
      Fecha de factura | Fecha factura | Fecha de la factura | Fecha de emisión | Fecha emisión | Fecha de expedición | Fecha expedición
      Emitida el | Fecha de facturación | Fecha del documento | Fecha`,
    due_date: `
      Fecha de vencimiento | Fecha vencimiento | Vencimiento | Vence el | Vence | Fecha límite de pago | Fecha de pago | Pagar antes del
      Pagadero antes del | Fecha límite | Fecha de vto. | Vto. | Vencimiento el`,
    delivery_date: `
      Fecha de entrega | Fecha entrega | Fecha de operación | Fecha operación | Fecha de la operación | Fecha de prestación
      Fecha del servicio | Fecha de servicio | Entregado el | Fecha de suministro`,
    seller: `
      Vendedor | Emisor | Proveedor | Datos del emisor | Emitido por | Expedidor | Prestador | Datos del proveedor | Datos del vendedor
      Razón social emisor`,
    buyer: `
      Cliente | Comprador | Facturar a | Facturado a | Destinatario | Datos del cliente | Dirección de facturación | Receptor
      Datos de facturación | Nombre del cliente | Razón social | Señores | Sr./Sra. | Adquirente | Factura a`,
    other_party: `
      Dirección de envío | Dirección de entrega | Enviar a | Entregar a | Envío a | Lugar de entrega | Contacto | Beneficiario
      Persona de contacto`,
    seller_vat_id: `
      NIF-IVA | NIF IVA | NIF | CIF | N.I.F. | C.I.F. | NIF/CIF | CIF/NIF | № IVA | Número de IVA | № de IVA | IVA intracomunitario
      NIF intracomunitario | Identificación fiscal | RUT | RFC | CUIT`,
    buyer_vat_id: 'NIF del cliente | NIF cliente | CIF cliente | CIF del cliente | Su NIF',
    currency: 'Moneda | Divisa | Moneda de la factura | Importes en',
    total_net: `
      Base imponible | Total sin IVA | Importe sin IVA | Subtotal sin IVA | Total neto | Importe neto | Subtotal | Sub-total | Sub total
      Total base imponible | Base imponible total | Suma base imponible | Total antes de impuestos | Importe antes de impuestos | Neto
      Valor neto | Base`,
    total_tax: `
      Total IVA | Importe IVA | Cuota IVA | Cuota de IVA | IVA total | Total impuestos | Importe del IVA | Impuesto sobre el valor añadido
      Total I.V.A. | Cuota | Impuestos | Impuesto | I.V.A. | IVA | IGIC`,
    total_gross: `
      Total factura | Total con IVA | Importe total con IVA | Total IVA incluido | Importe total IVA incluido | Total factura (IVA incluido)
      Importe total | Total a pagar | Importe a pagar | Total general | Total bruto | Importe bruto | Total de la factura
      Importe total de la factura | Importe factura | Líquido a pagar | A pagar | Total líquido | Saldo pendiente | Importe pendiente
      Total`,
    iban: 'IBAN | № de cuenta IBAN | Cuenta IBAN | Número de cuenta | № de cuenta | Cuenta bancaria | № cuenta | Cuenta',
    bic: 'BIC | BIC/SWIFT | SWIFT/BIC | Código SWIFT | Código BIC | SWIFT',
    order_number: `
      Número de pedido | № de pedido | № pedido | Pedido № | Su pedido | Orden de compra | № orden de compra | № de orden de compra
      Número de orden | Núm. pedido | Referencia de pedido | Ref. pedido | Pedido`,
    customer_number: 'Número de cliente | № de cliente | № cliente | Código de cliente | Código cliente | Cód. cliente | Núm. cliente',
    bank: 'Banco | Nombre del banco | Entidad | Entidad bancaria | Entidad financiera',
    account_iban: 'IBAN | № de cuenta | Número de cuenta | Cuenta',
    account_type: 'Tipo de cuenta | Clase de cuenta | Producto | Modalidad',
    account_currency: 'Moneda de la cuenta | Divisa de la cuenta | Moneda | Divisa',
    statement_date: 'Fecha del extracto | Fecha de extracto | Fecha extracto | Fecha de emisión | Emitido el | Fecha',
    period_start: 'Período | Periodo | Período del extracto | Periodo del extracto | Desde | Desde el | Fecha inicial | Del',
    period_end: 'Período | Periodo | Período del extracto | Periodo del extracto | Hasta | Hasta el | Fecha final | Al',
    opening_balance: 'Saldo anterior | Saldo inicial | Saldo de apertura | Saldo al inicio | Saldo apertura',
    closing_balance: 'Saldo final | Nuevo saldo | Saldo actual | Saldo de cierre | Saldo al final | Saldo cierre',
    carried_forward: 'Suma y sigue | Suma anterior | Saldo arrastrado | Arrastre',
    merchant: 'Tienda | Establecimiento | Comercio',
    sale_date: 'Fecha | Fecha de compra | Fecha de venta',
    sale_time: 'Hora',
    receipt_total: 'Total a pagar | Importe total | Total compra | Total | Importe | A pagar | Total euros',
    receipt_tax: 'Total IVA | Cuota IVA | Cuota | IVA | Impuestos',
    sender: 'Remitente',
    recipient: 'Destinatario | Para',
    letter_date: 'Fecha',
    subject: 'Asunto | Referente a | Ref.',
    our_reference: 'Nuestra referencia | Nuestra ref. | N/Ref. | N. ref. | Referencia | Expediente | № de expediente',
    your_reference: 'Su referencia | Su ref. | S/Ref. | Su escrito de | Su carta de',
    payment_method: 'Forma de pago | Método de pago | Medio de pago | Pagado con | Pago',
    paid: 'Pagado | Anticipo | A cuenta | Entregado a cuenta | Importe pagado | Ya pagado',
    page: 'Página | Hoja | Pág',
  },
  synonyms: {
    trade_date: 'Fecha de operación | Fecha de ejecución | Fecha operación | Fecha de contratación',
    value_date: 'Fecha valor | Fecha de valor | Fecha de liquidación',
    payment_date: 'Fecha de pago | Fecha pago',
    ex_date: 'Fecha ex-dividendo',
    quantity: 'Cantidad | Número de títulos | Títulos | Nominal',
    settlement_total: 'Importe neto | Importe líquido | Efectivo neto | Total a cargar | Total a abonar',
  },
  phrases: {
    invoice_number: 'Factura № | Factura | Factura rectificativa | Nota de crédito',
    invoice_date: 'Factura … de fecha | Factura … del',
    due_date: `
      vence el | pagadero antes del | a pagar antes del | pagar antes del | con vencimiento el | con vencimiento | fecha límite de pago
      abonar antes del | antes del`,
    delivery_date: 'entregado el | entrega del',
    order_number: 'su pedido | pedido № | orden de compra',
    statement_date: 'Extracto de cuenta a | Extracto … a fecha',
    period_start: 'Extracto … del | Movimientos … del | Extracto … desde | Movimientos … desde | Período del | Periodo del',
    period_end: 'Extracto … del | Movimientos … del | Extracto … desde | Movimientos … desde | Período del | Periodo del',
  },
  choices: {
    account_type: {
      checking: 'Cuenta corriente | Cuenta a la vista | Cuenta nómina',
      savings: 'Cuenta de ahorro | Cuenta de ahorros | Ahorro',
      credit: 'Tarjeta de crédito | Cuenta de crédito | Crédito',
    },
    payment_method: { '': 'Tarjeta de crédito | Tarjeta | Efectivo | Bizum | Transferencia | Domiciliación | Contado' },
  },
  months: [
    'enero ene',
    'febrero feb',
    'marzo mar',
    'abril abr',
    'mayo may',
    'junio jun',
    'julio jul',
    'agosto ago',
    'septiembre setiembre sept sep set',
    'octubre oct',
    'noviembre nov',
    'diciembre dic',
  ],
  weekdays: ['lunes lun', 'martes mar', 'miércoles mié', 'jueves jue', 'viernes vie', 'sábado sáb', 'domingo dom'],
  dates: {
    order: 'dmy',
    ordinals: 'º',
    glue: 'de del',
    range: 'al hasta a y',
    from: 'del desde',
    at: 'a-las las',
    hour: 'h horas',
    place: 'a el',
  },
  amounts: {
    decimal: ',',
    debit: 'Debe',
    credit: 'Haber',
    currencies: {
      EUR: 'euro | euros',
      USD: 'dólar estadounidense | dólares estadounidenses',
      GBP: 'libra esterlina',
      MXN: 'pesos mexicanos',
    },
  },
  words: {
    number: 'n no nº núm num número',
    is: 'es',
    yes: 'sí si verdadero',
    no: 'no falso ninguno ninguna',
    fillers: 'a al de del el la los las en es son por para con sin y e que su un una importe fecha asciende hasta desde día dia',
    tax: 'iva igic impuestos impuesto irpf',
    remark: 'incl incluido incluida incluidos con sin antes después más excl excluido',
    without: 'sin',
    of: 'de del sobre',
    before: 'su sus tu nuestro nuestra mi el la los las',
    elsewhere: 'según relativo relativa referente sobre rectifica anula descuento contra',
    others: 'pedido entrega albarán presupuesto contrato cliente orden',
    buyers: 'su cliente comprador destinatario receptor adquirente',
    sellers: 'nuestro nuestra vendedor proveedor emisor',
    street: 'calle c/ avenida avda av plaza paseo camino carretera ctra ronda travesía polígono glorieta',
    contact: 'tel teléfono tfno móvil movil fax correo e-mail email mail web www nif cif registro iban',
    salutation: 'señor señora sr sra don doña d dña',
    greeting:
      'estimado | estimada | estimados | estimadas | muy señor | muy señores | muy señora | apreciado | apreciada | distinguido | querido | querida | hola',
    attention: 'señor señora sr sra don doña | a la atención de | att',
    addressee: 'empresa | a',
    title: `factura presupuesto albarán pedido recibo ticket extracto página fecha copia original duplicado gracias saludos atentamente
      estimado estimada simplificada rectificativa nota`,
    bank: 'banco bankia caixabank cajamar bbva | caja rural | caja de ahorros',
    total: 'total importe suma pagar',
    balance: 'saldo',
    subtotal: 'subtotal',
    rounding: 'redondeo',
    change: 'cambio vuelto devolución',
    tendered: 'efectivo entregado tarjeta recibido pagado',
    count: 'cant cantidad artículos uds unidades puntos',
    discount: 'descuento dto ahorro',
    trade: 'panadería farmacia supermercado restaurante cafetería bar hotel librería ferretería tienda mercado',
    quantity: 'cantidad unidades títulos número',
    charged: 'cargo cargar débito adeudo',
    per: 'por',
    prefixes: '',
  },
  digraphs: '',
  legalForms: 'S.L. | SL | S.L.U. | SLU | S.A.U. | SAU | S.A. | SA | S.C. | S. Coop. | C.B. | S.A. de C.V. | S.A.S.',
  kinds: {
    iban: 'iban',
    bic: 'bic swift',
    vat_id: 'nif-iva no-iva numero-de-iva',
    currency: 'moneda divisa',
    email: 'email e-mail correo',
    phone: 'teléfono tel móvil fax',
    url: 'web página-web sitio-web',
    time: 'hora',
    reference: 'número núm n no código referencia ref folio',
    rate: 'tipo porcentaje tasa',
  },
} satisfies Locale;
