/** Portuguese, as written in Portugal and Brazil. */
import type { Locale } from './locale.ts';

export default {
  labels: {
    invoice_number: `
      Número da fatura | № da fatura | № fatura | Fatura № | Número de fatura | Fatura-recibo № | Número da factura | № da factura
      Factura № | Número do documento | № do documento | № documento | Nota fiscal № | Número da nota fiscal | № da nota fiscal
      Nota de crédito № | Número da nota | NF-e № | Fatura n. | № doc. | Doc. № | Documento №`,
    invoice_date: `
      Data da fatura | Data de emissão | Data da factura | Data fatura | Data emissão | Emitida em | Emitido em | Data do documento
      Data de faturação | Data de faturamento | Data`,
    due_date: `
      Data de vencimento | Data do vencimento | Vencimento | Vence em | Data limite de pagamento | Data limite | Pagar até | Pagamento até
      Prazo de pagamento | Data de pagamento | Pagável até | Venc.`,
    delivery_date: `
      Data de entrega | Data da entrega | Data do serviço | Data de prestação | Data da prestação | Entregue em | Data do fornecimento
      Data de fornecimento | Data da operação`,
    seller: 'Vendedor | Fornecedor | Emitente | Emissor | Prestador | Prestador de serviços | Emitido por | Dados do fornecedor',
    buyer: `
      Cliente | Comprador | Adquirente | Destinatário | Faturar a | Faturado a | Tomador | Tomador de serviços | Nome do cliente
      Dados do cliente | Endereço de faturação | Endereço de cobrança | Morada de faturação | Exmo.(s) Sr.(s) | Exmos. Senhores
      Exmos. Srs. | Sacado`,
    other_party: `
      Morada de entrega | Endereço de entrega | Local de entrega | Entregar a | Enviar para | Local de descarga | Contacto | Contato
      Beneficiário`,
    seller_vat_id: `
      NIF | Contribuinte | № contribuinte | № de contribuinte | Número de contribuinte | NIPC | Contribuinte № | NIF/IVA | № IVA
      Número de IVA | CNPJ | Nº de identificação fiscal | NIF № | IVA`,
    buyer_vat_id: 'NIF do cliente | NIF cliente | Contribuinte do cliente | V/ Contribuinte | V/ № contribuinte | Seu NIF',
    currency: 'Moeda | Divisa | Moeda da fatura | Valores em',
    total_net: `
      Total sem IVA | Valor sem IVA | Base tributável | Total ilíquido | Total líquido | Incidência | Base de incidência | Subtotal
      Sub-total | Sub total | Total s/ IVA | Valor líquido | Total antes de impostos | Valor dos serviços | Total mercadoria
      Mercadoria/Serviços | Base imponível | Líquido | Valor tributável | Total incidência`,
    total_tax: `
      Total IVA | Valor do IVA | Valor IVA | IVA total | Total de IVA | Total do IVA | Total impostos | Total de impostos | Montante IVA
      Imposto sobre o valor acrescentado | Valor do imposto | Impostos | Imposto | I.V.A. | IVA`,
    total_gross: `
      Total com IVA | Total da fatura | Total c/ IVA | Total a pagar | Valor total | Valor a pagar | Total do documento | Montante total
      Total documento | Valor total da nota | Total geral | Total fatura | Total bruto | Valor bruto | Valor total da fatura
      Importância a pagar | A pagar | Montante a pagar | Total em dívida | Valor em dívida | Total`,
    iban: 'IBAN | № IBAN | Conta IBAN | Número da conta | № de conta | Conta bancária | NIB | Conta',
    bic: 'BIC | BIC/SWIFT | SWIFT/BIC | Código SWIFT | Código BIC | SWIFT',
    order_number: `
      Número da encomenda | № da encomenda | № encomenda | Encomenda № | Número do pedido | № do pedido | Pedido № | Ordem de compra
      № ordem de compra | Nota de encomenda | V/ encomenda | Sua encomenda | Ref. encomenda | Requisição № | Encomenda | Pedido`,
    customer_number: 'Número de cliente | № de cliente | № cliente | Código de cliente | Código do cliente | Cód. cliente | Cliente №',
    bank: 'Banco | Nome do banco | Instituição | Instituição bancária',
    account_iban: 'IBAN | Número da conta | № de conta | Conta',
    account_type: 'Tipo de conta | Modalidade | Produto',
    account_currency: 'Moeda da conta | Moeda | Divisa',
    statement_date: 'Data do extrato | Data do extracto | Data de emissão | Emitido em | Data extrato | Data',
    period_start: 'Período | Período do extrato | De | Desde | Data inicial | Data de início',
    period_end: 'Período | Período do extrato | Até | A | Data final | Data de fim',
    opening_balance: 'Saldo inicial | Saldo anterior | Saldo de abertura | Saldo no início',
    closing_balance: 'Saldo final | Saldo atual | Saldo actual | Novo saldo | Saldo de fecho | Saldo de fechamento',
    carried_forward: 'A transportar | Transporte | Transportado',
    merchant: 'Loja | Estabelecimento | Comerciante',
    sale_date: 'Data | Data da compra | Data da venda',
    sale_time: 'Hora',
    receipt_total: 'Total a pagar | Valor total | Total geral | Total | Valor a pagar | Valor | Montante | A pagar',
    receipt_tax: 'Total IVA | Valor do IVA | IVA | Impostos',
    sender: 'Remetente',
    recipient: 'Destinatário | Para',
    letter_date: 'Data',
    subject: 'Assunto | Referência',
    our_reference: 'N/ Ref. | Nossa referência | Nossa ref. | Ref. | Referência | Processo n.º | Processo',
    your_reference: 'V/ Ref. | Sua referência | Vossa referência | V. ref. | Vossa carta de | Sua carta de',
    payment_method: 'Forma de pagamento | Método de pagamento | Meio de pagamento | Modo de pagamento | Pago com | Pagamento',
    paid: 'Pago | Já pago | Adiantamento | Sinal | Valor pago | Entrada',
    page: 'Página | Folha | Pág',
  },
  synonyms: {
    trade_date: 'Data da operação | Data de execução | Data de negociação | Data do negócio',
    value_date: 'Data-valor | Data valor | Data de liquidação',
    payment_date: 'Data de pagamento',
    ex_date: 'Data ex-dividendo',
    quantity: 'Quantidade | Número de títulos | Títulos',
    settlement_total: 'Valor líquido | Montante líquido | Total a debitar | Total a creditar',
  },
  phrases: {
    invoice_number: 'Fatura № | Fatura | Factura № | Factura | Fatura-recibo | Nota de crédito №',
    invoice_date: 'Fatura … de | Fatura … emitida em | Factura … de',
    due_date: 'pagar até | pagável até | a pagar até | vence em | pagamento até | com vencimento em | até ao dia | liquidar até',
    delivery_date: 'entregue em | entrega de',
    order_number: 'sua encomenda № | v/ encomenda № | encomenda № | pedido №',
    statement_date: 'Extrato de conta em | Extrato em',
    period_start: 'Extrato … de | Movimentos … de | Período de | Extrato … desde',
    period_end: 'Extrato … de | Movimentos … de | Período de | Extrato … desde',
  },
  choices: {
    account_type: {
      checking: 'Conta à ordem | Conta corrente | Depósito à ordem',
      savings: 'Conta poupança | Poupança | Depósito a prazo',
      credit: 'Cartão de crédito | Conta de crédito | Crédito',
    },
    payment_method: {
      '': 'Cartão de crédito | Cartão de débito | Cartão | Numerário | Dinheiro | Multibanco | MB Way | Pix | Transferência | Boleto',
    },
  },
  months: [
    'janeiro jan',
    'fevereiro fev',
    'março mar',
    'abril abr',
    'maio mai',
    'junho jun',
    'julho jul',
    'agosto ago',
    'setembro set',
    'outubro out',
    'novembro nov',
    'dezembro dez',
  ],
  weekdays: [
    'segunda segunda-feira seg',
    'terça terça-feira ter',
    'quarta quarta-feira qua',
    'quinta quinta-feira qui',
    'sexta sexta-feira sex',
    'sábado sáb',
    'domingo dom',
  ],
  dates: { order: 'dmy', ordinals: 'º', glue: 'de do', range: 'a até e', from: 'de desde', at: 'às', hour: 'h horas', place: 'em' },
  amounts: {
    decimal: ',',
    debit: 'débito',
    credit: 'crédito',
    currencies: { EUR: 'euro | euros', BRL: 'real | reais', USD: 'dólar americano | dólares americanos', GBP: 'libra esterlina' },
  },
  words: {
    number: 'n no nº num número nr',
    is: 'é',
    yes: 'sim verdadeiro',
    no: 'não falso nenhum nenhuma',
    fillers: 'a ao à às o os as de da do das dos em no na é são por para com sem e um uma valor data até desde dia',
    tax: 'iva imposto impostos icms iss',
    remark: 'incl incluído incluindo com sem antes depois mais excluindo excl',
    without: 'sem',
    of: 'de sobre do da',
    before: 'o a os as seu sua v vosso nosso nossa n meu',
    elsewhere: 'conforme segundo referente relativo relativa anula desconto contra sobre',
    others: 'encomenda entrega pedido contrato cliente guia orçamento ordem',
    buyers: 'seu sua vosso cliente comprador adquirente destinatário tomador',
    sellers: 'nosso nossa vendedor fornecedor emitente prestador',
    street: 'rua avenida av praça largo travessa estrada alameda rodovia lote quinta',
    contact: 'tel telefone telef telemóvel tlm celular fax e-mail email mail web www nif contribuinte cnpj iban',
    salutation: 'senhor senhora sr sra dr dra exmo exma',
    greeting: 'exmos | exmo | exma | exmas | caro | cara | caros | prezado | prezada | prezados | estimado | bom dia',
    attention: 'senhor senhora sr sra exmo exma | a/c | ao cuidado de',
    addressee: 'empresa | exmos senhores | a',
    title: `fatura factura recibo orçamento encomenda nota extrato extracto página data cópia original duplicado obrigado obrigada
      cumprimentos atenciosamente caro cara simplificada`,
    bank: 'banco caixa millennium montepio | caixa geral de depósitos | caixa econômica | crédito',
    total: 'total soma pagar valor',
    balance: 'saldo',
    subtotal: 'subtotal',
    rounding: 'arredondamento',
    change: 'troco',
    tendered: 'numerário dinheiro multibanco cartão recebido entregue pago',
    count: 'qtd quantidade artigos unidades pontos',
    discount: 'desconto poupança',
    trade: 'padaria farmácia supermercado restaurante café hotel talho livraria loja mercado pastelaria',
    quantity: 'quantidade número títulos',
    charged: 'débito debitar',
    per: 'por',
    prefixes: '',
  },
  digraphs: '',
  legalForms: 'Lda | Lda. | LDA | Limitada | S.A. | SA | Unipessoal | Ltda | Ltda. | LTDA | EIRELI',
  kinds: {
    iban: 'iban',
    bic: 'bic swift',
    vat_id: 'no-iva numero-de-iva nif-iva',
    currency: 'moeda divisa',
    email: 'email e-mail',
    phone: 'telefone tel telemóvel celular fax',
    url: 'website',
    time: 'hora',
    reference: 'número n no código referência ref',
    rate: 'taxa percentagem porcentagem alíquota',
  },
} satisfies Locale;
