#include "driver/progress.h"

#include "driver/format.h"

namespace async_tidy {

std::string progressLine(size_t done, size_t total, double seconds) {
  constexpr size_t width = 24;
  const size_t filled = total ? width * done / total : width;
  std::string line = fmt::format("[{:#<{}}{:.<{}}] {}/{} files", "", filled, "",
                                 width - filled, done, total);
  if (done == 0 || seconds <= 0)
    return line;
  const double rate = static_cast<double>(done) / seconds;
  const auto left = static_cast<unsigned>(static_cast<double>(total - done) / rate + 0.5);
  constexpr unsigned minute = 60;
  return line + (left < minute ? fmt::format(", {:.1f}/s, {} s left", rate, left)
                               : fmt::format(", {:.1f}/s, {} min {} s left", rate,
                                             left / minute, left % minute));
}

void Progress::step(bool fromCache) {
  ++done_;
  cached_ += fromCache;
  constexpr std::chrono::milliseconds pause(100); // a terminal is slow, too
  const Clock::time_point now = Clock::now();
  if (now - shown_ < pause && done_ < total_)
    return;
  shown_ = now;
  log_.status(
      progressLine(done_, total_, std::chrono::duration<double>(now - start_).count()));
}

void Progress::finish(size_t files) {
  log_.status("");
  const double seconds = std::chrono::duration<double>(Clock::now() - start_).count();
  std::string text =
      fmt::format("{} {} in {:.1f} s", files, files == 1 ? "file" : "files", seconds);
  if (cached_ > 0)
    text += fmt::format(", {}% from the cache", cached_ * 100 / done_);
  log_.note(text);
}

} // namespace async_tidy
