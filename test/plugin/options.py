"""Every option that a check declares shows in --dump-config with its default.
usage: options.py SOURCE < dump"""

import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "meta"))
import rules

dump = dict(re.findall(r"^  (\S+): +'?(.*?)'?$", sys.stdin.read(), re.MULTILINE))
wrong = []
for check in rules.Tree(pathlib.Path(sys.argv[1])).checks:
    for option in check.options():
        name, default = f"{check.id}.{option['name']}", option["default"].strip()
        # A list's default is C++ text here; that it is there is enough.
        if name not in dump or default in ("true", "false") and dump[name] != default:
            wrong.append(f"{name}: {dump.get(name)}, declared {default}")
print("\n".join(wrong))
sys.exit(bool(wrong) or "async-tidy.Models" not in dump)
