#include "office.h"

#include <chrono>
#include <future>
#include <thread>

namespace depot {
namespace {

using namespace std::chrono_literals;

std::string fill(std::string text, const Parcel &parcel) {
  return std::move(text) + "^FD" + parcel.id + " " + std::to_string(parcel.grams) +
         "g^FS^XZ";
}

/// The scale answers when the load has settled.
unsigned readScale(const std::string &parcel) {
  std::this_thread::sleep_for(20ms); // fine: only workers weigh
  return static_cast<unsigned>(200 + parcel.size());
}

} // namespace

void LabelPress::startDay() {
  auto reload = reloadTemplates(); // expect: async-task-never-awaited
  std::lock_guard guard(mutex_);
  spooled_.clear();
}

void LabelPress::printSoon(Parcel parcel) {
  pool_.post([this, parcel]() -> Task<> { // expect: async-coroutine-as-void-callback
    Label label = co_await render(parcel);
    co_await print(std::move(label));
  });
}

void LabelPress::printReturnSoon(Parcel parcel) {
  auto job = [](LabelPress &press, Parcel parcel) -> Task<> {
    Label label = co_await press.renderReturn(std::move(parcel));
    co_await press.print(std::move(label));
  };
  letGo(job(*this, std::move(parcel))); // fine: nothing captured, letGo keeps the task
}

Task<Label> LabelPress::render(Parcel parcel) {
  co_await pool_.schedule();
  std::unique_lock lock(mutex_);
  auto found = templates_.find(parcel.zone);
  if (found == templates_.end()) {
    auto text = co_await loadTemplate(parcel.zone); // expect: async-lock-across-suspend
    found = templates_.emplace(parcel.zone, std::move(text)).first;
  }
  co_return Label{parcel.id, fill(found->second, parcel)};
}

Task<Label> LabelPress::renderReturn(Parcel parcel) {
  std::unique_lock lock(mutex_);
  std::string text = templates_["returns"];
  lock.unlock();
  if (text.empty())
    text = co_await loadTemplate("returns"); // fine: unlocked two lines up
  lock.lock();
  templates_["returns"] = text;
  co_return Label{parcel.id, fill(std::move(text), parcel)};
}

Task<Label> LabelPress::renderExpress(Parcel parcel) {
  return [this, parcel]() -> Task<Label> { // expect: async-lambda-coroutine-capture
    Label label = co_await render(parcel);
    label.text.insert(0, "^FDEXPRESS^FS");
    co_return label;
  }();
}

Task<Label> LabelPress::renderSample() {
  const Parcel sample{"SAMPLE", "north", 1000};
  auto job = [&]() -> Task<Label> { co_return co_await render(sample); };
  co_return co_await job(); // fine: the closure outlives the task it made
}

Task<Label> LabelPress::renderWeighed(Parcel parcel) {
  co_await pool_.schedule();
  auto grams = pool_.submit([id = parcel.id] { return readScale(id); });
  auto spare = pool_.submit([id = parcel.id] { return readScale(id); });
  parcel.grams = grams.get(); // expect: async-sync-wait-on-loop
  if (spare.wait_for(0s) == std::future_status::ready)
    parcel.grams = (parcel.grams + spare.get()) / 2; // fine: it is ready
  co_return co_await render(std::move(parcel));
}

Task<std::vector<Label>> LabelPress::renderAll(std::vector<Parcel> parcels) {
  if (!parcels.empty())
    warmUp(parcels.front().zone); // expect: async-discarded-task
  std::vector<Task<Label>> pending;
  for (Parcel &parcel : parcels)
    pending.push_back(render(std::move(parcel))); // fine: all awaited below
  std::vector<Label> labels;
  for (Task<Label> &task : pending)
    labels.push_back(co_await task);
  co_return labels;
}

Task<> LabelPress::print(Label label) {
  auto hold = co_await printer_.lock();
  co_await spool(label); // fine: an AsyncMutex is made to be held here
}

Task<std::string> LabelPress::loadTemplate(std::string zone) {
  co_await pool_.schedule();
  co_return "^XA^FD" + zone + "^FS";
}

Task<> LabelPress::reloadTemplates() {
  for (const char *zone : {"north", "south", "returns"}) {
    std::string text = co_await loadTemplate(zone);
    std::lock_guard guard(mutex_); // fine: gone before the next round awaits
    templates_[zone] = std::move(text);
  }
}

Task<> LabelPress::warmUp(std::string zone) {
  std::string text = co_await loadTemplate(zone);
  std::scoped_lock guard(mutex_);
  templates_.emplace(std::move(zone), std::move(text));
}

Task<> LabelPress::spool(const Label &label) {
  co_await pool_.schedule();
  spooled_ += label.text;
}

} // namespace depot
