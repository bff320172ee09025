// Bytes that come from elsewhere are read without trust.

#include "driver/manifest.h"
#include "driver/record.h"

#include <gtest/gtest.h>

namespace async_tidy {
namespace {

UnitResult someResult() {
  UnitResult result;
  Finding finding;
  finding.check = "async-x";
  finding.message = "no UTF-8: \xff";
  finding.where = {"/root/a.cpp", 3, 1, 4, std::string("a\0b", 3)};
  finding.notes.push_back({{"/usr/include/b.h", 1, 1, 1, "b"}, "note"});
  finding.suppressed = true;
  result.findings.push_back(finding);
  result.failures.push_back({"message", 2, {"/root/c.h", 0, 1, 1, ""}, "first"});
  result.times.perCheck["async-x"] = 0.5;
  return result;
}

TEST(Record, ComesBackAsItWas) {
  const auto back = decode(encode(someResult(), "/root"), "/root");
  ASSERT_TRUE(back);
  EXPECT_EQ(encode(*back, ""), encode(someResult(), ""));
}

TEST(Record, MovesWithTheProject) {
  const auto moved = decode(encode(someResult(), "/root"), "/elsewhere");
  ASSERT_TRUE(moved);
  EXPECT_EQ(moved->findings[0].where.file, "/elsewhere/a.cpp");
  EXPECT_EQ(moved->findings[0].notes[0].where.file, "/usr/include/b.h");
  EXPECT_EQ(moved->failures[0].firstAt.file, "/elsewhere/c.h");
}

TEST(Record, NonsenseIsNoResult) {
  const std::string bytes = encode(someResult(), "");
  for (size_t size = 0; size < bytes.size(); ++size)
    EXPECT_FALSE(decode(llvm::StringRef(bytes).take_front(size), "")) << size;
  EXPECT_FALSE(decode("nonsense", ""));
}

TEST(Manifest, NonsenseIsEmpty) {
  Manifest manifest;
  UnitRecord unit;
  unit.file = "/root/a.cpp";
  manifest.put(unit, {{"/root/a.cpp", Dependency::Kind::Content, digestOf("a"), {}},
                      {"/usr/b.h", Dependency::Kind::Absent, {}, {}}});
  const std::string bytes = manifest.encode("/root");
  for (size_t size = 0; size < bytes.size(); ++size)
    EXPECT_TRUE(
        Manifest::decode(llvm::StringRef(bytes).take_front(size), "").units().empty());

  Manifest back = Manifest::decode(bytes, "/new");
  ASSERT_EQ(back.units().size(), 1u);
  const UnitRecord &record = back.units().begin()->second.front();
  EXPECT_EQ(record.file, "/new/a.cpp");
  ASSERT_EQ(record.learnt.size(), 2u);
  EXPECT_EQ(back.dependency(record.learnt[0]).path, "/new/a.cpp");
  EXPECT_EQ(back.dependency(record.learnt[1]).path, "/usr/b.h");
}

TEST(Manifest, KeepsAFewStates) {
  Manifest manifest;
  UnitRecord unit;
  unit.file = "a.cpp";
  const auto put = [&](const char *path, const char *contents) {
    manifest.put(unit, {{path, Dependency::Kind::Content, digestOf(contents), {}}});
    return manifest.find(unit.key.all()).size();
  };
  EXPECT_EQ(put("/a.h", "1"), 1u);
  EXPECT_EQ(put("/a.h", "2"), 1u); // the same paths
  EXPECT_EQ(put("/b.h", "2"), 2u);
  EXPECT_EQ(put("/c.h", "2"), 3u);
  EXPECT_EQ(put("/d.h", "2"), 4u);
  EXPECT_EQ(put("/e.h", "2"), 4u);
  EXPECT_EQ(put("/c.h", "2"), 4u); // the latest again
  const UnitRecord &latest = manifest.find(unit.key.all()).front();
  EXPECT_EQ(manifest.dependenciesOf(latest).front().path, "/c.h");
  // What no state needs is not stored.
  EXPECT_EQ(manifest.encode("").find("/a.h"), std::string::npos);
}

} // namespace
} // namespace async_tidy
