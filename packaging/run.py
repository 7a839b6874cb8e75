#!/usr/bin/env python3
"""python3 packaging/run.py [arguments]: start nndesk from this checkout.

The first start makes a private environment in packaging/.env; all arguments are nndesk's.
"""

import sys

import environment

environment.become(["-P", "-m", "nndesk", *sys.argv[1:]])
