;; A plugin that wants something nobody offers.
(module
  (import "env" "no_such_function" (func))
  (memory (export "memory") 1)
  (func (export "_start")) (func (export "load"))
  (func (export "render") (param i32 i32)))
