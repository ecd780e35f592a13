"""What a program takes: processor time and peak resident memory, held against targets."""

import os
import subprocess
import sys

KIB_OF_MIB = 1024


def usage_of(*command, output=subprocess.DEVNULL):
    """(seconds of processor time, MiB at most, what it printed if `output` is a pipe)."""
    with subprocess.Popen(command, stdout=output, text=True) as process:
        printed = process.stdout.read() if process.stdout else ""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"the program failed: {' '.join(map(str, command))}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / KIB_OF_MIB, printed


def judge(what, seconds, peak, target_seconds, target_mib):
    """Prints both figures beside their targets; the exit status of the bench."""
    met = seconds <= target_seconds and peak <= target_mib
    print(f"{what} in {seconds:.2f} s of processor time (target {target_seconds} s), "
          f"{peak:.0f} MiB at most (target {target_mib} MiB): {'met' if met else 'MISSED'}")
    return 0 if met else 1
