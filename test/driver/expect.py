"""Runs a command and insists on its exit code. usage: expect.py CODE COMMAND..."""

import subprocess
import sys

done = subprocess.run(sys.argv[2:], check=False)
sys.exit(0 if done.returncode == int(sys.argv[1]) else f"exit code {done.returncode}, wanted {sys.argv[1]}")
