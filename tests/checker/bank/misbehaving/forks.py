"""starts too many processes"""
import os
import time

for child in range(120):
    if os.fork() == 0:
        break
time.sleep(600)
