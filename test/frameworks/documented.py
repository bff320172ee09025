"""Every key and word that a model file may hold is described in docs/models.md.

Keys come from checks/model/yaml-traits.h and yaml-roles.h, words and topics from checks/model/words.h; exits 1 and
names what the page lacks.
"""

import pathlib
import re
import sys

KEY = re.compile(r'map(?:Optional|Required|Argument|Flag)\((?:io, )?"([a-z-]+)"')
WORD = re.compile(r'\{"([a-z-]+)", [A-Z]\w+::')
TOPICS = re.compile(r"adviceTopics\[\] = \{(.*?)\};", re.DOTALL)


def vocabulary(source):
    mapping = "".join((source / "checks/model" / file).read_text()
                      for file in ("yaml-traits.h", "yaml-roles.h"))
    words = (source / "checks/model/words.h").read_text()
    topics = re.findall(r'"([a-z-]+)"', TOPICS.search(words)[1])
    return {*KEY.findall(mapping), *WORD.findall(words), *topics}


def main():
    source = pathlib.Path(sys.argv[1])
    page = pathlib.Path(sys.argv[2]).read_text()
    known = vocabulary(source)
    described = {word for quoted in re.findall(r"`([^`\n]+)`", page)
                 for word in re.findall(r"[a-z-]+", quoted)}
    missing = sorted(known - described)
    for word in missing:
        print(f"docs/models.md does not describe `{word}`")
    print(f"{len(known)} words, {len(missing)} missing")
    return 1 if missing or len(known) < 80 else 0


sys.exit(main())
