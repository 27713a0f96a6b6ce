# SPDX-License-Identifier: MIT
"""Reads a page of HTML strictly, for the tests: what a browser would forgive is
a fault here, and so is whatever a page that is whole in itself must not have.

    page = Page(text)
    self.assertEqual(page.faults(), [])
    page.find("article", id="m-pr_merge_cycle").text
"""
import base64
import hashlib
import re
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "img", "input", "hr"}
# Of SVG: may be closed in itself.
SELF_CLOSING = {"path", "line", "circle", "rect"}
# Attributes that fetch something, but for <a href>.
FETCHING = {"src", "srcset", "action", "formaction", "data", "poster", "cite",
            "background", "ping", "manifest", "xlink:href", "href"}
ALLOWED = {("link", "data:,")}


class Node:
    def __init__(self, tag, attributes, parent):
        self.tag, self.attributes, self.parent = tag, attributes, parent
        self.children = []  # nodes and strings

    def walk(self):
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.walk()

    @property
    def text(self):
        """What it says, with white space made one blank."""
        whole = " ".join(
            child if isinstance(child, str) else child.text
            for child in self.children)
        return re.sub(r"\s+", " ", whole).strip()

    def all(self, tag, **attributes):
        return [node for node in self.walk() if node.tag == tag and all(
            node.attributes.get(name) == value
            for name, value in attributes.items())]

    def find(self, tag, **attributes):
        found = self.all(tag, **attributes)
        assert len(found) == 1, "%d × %s %r" % (len(found), tag, attributes)
        return found[0]


