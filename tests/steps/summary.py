"""Adds up the closing lines of every runner: summary.py FOLDER_OF_LOGS"""

import pathlib
import re
import sys

passed = failed = skipped = 0
for log in pathlib.Path(sys.argv[1]).glob("*.log"):
    text = re.sub(r"\x1b\[[0-9;]*m", "", log.read_text(errors="replace"))
    # cargo: "test result: ok. 12 passed; 0 failed; 1 ignored; …"
    for line in re.findall(r"test result: .*", text):
        passed += int(re.search(r"(\d+) passed", line)[1])
        failed += int(re.search(r"(\d+) failed", line)[1])
        skipped += int(re.search(r"(\d+) ignored", line)[1])
    # Vitest: "      Tests  1 failed | 12 passed (13)"; Playwright: "  12 passed (4.5s)"
    for line in re.findall(r"^ +Tests +.*|^ +\d+ (?:passed|failed|skipped|flaky)\b.*", text, re.M):
        for number, outcome in re.findall(r"(\d+) (passed|failed|skipped)", line):
            passed += int(number) * (outcome == "passed")
            failed += int(number) * (outcome == "failed")
            skipped += int(number) * (outcome == "skipped")

    # Schemathesis: "  2212 generated, 2212 passed, 47 skipped"
    for line in re.findall(r"^ +\d+ generated, .*", text, re.M):
        for number, outcome in re.findall(r"(\d+) (passed|found|skipped)", line):
            passed += int(number) * (outcome == "passed")
            failed += int(number) * (outcome == "found")
            skipped += int(number) * (outcome == "skipped")

print(f"\ntest result: {'FAILED' if failed else 'ok'}. {passed} passed; {failed} failed; {skipped} ignored")
sys.exit(bool(failed))
