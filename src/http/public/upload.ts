type Most = Readonly<{ bytes: number; seconds: number }>

/**
 * The first bytes of a request, and whether there were more or they came too slowly. What is too much is read and forgotten, as
 * far as it is no flood: a browser that is answered while it still sends shows its user nothing of the answer.
 */
export async function readToTheEnd(
  request: Request,
  { bytes, seconds }: Most,
): Promise<{ body: Buffer; isCut: boolean }> {
  const reader = request.body?.getReader()
  if (!reader) return { body: Buffer.alloc(0), isCut: false }
  const chunks: Uint8Array[] = []
  let length = 0
  let isLeft = false
  const leave = () => {
    isLeft = true
    // Whoever waits for the next bytes is told that there are none.
    reader.cancel().then(nothing, nothing)
  }
  const timer = setTimeout(leave, seconds * 1000)
  while (!isLeft) {
    const chunk = await reader.read().then(read => read, nothing)
    if (!chunk) isLeft = true
    if (!chunk || chunk.done) break
    if (length < bytes) chunks.push(chunk.value.subarray(0, bytes - length))
    length += chunk.value.length
    if (length > FLOOD * bytes) leave()
  }
  clearTimeout(timer)
  return { body: Buffer.concat(chunks), isCut: isLeft || length > bytes }
}

const FLOOD = 4
const nothing = () => {}
