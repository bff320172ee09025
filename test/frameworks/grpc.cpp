// REQUIRES: grpc
// RUN: %check-tidy %s async-blocking-call
// gRPC as its model knows it, against the installed headers.

#include "home/task.h"

#include <grpcpp/alarm.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/support/client_callback.h>
#include <grpcpp/support/sync_stream.h>
#include <unistd.h>

using home::Task;

class BadReaction : public grpc::ClientUnaryReactor {
  void OnDone(const grpc::Status &) override {
    usleep(1000);
    // CHECK: [[#@LINE-1]]:5: warning: 'usleep' blocks its thread for the whole delay
    // CHECK: [[#@LINE-3]]:8: note: 'OnDone' is called by the event loop
    // CHECK: note: use instead
  }
};

class BadStream : public grpc::ClientReadReactor<grpc::ByteBuffer> {
  void OnReadDone(bool ok) override {
    if (ok)
      channel_->WaitForConnected(gpr_inf_future(GPR_CLOCK_REALTIME));
    // CHECK: [[#@LINE-1]]:17: warning: 'WaitForConnected' blocks its thread until the peer acts
    // CHECK: note: 'OnReadDone' is called by the event loop
    // CHECK: note: use instead
  }
  void helper() { usleep(1000); }

  std::shared_ptr<grpc::Channel> channel_;
};

Task<> bad_read(grpc::ClientReader<grpc::ByteBuffer> &rows,
                grpc::ClientReaderInterface<grpc::ByteBuffer> &abstract) {
  grpc::ByteBuffer row;
  rows.Read(&row);
  // CHECK: [[#@LINE-1]]:8: warning: 'Read' blocks its thread until the peer acts
  // CHECK: note:
  // CHECK: note: use instead: the asynchronous or the callback form of the call
  abstract.Read(&row);
  // CHECK: [[#@LINE-1]]:12: warning: 'Read' blocks its thread until the peer acts
  // CHECK: note:
  // CHECK: note: use instead
  co_await home::tick();
}

Task<> bad_poll(grpc::CompletionQueue &queue) {
  void *tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);
  // CHECK: [[#@LINE-1]]:9: warning: 'Next' blocks its thread until a descriptor is ready
  // CHECK: note:
  // CHECK: note: use instead
  co_await home::tick();
}

void bad_alarm(grpc::Alarm &alarm) {
  alarm.Set(gpr_inf_future(GPR_CLOCK_REALTIME), [](bool) { usleep(1000); });
  // CHECK: [[#@LINE-1]]:60: warning: 'usleep' blocks its thread for the whole delay
  // CHECK: note: handed to 'Set' here
  // CHECK: note: use instead
}

void ok_thread_of_the_queue(grpc::CompletionQueue &queue) {
  void *tag = nullptr;
  bool ok = false;
  while (queue.Next(&tag, &ok))
    usleep(1000);
}
