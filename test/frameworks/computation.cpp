// REQUIRES: computation
// RUN: %check-tidy %s async-blocking-call -o 'Kinds=cpu;network'
// RUN: %check-tidy %s async-blocking-call --silent
// Cryptography and compression as their models know them, against the installed headers.

#include "home/task.h"

#include <brotli/encode.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <regex>
#include <sodium.h>
#include <string>
#include <zlib.h>
#include <zstd.h>

using home::Task;

Task<> bad_key(const char *password, unsigned char *key) {
  PKCS5_PBKDF2_HMAC(password, 8, key, 8, 600000, EVP_sha256(), 32, key);
  // CHECK: [[#@LINE-1]]:3: warning: 'PKCS5_PBKDF2_HMAC' blocks its thread while it computes
  // CHECK: note:
  // CHECK: note: use instead: a thread pool: deriving a key is slow by design
  co_await home::tick();
}

Task<> bad_key_pair() {
  EVP_PKEY_free(EVP_RSA_gen(4096)); // a macro around EVP_PKEY_Q_keygen
  // CHECK: [[#@LINE-1]]:17: warning: 'EVP_PKEY_Q_keygen' blocks its thread while it computes
  // CHECK: note:
  // CHECK: note: use instead
  co_await home::tick();
}

Task<> bad_compression(char *out, const char *text, size_t size) {
  ZSTD_compress(out, size, text, size, 19);
  // CHECK: [[#@LINE-1]]:3: warning: 'ZSTD_compress' blocks its thread while it computes
  // CHECK: note:
  // CHECK: note: use instead
  uLongf written = size;
  compress(reinterpret_cast<Bytef *>(out), &written, reinterpret_cast<const Bytef *>(text), size);
  // CHECK: [[#@LINE-1]]:3: warning: 'compress' blocks its thread while it computes
  // CHECK: note:
  // CHECK: note: use instead
  crc32(0, nullptr, 0);
  co_await home::tick();
}

Task<> bad_expression(const std::string &text) {
  std::regex expression("(a+)+b");
  // CHECK: [[#@LINE-1]]:14: warning: {{.*}} blocks its thread while it computes
  // CHECK: note:
  // CHECK: note: use instead: compile the expression once, before the loop starts
  std::regex copy(expression), none;
  co_await home::tick();
}

Task<> ok_mode_of_socket_unknown(SSL *peer, char *data) {
  SSL_read(peer, data, 16);
  co_await home::tick();
}
