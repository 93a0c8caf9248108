import type { Fault, Outcome, OutcomeKind } from '#delivery/carrier.ts'

/** How a message stands with a text provider, in its own number and our words. */
type Meaning = readonly [name: string, as: OutcomeKind, fault: Fault | null, words: string]

/**
 * What an SMPP 3.4 command_status says of a message. Only what is surely about this recipient or these words is refused;
 * what would be the same for every message is the account's; what nobody can place is tried again.
 */
export function outcomeOf(status: number, reference: string | null = null): Outcome {
  const code = `0x${status.toString(16).toUpperCase().padStart(2, '0')}`
  const [name, as, fault, words] = MEANINGS[status] ?? unnamed(status)
  return { as, code, words: `${words} (${name}).`, reference, fault }
}

/** What it says of our binding: never anything about a message, so the account or the provider is at fault. */
export function bindOutcomeOf(status: number): Outcome {
  const { code, words, fault } = outcomeOf(status)
  const known = fault === 'busy' || fault === 'down' || fault === 'account'
  return { as: 'unreachable', code, words, fault: known ? fault : 'account' }
}

const unnamed = (status: number): Meaning =>
  status >= 0x400 && status <= 0x4ff
    ? ["the provider's own code", 'unreachable', null, 'The provider did not take it']
    : ['an unknown code', 'unreachable', null, 'The provider did not take it']

const MEANINGS: Readonly<Record<number, Meaning>> = {
  0: ['ESME_ROK', 'accepted', null, 'The provider has it'],
  1: ['ESME_RINVMSGLEN', 'refused', 'content', 'The provider says the text is too long'],
  2: ['ESME_RINVCMDLEN', 'refused', 'content', 'The provider says the message has a wrong length'],
  3: ['ESME_RINVCMDID', 'unreachable', 'account', 'The provider does not let this account send'],
  4: ['ESME_RINVBNDSTS', 'unreachable', 'down', 'The provider says we are not logged in'],
  // After a crash it still knows the link we lost; that passes by itself.
  5: ['ESME_RALYBND', 'unreachable', 'down', 'The provider says we are logged in already'],
  6: ['ESME_RINVPRTFLG', 'unreachable', 'account', 'The provider does not take our priority'],
  7: ['ESME_RINVREGDLVFLG', 'unreachable', 'account', 'The provider gives this account no receipts'],
  8: ['ESME_RSYSERR', 'unreachable', 'down', 'The provider has an error of its own'],
  10: [
    'ESME_RINVSRCADR',
    'unreachable',
    'account',
    'The provider does not let this account send under our number or name',
  ],
  11: ['ESME_RINVDSTADR', 'refused', 'address', 'The provider says there is no such number'],
  12: ['ESME_RINVMSGID', 'unreachable', null, 'The provider says the id of the message is wrong'],
  13: ['ESME_RBINDFAIL', 'unreachable', 'account', 'The provider did not let us log in'],
  14: ['ESME_RINVPASWD', 'unreachable', 'account', 'The provider says the password is wrong'],
  15: ['ESME_RINVSYSID', 'unreachable', 'account', 'The provider does not know the system id'],
  17: ['ESME_RCANCELFAIL', 'unreachable', null, 'The provider could not cancel a message'],
  19: ['ESME_RREPLACEFAIL', 'unreachable', null, 'The provider could not replace a message'],
  20: ['ESME_RMSGQFUL', 'unreachable', 'busy', "The provider's queue is full"],
  21: ['ESME_RINVSERTYP', 'unreachable', 'account', 'The provider does not know our kind of service'],
  51: ['ESME_RINVNUMDESTS', 'refused', 'address', 'The provider says the number of recipients is wrong'],
  52: ['ESME_RINVDLNAME', 'refused', 'address', 'The provider does not know the distribution list'],
  64: ['ESME_RINVDESTFLAG', 'unreachable', 'account', 'The provider does not know our kind of recipient'],
  66: ['ESME_RINVSUBREP', 'unreachable', 'account', 'The provider says a replacement was asked for wrongly'],
  // Only long texts ask for it, so it is no reason to stop the account.
  67: [
    'ESME_RINVESMCLASS',
    'refused',
    'content',
    'The provider takes no long texts in parts; try payload=message_payload',
  ],
  68: ['ESME_RCNTSUBDL', 'refused', 'address', 'The provider does not send to that distribution list'],
  69: ['ESME_RSUBMITFAIL', 'unreachable', null, 'The provider could not take it'],
  72: ['ESME_RINVSRCTON', 'unreachable', 'account', 'The provider does not take our kind of sender (TON)'],
  73: ['ESME_RINVSRCNPI', 'unreachable', 'account', 'The provider does not take our kind of sender (NPI)'],
  // Numbers are always sent as international ones. Taken for the recipient's fault, this would mark all of them as dead.
  80: ['ESME_RINVDSTTON', 'unreachable', 'account', 'The provider does not take international numbers (TON)'],
  81: ['ESME_RINVDSTNPI', 'unreachable', 'account', 'The provider does not take international numbers (NPI)'],
  83: ['ESME_RINVSYSTYP', 'unreachable', 'account', 'The provider does not know our kind of system'],
  84: ['ESME_RINVREPFLAG', 'unreachable', 'account', 'The provider does not know our replacement flag'],
  85: ['ESME_RINVNUMMSGS', 'unreachable', null, 'The provider says the number of messages is wrong'],
  88: ['ESME_RTHROTTLED', 'unreachable', 'busy', 'We are too fast for the provider'],
  97: ['ESME_RINVSCHED', 'unreachable', 'account', 'The provider does not take our time of sending'],
  98: ['ESME_RINVEXPIRY', 'unreachable', 'account', 'The provider does not take our time of expiry'],
  99: ['ESME_RINVDFTMSGID', 'unreachable', 'account', 'The provider does not know our prepared text'],
  100: ['ESME_RX_T_APPN', 'unreachable', null, 'The provider cannot take it for now'],
  101: ['ESME_RX_P_APPN', 'refused', null, 'The provider will never take it'],
  102: ['ESME_RX_R_APPN', 'refused', null, 'The provider rejects it'],
  103: ['ESME_RQUERYFAIL', 'unreachable', null, 'The provider could not be asked'],
  // Only message_payload is sent in such a field, and only for a long text.
  192: ['ESME_RINVOPTPARSTREAM', 'refused', 'content', 'The provider cannot read message_payload'],
  193: ['ESME_ROPTPARNOTALLWD', 'refused', 'content', 'The provider does not take message_payload'],
  194: ['ESME_RINVPARLEN', 'refused', 'content', 'The provider says message_payload is too long'],
  195: ['ESME_RMISSINGOPTPARAM', 'refused', 'content', 'The provider misses an optional field'],
  196: ['ESME_RINVOPTPARAMVAL', 'refused', 'content', 'The provider does not take what stands in message_payload'],
  254: ['ESME_RDELIVERYFAILURE', 'unreachable', null, 'The provider could not deliver it'],
  255: ['ESME_RUNKNOWNERR', 'unreachable', null, 'The provider does not say what is wrong'],
}
