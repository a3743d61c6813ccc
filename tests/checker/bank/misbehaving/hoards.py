"""uses too much memory"""
import time

hoard = []
while len(hoard) < 70:
    hoard.append(bytearray(b"x") * 10_000_000)
time.sleep(600)
