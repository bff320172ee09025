// RUN: %check-tidy %s async-invalid-annotation

// A word of the vocabulary that does not exist.
[[clang::annotate("async::blokking")]] void misspelt();
// CHECK: [[#@LINE-1]]:3: warning: this annotation is ignored: unknown key 'blokking' [async-invalid-annotation]

[[clang::annotate("async::blocking: {kind: net}")]] void unknownWord();
// CHECK: [[#@LINE-1]]:3: warning: this annotation is ignored: unknown value 'net'; known: {{.*}}network{{.*}} [async-invalid-annotation]

[[clang::annotate("async::callbacks: [{argument: 0}]")]] void incomplete(void (*f)());
// CHECK: [[#@LINE-1]]:3: warning: this annotation is ignored: missing required key '{{runs|keeps}}' [async-invalid-annotation]

// A role of functions on a type.
struct [[clang::annotate("async::syncwait")]] Odd {};
// CHECK: [[#@LINE-1]]:10: warning: this annotation is ignored: unknown key 'syncwait' [async-invalid-annotation]

struct [[clang::annotate("async::closeable")]] Connection {};
// CHECK: [[#@LINE-1]]:10: warning: this annotation is ignored: missing required key 'by' [async-invalid-annotation]

[[clang::annotate("async::blocking: {kind: network")]] void unclosed();
// CHECK: [[#@LINE-1]]:3: warning: this annotation is ignored: {{.*}} [async-invalid-annotation]

[[clang::annotate("async::suspends"), clang::annotate("async::suspends")]] void twice();
// CHECK: [[#@LINE-1]]:3: warning: this annotation is ignored: {{.*}}suspends{{.*}} [async-invalid-annotation]

[[clang::annotate("async::blocking")]] void ok_bare();
[[clang::annotate("async::blocking: {kind: database, instead: 'co_await later()'}")]] void ok_properties();
[[clang::annotate("async::none")]] void ok_none();
[[clang::annotate("async::views: {argument: 0}")]] const char *ok_views(const char *text);
[[clang::annotate("async::callbacks: [{argument: 0, runs: loop, keeps: stored}]"), clang::annotate("async::spawns-thread")]] void ok_two(void (*f)());
[[clang::annotate("another tool's")]] void ok_foreign();
struct [[clang::annotate("async::executor: {kind: strand}")]] Strand {};
struct [[clang::annotate("async::scope")]] Group {};

void use(Odd odd, Connection connection, Strand strand, Group group) {
  misspelt();
  unknownWord();
  incomplete(nullptr);
  unclosed();
  twice();
  ok_bare();
  ok_properties();
  ok_none();
  ok_views("");
  ok_two(nullptr);
  ok_foreign();
}
