import VoiceResponse from 'twilio/lib/twiml/VoiceResponse.js'
import type { Kept, Step, Verb } from '#delivery/speech.ts'

/** In which language a call speaks ("en-AU"), and where Twilio asks what comes next. */
export type Calling = Readonly<{ language: string; hook: string }>

/** What a call does, in Twilio's dialect. */
export function twimlOf(verbs: readonly Verb[], calling: Calling): string {
  const response = new VoiceResponse()
  for (const verb of verbs) add(response, verb, calling)
  return response.toString()
}

/** Says nothing: the answer to a text. */
export const SILENCE = new VoiceResponse().toString()

function add(response: VoiceResponse, verb: Verb, { language, hook }: Calling): void {
  // Twilio takes any language it has a voice for; its types name those of one day.
  const voice = { language } as VoiceResponse.SayAttributes
  switch (verb.do) {
    case 'say':
      response.say(voice, sayable(verb.words))
      return
    case 'pause':
      response.pause({ length: verb.seconds })
      return
    case 'gather': {
      const { seconds: timeout, to, words } = verb
      // Without an action it would ask where it has just been, for ever; with a key that ends it, that key would be lost.
      const gather = response.gather({ action: urlOf(hook, to), numDigits: 1, finishOnKey: '', timeout })
      for (const each of words) gather.say(voice, sayable(each))
      return
    }
    case 'redirect':
      response.redirect({ method: 'POST' }, urlOf(hook, verb.to, verb.keeping))
      return
    case 'hang-up':
      response.hangup()
  }
}

// What XML has no way to say: the library throws at it, and the call would be cut off.
const sayable = (words: string): string =>
  words.replaceAll(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, ' ')

function urlOf(hook: string, step: Step, keeping?: Kept): string {
  if (!keeping) return `${hook}/${step}`
  const kept = { waited: String(keeping.waited), ...(keeping.key !== null && { key: keeping.key }) }
  return `${hook}/${step}?${new URLSearchParams(kept)}`
}
