#!/usr/bin/env python
"""Django's command line; the demo's settings unless DJANGO_SETTINGS_MODULE says otherwise."""

import gc
import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cop_portal.settings.demo")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
    gc.freeze()  # what is loaded ends with the process: looking through it for garbage first takes most of a second


if __name__ == "__main__":
    main()