class Page(HTMLParser, Node):
    def __init__(self, text, beside=()):
        """`beside`: the files in its folder, which it may lead to."""
        HTMLParser.__init__(self, convert_charrefs=True)
        Node.__init__(self, "", {}, None)
        self.source, self.beside = text, beside
        self.here = self
        self.broken = []
        self.feed(text)
        self.close()
        if self.here is not self:
            self.broken.append("%s is not closed" % self.here.tag)

    # -- reading --

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        if len(set(names)) != len(names):
            self.broken.append("%s has an attribute twice" % tag)
        node = Node(tag, {k: v or "" for k, v in attrs}, self.here)
        self.here.children.append(node)
        if tag not in VOID:
            self.here = node

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag in VOID:
            self.broken.append("%s is closed in itself" % tag)
        else:
            self.here = self.here.parent
            if tag not in SELF_CLOSING:
                self.broken.append("%s is closed in itself" % tag)

    def handle_endtag(self, tag):
        if self.here.tag != tag:
            self.broken.append("%s ends where %s should" % (
                tag, self.here.tag))
        elif self.here.parent:
            self.here = self.here.parent

    def handle_data(self, data):
        self.here.children.append(data)

    def handle_comment(self, data):
        self.broken.append("a comment: " + data)

    # -- judging --

    def faults(self):
        return (self.broken + self.fetches() + self.policy_faults() +
                self.access_faults())

    def fetches(self):
        """Whatever makes a browser ask for something, or run something."""
        out = []
        for node in self.walk():
            for name, value in node.attributes.items():
                if name.startswith("on") or name == "style":
                    out.append("%s has %s" % (node.tag, name))
                if name not in FETCHING or (node.tag, value) in ALLOWED:
                    continue
                if node.tag == "a" and value in self.beside:
                    continue
                if node.tag == "a" and name == "href":
                    if not re.match(r"https://[^\s]+\Z|#[\w-]+\Z", value):
                        out.append("a link to " + value)
                    continue
                out.append("%s %s=%s" % (node.tag, name, value))
            if node.tag in ("iframe", "object", "embed", "form", "base",
                            "img", "audio", "video", "input", "template"):
                out.append("there is a " + node.tag)
            if node.tag == "style" and re.search(
                    r"url\(|@import|expression|src:", node.text):
                out.append("the style fetches something")
        return out

    def digest(self, tag):
        bodies = ["".join(node.children) for node in self.all(tag)]
        return ["'sha256-%s'" % base64.b64encode(hashlib.sha256(
            body.encode()).digest()).decode() for body in bodies]

    def policy_faults(self):
        """The policy lets through what the page has, and nothing else."""
        policies = [node.attributes["content"] for node in self.all("meta")
                    if node.attributes.get("http-equiv") ==
                    "Content-Security-Policy"]
        if len(policies) != 1:
            return ["%d policies" % len(policies)]
        rules = {words[0]: words[1:] for words in (
            rule.split() for rule in policies[0].split(";"))}
        expected = {"default-src": ["'none'"], "img-src": ["data:"],
                    "style-src": self.digest("style"),
                    "base-uri": ["'none'"], "form-action": ["'none'"]}
        if self.all("script"):
            expected["script-src"] = self.digest("script")
        if rules != expected:
            return ["the policy is %r, not %r" % (rules, expected)]
        head = self.find("head").children
        place = [n.attributes.get("http-equiv") or n.tag for n in head
                 if isinstance(n, Node)]
        if place.index("Content-Security-Policy") > place.index("style"):
            return ["the policy comes behind the style"]
        return []

    def access_faults(self):
        """What a reader with a screen reader or a keyboard stumbles over."""
        out = []
        ids = [n.attributes["id"] for n in self.walk() if "id" in n.attributes]
        out += ["id %s is there twice" % i for i in set(ids)
                if ids.count(i) > 1]
        for node in self.walk():
            for name in ("aria-labelledby", "aria-describedby"):
                if name in node.attributes and \
                        node.attributes[name] not in ids:
                    out.append("%s of %s leads nowhere" % (name, node.tag))
            target = node.attributes.get("href", "")
            if target.startswith("#") and target[1:] not in ids:
                out.append("%s leads nowhere" % target)
            if node.tag == "svg" and \
                    node.attributes.get("aria-hidden") != "true" and (
                    node.attributes.get("role") != "img" or
                    not node.attributes.get("aria-label")):
                out.append("a picture without a name")
            if node.tag == "table":
                out += ["a heading without a scope" for head in
                        node.all("th") if "scope" not in head.attributes]
                widths = {sum(isinstance(c, Node) for c in row.children)
                          for row in node.all("tr")}
                if len(widths) != 1:
                    out.append("rows of different lengths: %r" % widths)
            if node.tag == "details" and len(node.all("summary")) != 1:
                out.append("details without a summary")
            if "scroll" in node.attributes.get("class", "").split() and (
                    node.attributes.get("tabindex") != "0" or
                    not node.attributes.get("aria-label")):
                out.append("a region that no keyboard can scroll")
        levels = [int(n.tag[1]) for n in self.walk()
                  if re.fullmatch(r"h[1-6]", n.tag)]
        if levels.count(1) != 1 or levels[0] != 1 or any(
                b > a + 1 for a, b in zip(levels, levels[1:])):
            out.append("headings are of levels %r" % levels)
        for tag in ("header", "main", "footer", "title"):
            if not self.all(tag):
                out.append("there is no " + tag)
        if self.find("html").attributes.get("lang") != "en":
            out.append("the page names no language")
        return out

    # -- colours --

    def palettes(self):
        """The colours of light, of dark and of print, by their names."""
        style = self.find("style").text
        found = re.findall(r":root\{([^}]*)\}", style)
        return [dict(re.findall(r"--([a-z]+):\s*(#[0-9a-f]+)", block))
                for block in found if "--back" in block]


def luminance(colour):
    digits = colour[1:]
    if len(digits) == 3:
        digits = "".join(2 * d for d in digits)
    parts = [int(digits[i:i + 2], 16) / 255 for i in (0, 2, 4)]
    parts = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4
             for p in parts]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one, other):
    """As WCAG has it."""
    a, b = sorted((luminance(one), luminance(other)), reverse=True)
    return (a + 0.05) / (b + 0.05)
