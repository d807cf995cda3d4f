;; A plugin that allocates until it is refused, then gives up.
(module
  (memory (export "memory") 1)
  (func (export "_start"))
  (func (export "load"))
  (func (export "update") (result i32) i32.const 0)
  (func (export "render") (param i32 i32)
    (loop $again
      (br_if $again (i32.ne (memory.grow (i32.const 16)) (i32.const -1))))
    unreachable))
