// REQUIRES: logging
// RUN: %check-tidy %s async-blocking-call -o 'Kinds=log'
// RUN: %check-tidy %s async-blocking-call --silent
// spdlog and glog as their model knows them, against the installed headers.

#include "home/task.h"

#include <glog/logging.h>
#include <spdlog/async_logger.h>
#include <spdlog/spdlog.h>
#include <syslog.h>

home::Task<> bad_log(spdlog::logger &logger, int id) {
  spdlog::info("request {}", id);
  // CHECK: [[#@LINE-1]]:3: warning: 'info' blocks its thread until the line is written
  // CHECK: note:
  // CHECK: note: use instead: spdlog::async_logger
  logger.warn("request {}", id);
  // CHECK: [[#@LINE-1]]:10: warning: 'warn' blocks its thread until the line is written
  // CHECK: note:
  // CHECK: note: use instead
  LOG(INFO) << id;
  // CHECK: [[#@LINE-1]]:3: warning: 'LogMessage' blocks its thread until the line is written
  // CHECK-COUNT-2: note:
  syslog(LOG_INFO, "request");
  // CHECK: [[#@LINE-1]]:3: warning: 'syslog' blocks its thread until the line is written
  // CHECK: note:
  // CHECK: note: use instead
  co_await home::tick();
}

home::Task<> ok_log(spdlog::async_logger &logger, int id) {
  logger.info("request {}", id);
  co_await home::tick();
}
