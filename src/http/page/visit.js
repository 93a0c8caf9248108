// Looks every half a minute how the job stands. Only that part of the page is replaced: what somebody is typing stays.
const EVERY = 30_000
const standing = () => document.getElementById('standing')

async function look() {
  if (document.hidden || standing()?.dataset.open !== 'yes') return
  const answer = await fetch(location.href, { cache: 'no-store' })
  if (!answer.ok) return
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const fresh = page.getElementById('standing')
  if (!fresh || fresh.dataset.version === standing().dataset.version) return
  standing().replaceWith(document.adoptNode(fresh))
  document.getElementById('news').textContent = fresh.querySelector('[aria-current]')?.textContent ?? ''
}

// Without a connection the page stays as it is until there is one.
const tryLook = () => look().catch(() => {})
setInterval(tryLook, EVERY)
document.addEventListener('visibilitychange', tryLook)
