import assert from 'node:assert/strict'
import { test } from 'node:test'
import { jpeg, png } from '../../test/pictures.ts'
import { pictureType, wholePicture } from './picture.ts'

test('a whole picture is told by its bytes, whatever it is called', () => {
  assert.equal(wholePicture(jpeg(40, 30), 1200), 'image/jpeg')
  assert.equal(wholePicture(png(40, 30), 1200), 'image/png')
})

test('what is cut off, unpacks to too much, or is something else is none', () => {
  for (const [why, bytes] of [
    ['nothing', Buffer.alloc(0)],
    ['too many pixels', jpeg(41, 30)],
    ['too many pixels', png(65_535, 65_535)],
    ['no pixels', png(0, 30)],
    ['cut off', jpeg(40, 30).subarray(0, -2)],
    ['cut off', png(40, 30).subarray(0, -12)],
    ['a page that goes on as a picture', Buffer.concat([Buffer.from('<html><script>'), jpeg(40, 30)])],
    ['another kind', Buffer.from('GIF89a/*')],
    ['drawing', Buffer.from('<svg onload=alert(1)>')],
    ['the first bytes alone', Buffer.from([0xff, 0xd8, 0xff, 0x3c, 0x68, 0x74, 0x6d, 0x6c])],
  ] as const)
    assert.equal(wholePicture(bytes, 1200), undefined, why)
})

test('bytes of any kind are looked at without a fault', () => {
  for (let i = 0; i < 2000; i++) {
    const bytes = Buffer.from(i % 2 ? jpeg(40, 30) : png(40, 30))
    for (let k = 0; k < 4; k++) bytes[(i * 7919 + k * 104_729) % bytes.length] = (i * 31 + k * 17) & 255
    wholePicture(bytes.subarray(0, 1 + ((i * 13) % bytes.length)), 1200)
    assert.ok([undefined, 'image/jpeg', 'image/png'].includes(pictureType(bytes)))
  }
})
