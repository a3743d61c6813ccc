"""Reads XML documents (a JSON list on standard input) and tells the texts in each, by element."""
import json
import sys
from xml.etree import ElementTree

documents = []
for source in json.load(sys.stdin):
    texts = {}
    for element in ElementTree.fromstring(source).iter():
        tag = element.tag.split("}")[-1]
        texts.setdefault(tag, []).append("".join(element.itertext()))
    documents.append(texts)
print(json.dumps(documents))
