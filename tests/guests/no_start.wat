;; A module that is no plugin: it lacks _start.
(module (memory (export "memory") 1) (func (export "load")))
