export { boardOf as listBoard, countBoard } from './board.sql.ts'
