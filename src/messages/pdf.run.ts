import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Proof } from './pdf.worker.ts'
import { type JobSheet, refuseWords, SheetRefused } from './sheet.ts'

/** Prints job sheets as PDF, one after another, away from the thread that answers people. */
export type PdfPress = Readonly<{
  print: (sheet: JobSheet) => Promise<Uint8Array>
  close: () => Promise<void>
}>

/**
 * The printed job sheet of a PDF email (S1.47). The same sheet always gives the same bytes. A print is rejected with
 * `SheetRefused` when the sheet can never be printed, and with any other error when the worker broke or took longer
 * than `limitMilliseconds`; the next print then has a new worker. An idle press does not keep the process alive.
 */
export function openPress({ limitMilliseconds = 10_000 }: { limitMilliseconds?: number } = {}): PdfPress {
  let bench: Bench | undefined
  let queue: Promise<unknown> = Promise.resolve()
  let closed = false

  async function printNow(sheet: JobSheet): Promise<Uint8Array> {
    if (closed) throw new Error('The press is closed: the job sheet was not printed.')
    const refused = refuseWords(sheet)
    if (refused !== null) throw new SheetRefused(refused)
    if (bench === undefined || bench.gone.aborted) bench = setUp()
    const proof = await printOn(bench, sheet, limitMilliseconds).catch(cause => {
      bench?.worker.terminate()
      bench = undefined
      throw new Error(sentenceFor(cause, limitMilliseconds), { cause })
    })
    return accepted(proof)
  }

  return {
    print: sheet => {
      const printed = queue.then(() => printNow(sheet))
      queue = Promise.allSettled([printed])
      return printed
    },
    close: async () => {
      closed = true
      await bench?.worker.terminate()
      await queue
    },
  }
}

type Bench = { worker: Worker; gone: AbortSignal; ready: boolean }

// Reading the fonts takes a quarter of a second, more on a busy machine, and is not counted against the sheet.
const startMilliseconds = 10_000

function setUp(): Bench {
  const worker = new Worker(new URL('./pdf.worker.ts', import.meta.url), { execArgv: [] })
  const gone = new AbortController()
  worker.unref()
  worker.on('error', cause => gone.abort(cause))
  worker.on('exit', () => gone.abort(new Error('the worker stopped')))
  return { worker, gone: gone.signal, ready: false }
}

async function printOn(bench: Bench, sheet: JobSheet, limitMilliseconds: number): Promise<Proof> {
  bench.worker.ref()
  try {
    if (!bench.ready) await answerOf(bench, startMilliseconds)
    bench.ready = true
    bench.worker.postMessage(sheet)
    return await answerOf(bench, limitMilliseconds)
  } finally {
    bench.worker.unref()
  }
}

async function answerOf({ worker, gone }: Bench, milliseconds: number): Promise<Proof> {
  const signal = AbortSignal.any([gone, AbortSignal.timeout(milliseconds)])
  const [answer] = await once(worker, 'message', { signal })
  return answer
}

function sentenceFor(cause: Error, limitMilliseconds: number): string {
  const reason = cause.cause instanceof Error ? cause.cause : cause
  if (reason.name === 'TimeoutError') return `The job sheet took longer than ${limitMilliseconds} ms to print.`
  return `The job sheet was not printed: ${reason.message}`
}

function accepted(proof: Proof): Uint8Array {
  if ('refused' in proof) throw new SheetRefused(proof.refused)
  if ('failed' in proof) throw new Error(`The job sheet could not be typeset: ${proof.failed}`)
  return proof.pdf
}
