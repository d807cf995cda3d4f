;; A plugin that does what files in /host say, one command a line as it would write it to its host: `load` when it is
;; loaded, `update` and `pipe` when it is called. It draws what it read from stdin in the last such call: the event or
;; message, then the replies.
(module
  (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_close" (func $fd_close (param i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_open" (func $path_open
    (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "zellij" "host_run_plugin_command" (func $command))
  (memory (export "memory") 8)
  (data (i32.const 100) "load") (data (i32.const 110) "update") (data (i32.const 120) "pipe")
  (data (i32.const 130) "0.45.0\0a")
  (global $shown (mut i32) (i32.const 0))  ;; bytes at 0x20000

  (func $write (param $at i32) (param $length i32)
    (i32.store (i32.const 0) (local.get $at)) (i32.store (i32.const 4) (local.get $length))
    (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16))))
  ;; Reads to the end; returns how many bytes.
  (func $read (param $fd i32) (param $at i32) (result i32) (local $total i32)
    (block $end (loop $more
      (i32.store (i32.const 0) (i32.add (local.get $at) (local.get $total)))
      (i32.store (i32.const 4) (i32.const 4096))
      (br_if $end (call $fd_read (local.get $fd) (i32.const 0) (i32.const 1) (i32.const 16)))
      (br_if $end (i32.eqz (i32.load (i32.const 16))))
      (local.set $total (i32.add (local.get $total) (i32.load (i32.const 16))))
      (br_if $end (i32.gt_u (local.get $total) (i32.const 60000)))
      (br $more)))
    (local.get $total))
  (func $hear
    (global.set $shown (i32.add (global.get $shown)
      (call $read (i32.const 0) (i32.add (i32.const 0x20000) (global.get $shown))))))
  ;; Each line of the file becomes a command.
  (func $obey (param $name i32) (param $length i32) (local $from i32) (local $to i32) (local $end i32) (local $fd i32)
    (if (call $path_open (i32.const 3) (i32.const 0) (local.get $name) (local.get $length) (i32.const 0)
          (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 20)) (then (return)))
    (local.set $fd (i32.load (i32.const 20)))
    (local.set $from (i32.const 0x10000))
    (local.set $end (i32.add (local.get $from) (call $read (local.get $fd) (local.get $from))))
    (drop (call $fd_close (local.get $fd)))
    (local.set $to (local.get $from))
    (block $done (loop $next
      (br_if $done (i32.ge_u (local.get $to) (local.get $end)))
      (local.set $to (i32.add (local.get $to) (i32.const 1)))
      (if (i32.eq (i32.load8_u (i32.sub (local.get $to) (i32.const 1))) (i32.const 10)) (then
        (call $write (local.get $from) (i32.sub (local.get $to) (local.get $from)))
        (call $command)
        (call $hear)
        (local.set $from (local.get $to))))
      (br $next))))
  (func $act (param $name i32) (param $length i32) (result i32)
    (global.set $shown (i32.const 0))
    (call $hear)
    (call $obey (local.get $name) (local.get $length))
    (i32.const 1))

  (func (export "_start"))
  (func (export "plugin_version") (call $write (i32.const 130) (i32.const 7)))
  (func (export "load") (drop (call $act (i32.const 100) (i32.const 4))))
  (func (export "update") (result i32) (call $act (i32.const 110) (i32.const 6)))
  (func (export "pipe") (result i32) (call $act (i32.const 120) (i32.const 4)))
  (func (export "helper_worker") (call $hear) (unreachable))
  (func (export "render") (param i32 i32) (call $write (i32.const 0x20000) (global.get $shown))))
