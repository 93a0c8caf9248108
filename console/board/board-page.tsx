import { Outlet } from '@tanstack/react-router'
export function BoardPage() {
  return (
    <div className="split">
      <div>board</div>
      <Outlet />
    </div>
  )
}
