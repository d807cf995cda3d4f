;; A plugin that never comes back from drawing.
(module
  (memory (export "memory") 1)
  (func (export "_start"))
  (func (export "load"))
  (func (export "update") (result i32) i32.const 0)
  (func (export "render") (param i32 i32) (loop $again br $again)))
