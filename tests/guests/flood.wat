;; A plugin that writes to its standard output without end.
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "_start"))
  (func (export "load"))
  (func (export "update") (result i32) i32.const 0)
  (data (i32.const 0) "\10\00\00\00\00\80\00\00")  ;; one iovec: 32768 bytes at 16
  (func (export "render") (param i32 i32)
    (loop $again
      (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
      br $again)))
