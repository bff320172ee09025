// Code that an editor shows while it is being typed: no crash, and no guess about the
// functions that do not parse. The findings of the others stand.
// REQUIRES: clangd
// RUN: not %async-clangd --check=%s --log=error > %t 2>&1
// RUN: FileCheck %s < %t
#include "home/task.h"

home::Task<> save(int id);

void halfWritten() {
  auto task = save(unknown);
  save(1).run(;
}
void empty() {}
struct Incomplete;
Incomplete make();
home::Task<Incomplete> later();
template <class T> auto never(T value) { return [value] { value.save(); save(value); }; }
