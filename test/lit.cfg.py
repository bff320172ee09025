# How a test file is run. The substitutions are described in docs/internals/testing.md;
# run the suite with `./dev test`, one test with `./dev test test/checks/locks/x.cpp`.

import os
import shlex
import shutil
import sys

import lit.formats

config.name = "async-tidy"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".cpp", ".test"]
config.test_source_root = os.path.join(config.async_tidy_source, "test")
config.excludes = ["stubs", "unit", "Inputs"]

source, build = config.test_source_root, config.async_tidy_build
bin_dir = os.path.join(build, "bin")
# Directly: the script around it splits its arguments in a shell.
sarif_validator = os.path.join(build, "npm", "node_modules", "@microsoft", "sarif-multitool-linux", "Sarif.Multitool")
plugin = os.path.join(build, "lib", "AsyncTidyModule.so")

# FileCheck, not and split-file come from the LLVM that we build against.
config.environment["PATH"] = os.pathsep.join(
    [config.llvm_bin, config.environment.get("PATH", "")])
for name in ("ASYNC_TIDY_TEST_HOST", "HOME"):
    if name in os.environ:
        config.environment[name] = os.environ[name]
config.environment["ASYNC_TIDY_SOURCE"] = config.async_tidy_source
config.environment["ASYNC_TIDY_BUILD"] = build
config.environment["PYTHONDONTWRITEBYTECODE"] = "1"
# Not the cache of whoever runs the tests.
config.environment["XDG_CACHE_HOME"] = os.path.join(build, "test", "cache")


def program(*words):
    return " ".join(shlex.quote(word) for word in words)


python = shlex.quote(sys.executable)
multiarch = "/usr/include/" + config.library_architecture
qt_flags = ["-fPIC"] + [word for module in ("", "QtCore", "QtNetwork")
                        for word in ("-isystem", os.path.join(multiarch, "qt6", module))]
check = program("FileCheck", "--implicit-check-not={{warning|error}}:", "--allow-empty")

# lit applies these in order, so the longer names stand first.
config.substitutions += [
    ("%check-tidy", f"{python} {program(os.path.join(source, 'check_tidy.py'))} --temp=%t"),
    ("%check", check),
    ("%async-tidy", program(os.path.join(bin_dir, "async-tidy"), "check", "--color=never", "--quiet", "--no-cache")),
    ("%sarif-multitool", program(sarif_validator)),
    ("%driver", program(os.path.join(bin_dir, "async-tidy"))),
    ("%async-clangd", program(os.path.join(bin_dir, "async-clangd"))),
    ("%clang-tidy", program(os.path.join(config.llvm_bin, "clang-tidy"), f"--load={plugin}")),
    ("%unit", program(os.path.join(bin_dir, "async-tidy-unit"))),
    ("%python", python),
    ("%corpus-step", "1" if lit_config.params.get("corpus") == "all" else "12"),
    ("%qcoro", program(*qt_flags, "-isystem", "/usr/include/qcoro6/qcoro")),
    ("%qt", program(*qt_flags)),
    ("%stubs", os.path.join(source, "stubs")),
    ("%source", config.async_tidy_source),
    ("%build", build),
]

# Tests against real libraries ask for them: `// REQUIRES: boost`. `./dev test` installs them
# all, so a missing feature means that a test was skipped on somebody's own machine.
headers = {
    "abseil": ["absl/synchronization/mutex.h"],
    "asio": ["asio.hpp"],
    "boost": ["boost/asio.hpp"],
    "boost-test": ["boost/test/unit_test.hpp"],
    "catch2": ["catch2/catch.hpp"],
    "clients": ["curl/curl.h", "hiredis/hiredis.h", "mariadb/mysql.h", "postgresql/libpq-fe.h",
                "sqlite3.h"],
    "computation": ["brotli/encode.h", "openssl/evp.h", "sodium.h", "zlib.h", "zstd.h"],
    "grpc": ["grpcpp/grpcpp.h"],
    "gtest": ["gtest/gtest.h"],
    "libevent": ["event2/event.h"],
    "libuv": ["uv.h"],
    "logging": ["glog/logging.h", "spdlog/spdlog.h"],
    "qcoro": ["qcoro6/qcoro/qcorotask.h"],
    "qt": ["qt6/QtCore/QFuture"],
    "tbb": ["oneapi/tbb.h"],
}
include_folders = ("/usr/include", "/usr/local/include", multiarch)
for feature, files in headers.items():
    if all(any(os.path.exists(os.path.join(folder, file)) for folder in include_folders)
           for file in files):
        config.available_features.add(feature)
for feature, file in {
    "sarif-multitool": sarif_validator,
    "driver": os.path.join(bin_dir, "async-tidy"),
    "clangd": os.path.join(bin_dir, "async-clangd"),
    "boost-examples": "/usr/share/doc/libboost1.81-doc",
}.items():
    if os.path.exists(file):
        config.available_features.add(feature)
for tool in ("git", "pre-commit", "chromium", "zsh", "fish", "mandoc"):
    if shutil.which(tool):
        config.available_features.add(tool)
if "sarif-multitool" not in config.available_features:
    lit_config.note("the SARIF validator is skipped: npm did not install @microsoft/sarif-multitool")
