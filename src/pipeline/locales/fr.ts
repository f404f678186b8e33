/** French, as written in France, Belgium, Switzerland, Luxembourg and Canada. */
import type { Locale } from './locale.ts';

export default {
  labels: {
    invoice_number: `
      Numéro de facture | № de facture | № facture | Facture № | Numéro de la facture | № de la facture | Référence facture
      Référence de facture | Réf. facture | Facture numéro | № pièce | № de pièce | № de document | Avoir № | № d'avoir | Numéro d'avoir | Fact. № | № fact.`,
    invoice_date: `
      Date de facture | Date de la facture | Date facture | Date de facturation | Date d'émission | Date d'établissement | Facture du
      Émise le | Émis le | Date du document | Date de pièce | Facturé le | Établie le | Date`,
    due_date: `
      Date d'échéance | Échéance | Échéance le | Date limite de paiement | Date de paiement | Date de règlement | À payer avant le
      À régler avant le | À régler le | Facture à régler le | Payable le | Payable avant le | Paiement avant le | Paiement le
      Règlement le | Échéance de paiement | Date limite`,
    delivery_date: `
      Date de livraison | Date de prestation | Date de la prestation | Date d'exécution | Date de la livraison | Livraison le | Livré le
      Date de vente | Date de service | Date d'intervention`,
    seller: `
      Émetteur | Vendeur | Fournisseur | Prestataire | Émis par | Facturé par | Expéditeur | Société émettrice | Émetteur de la facture`,
    buyer: `
      Client | Acheteur | Destinataire | Facturé à | Facturée à | Adressé à | Adresse de facturation | Facturation | Adresse facturation
      Facture à | Facturer à | Nom du client | À l'attention de | Débiteur`,
    other_party: `
      Adresse de livraison | Livré à | Livrer à | Lieu de livraison | Lieu livraison | Livraison à | Bénéficiaire | Contact
      Votre contact | Interlocuteur`,
    seller_vat_id: `
      № TVA intracommunautaire | TVA intracommunautaire | № de TVA intracommunautaire | № TVA intracom | TVA intracom | № de TVA | № TVA
      Numéro de TVA | Identifiant TVA | № d'identification TVA | Code TVA | ID TVA | TVA`,
    buyer_vat_id: 'Numéro TVA du client | № TVA client | № TVA du client | TVA client | Votre № TVA',
    currency: 'Devise de la facture | Devise | Monnaie | Montants en',
    total_net: `
      Total HT | Montant total HT | Total H.T. | Montant HT | Total hors taxes | Total hors taxe | Montant hors taxes | Montant total net
      Total net HT | Net HT | Total général HT | Sous-total HT | Sous-total | Sous total | Base HT | Total HTVA | Total hors TVA
      Montant hors TVA | Montant HTVA | Total net | Montant net | Total brut HT | Base imposable`,
    total_tax: `
      Total TVA | Montant TVA | Montant de la TVA | Montant de TVA | TVA totale | Total de la TVA | Total taxes | Montant total TVA
      Montant des taxes | Taxe sur la valeur ajoutée | Total taxe | TVA | Taxes | Taxe`,
    total_gross: `
      Total TTC | Montant total TTC | Total T.T.C. | Montant TTC | Total toutes taxes comprises | Total général TTC | Net à payer TTC
      Montant total brut | Total TVAC | Montant TVAC | Total TVA comprise | Total TVA incluse | Total général | Montant total
      Net à payer | Montant à payer | Total à payer | Montant dû | Solde dû | Reste à payer | À payer | Total brut | Somme due | Total`,
    iban: 'IBAN | № IBAN | Code IBAN | Compte IBAN | RIB',
    bic: 'BIC | Code BIC | BIC/SWIFT | SWIFT/BIC | Code SWIFT | SWIFT',
    order_number: `
      Numéro de commande | № de commande | № commande | Commande № | Bon de commande | № bon de commande | № de bon de commande
      Référence commande | Référence de commande | Réf. commande | Votre commande | Votre référence commande | Commande`,
    customer_number: `
      Numéro client | № client | № de client | Code client | Référence client | Réf. client | Numéro de client | Compte client`,
    bank: 'Banque | Nom de la banque | Établissement bancaire | Domiciliation',
    account_iban: 'IBAN | № IBAN | Compte IBAN | Numéro de compte | № de compte',
    account_type: 'Type de compte | Nature du compte | Intitulé du compte | Produit',
    account_currency: 'Devise du compte | Devise | Monnaie',
    statement_date: `
      Date du relevé | Date d'arrêté | Date d'édition | Édité le | Relevé du | Établi le | Arrêté au | Date d'extrait | Date`,
    period_start: 'Période du relevé | Période du | Période | Relevé du | Du | Depuis le | Début de période',
    period_end: 'Période du relevé | Période du | Période | Relevé du | Au | Jusqu’au | Fin de période',
    opening_balance: `
      Ancien solde | Solde précédent | Solde initial | Solde d'ouverture | Solde au début | Solde de départ | Solde antérieur
      Solde début de période | Solde reporté | Report solde | Report`,
    closing_balance: `
      Nouveau solde | Solde final | Solde de clôture | Solde actuel | Solde en fin de période | Solde fin de période | Solde de fin
      Solde à reporter`,
    carried_forward: 'Report | À reporter | Montant reporté | Report page précédente',
    merchant: 'Magasin | Commerçant | Établissement',
    sale_date: 'Date | Date d’achat | Date de vente | Le',
    sale_time: 'Heure',
    receipt_total: 'Total TTC | Total à payer | Net à payer | Montant à payer | Total général | Montant total | Total | Montant | À payer',
    receipt_tax: 'Total TVA | Montant TVA | Dont TVA | TVA | Taxes',
    sender: 'Expéditeur | De la part de',
    recipient: 'Destinataire',
    letter_date: 'Date | Le',
    subject: 'Objet | Concerne | Sujet',
    our_reference: 'Nos réf. | Nos références | Notre réf. | Notre référence | N/Réf. | N. réf. | Référence | Réf. | Dossier №',
    your_reference: 'Vos réf. | Vos références | Votre réf. | Votre référence | V/Réf. | Votre courrier du | Votre lettre du',
    payment_method: 'Mode de paiement | Moyen de paiement | Mode de règlement | Règlement | Payé par | Paiement',
    paid: 'Acompte | Acompte versé | Déjà payé | Déjà réglé | Montant payé | Payé | Réglé | Avance',
    page: 'Page',
  },
  synonyms: {
    trade_date: "Date d'exécution | Date de négociation | Date d'opération | Date de transaction | Exécuté le | Date d'exécution et heure",
    value_date: 'Date de valeur | Valeur | Date de règlement',
    payment_date: 'Date de paiement | Date de mise en paiement',
    ex_date: 'Date de détachement | Ex-date',
    quantity: 'Quantité | Nombre de titres | Nombre de parts | Qté',
    settlement_total:
      'Montant net | Net à débiter | Net à créditer | Montant net au débit de votre compte | Montant net au crédit de votre compte | Montant total',
  },
  phrases: {
    invoice_number: 'Facture № | Facture | Avoir №',
    invoice_date: 'Facture … du | Facture … en date du | Avoir … du',
    due_date: `
      payable avant le | à régler avant le | à régler le | à payer avant le | payable le | à payer pour le | échéance au
      payable au plus tard le | régler … avant le | paiement au plus tard le | au plus tard le`,
    delivery_date: 'livré le | livraison du | prestation du',
    order_number: 'votre commande № | commande № | bon de commande №',
    statement_date: 'Relevé de compte du | Relevé … au | Extrait de compte du',
    period_start: 'Relevé de compte … du | Relevé … du | Opérations … du | Extrait … du',
    period_end: 'Relevé de compte … du | Relevé … du | Opérations … du | Extrait … du',
  },
  choices: {
    account_type: {
      checking: 'Compte courant | Compte de chèques | Compte chèques | Compte à vue | Compte privé',
      savings: "Compte d'épargne | Compte épargne | Livret A | Livret d'épargne | Épargne",
      credit: 'Carte de crédit | Compte de crédit | Crédit',
    },
    payment_method: { '': 'Carte bancaire | Carte bleue | CB | Carte | Espèces | Chèque | Virement | Bancontact | Ticket restaurant' },
  },
  months: [
    'janvier janv',
    'fevrier fevr fev',
    'mars',
    'avril avr',
    'mai',
    'juin',
    'juillet juil',
    'aout',
    'septembre sept',
    'octobre oct',
    'novembre nov',
    'decembre dec',
  ],
  weekdays: ['lundi lun', 'mardi mar', 'mercredi mer', 'jeudi jeu', 'vendredi ven', 'samedi sam', 'dimanche dim'],
  dates: { order: 'dmy', ordinals: 'er', glue: '', range: 'au à et jusqu’au', from: 'du de', at: 'à', hour: 'h heures', place: 'le' },
  amounts: {
    decimal: ',',
    debit: 'débiteur débit',
    credit: 'créditeur crédit',
    currencies: {
      EUR: 'euro | euros',
      USD: 'dollar américain | dollars américains',
      CHF: 'franc suisse | francs suisses',
      GBP: 'livre sterling',
    },
  },
  words: {
    number: 'n no nr num numéro nos',
    is: 'est',
    yes: 'oui vrai',
    no: 'non faux aucun aucune',
    fillers: `a à au aux de du des le la les en et est sont par pour sur sous dans date montant élève jusqu avec sans non dont taux
      soit`,
    tax: 'tva ht ttc taxe taxes htva tvac',
    remark: 'dont hors avec sans inclus incluse inclue compris comprise après avant',
    without: 'hors sans',
    of: 'de sur',
    before: 'votre vos notre nos mon le la les l',
    elsewhere: 'selon suivant concernant relatif relative sur contre suite annule escompte',
    others: 'commande livraison devis contrat client bon',
    buyers: 'votre client acheteur destinataire débiteur',
    sellers: 'notre vendeur fournisseur émetteur prestataire',
    street: 'rue avenue av boulevard bd bld chemin place allée allee impasse quai cours route square passage faubourg cedex',
    contact: `tél tel téléphone mobile fax télécopie courriel e-mail email mail web internet siret siren rcs ape naf tva
      iban`,
    salutation: 'monsieur madame mademoiselle m mme mlle messieurs',
    greeting: 'madame | monsieur | mesdames | messieurs | cher | chère | bonjour',
    attention: "monsieur madame mademoiselle mme mlle messieurs | à l'attention de",
    addressee: 'société | à',
    title: `facture avoir relevé devis bon commande reçu ticket duplicata copie page date bonjour cordialement salutations merci pièce note
      cher chère`,
    bank: 'banque crédit-agricole | caisse d’épargne | banque populaire | crédit mutuel | crédit lyonnais | société générale',
    total: 'total somme montant payer ttc',
    balance: 'solde',
    subtotal: 'sous soustotal',
    rounding: 'arrondi',
    change: 'rendu monnaie rendre',
    tendered: 'espèces carte cb chèque reçu bancaire',
    count: 'qté quantité articles article nombre nb points',
    discount: 'remise réduction rabais économie avoir',
    trade: 'boulangerie pharmacie supermarché marché restaurant café hôtel boucherie librairie épicerie garage brasserie tabac',
    quantity: 'quantité qté nombre parts titres',
    charged: 'débit débiter',
    per: 'par',
    prefixes: '',
  },
  digraphs: '',
  legalForms: 'SARL | S.A.R.L. | SA | S.A. | SAS | SASU | EURL | SNC | SCI | SCOP | Sàrl | SPRL | SRL | ASBL',
  kinds: {
    iban: 'iban',
    bic: 'bic swift',
    vat_id: 'no-tva n-tva numero-de-tva tva-intracommunautaire id-tva',
    currency: 'devise monnaie',
    email: 'email e-mail courriel mail',
    phone: 'téléphone tél portable fax',
    url: 'site-web site-internet',
    time: 'heure',
    reference: 'numéro n no référence réf code',
    rate: 'taux pourcentage',
  },
} satisfies Locale;
