"""The examples of Debian's libboost1.81-doc: real asynchronous code that nobody tuned for us."""

import pathlib

ROOT = pathlib.Path("/usr/share/doc/libboost1.81-doc/examples/libs")
GROUPS = {"asio": "asio/example/cpp[12]?/**/*.cpp", "beast": "beast/example/**/*.cpp"}
# It uses std::list and includes it nowhere: libstdc++ 12 rejects it.
BROKEN = {"advanced_server_flex_awaitable.cpp"}
FLAGS = ["-std=c++20", "-I", str(ROOT / "beast")]


def files(*groups):
    return [path for group in groups or GROUPS for path in sorted(ROOT.glob(GROUPS[group]))
            if path.name not in BROKEN]
