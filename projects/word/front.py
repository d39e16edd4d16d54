"""Name, people, time and policies: what stands before the numbered parts (A1-01 to A1-11)."""

import re
from dataclasses import replace

from qa_portal.core.thai import fiscal_year, parse_period, to_arabic

from .marks import entries, join, mark_of, split_mark, ticked, tidy
from .policy import policy_kind, says_whose, without_lead
from .reading import Doubt, Found, Passage
from .sections import same

_OTHER_THING = re.compile(r"^(?:สำนักงาน|ปีงบประมาณ|ประจำปี|กลุ่ม|รหัส|\(|แบบเสนอ|แบบฟอร์ม|เอกสาร|ที่มา)")
_TITLES = r"นางสาว|น\.ส\.|นาย|นาง|ว่าที่|ดร\.|ผศ\.|รศ\."
_PERSON = re.compile(rf"(?:{_TITLES})")
_YEAR = re.compile(r"(?:ปีงบประมาณ|ประจำปี)(?:\s*พ\.ศ\.)?\s*(25\d\d)")
_UNIT_BEGINS = re.compile(r"\s+(?=(?:กลุ่ม|หน่วย|ศูนย์)\S)")
NATURES = {"ต่อเนื่อง": "continuing", "ใหม่": "new"}


def found(values, lines, *codes):
    """A Found of the lines; a code is the name of a Doubt or a Doubt itself."""
    doubts = [code if isinstance(code, Doubt) else Doubt(code) for code in codes]
    return Found(values, [Passage.of(line) for line in lines], doubts)


def joined(lines):
    text = ""
    for line in lines:
        text = join(text, tidy(line.text))
    return text


def read_name(story, take):
    sections = story.all("name")
    if not sections:
        return _guessed_name(story, take)
    first = sections[0]
    lines = first.body[:1]
    for line in first.body[1:]:
        if not first.heading.rest or not _OTHER_THING.match(line.text):
            lines.append(line)
    codes = ["several_lines"] if len(lines) > 1 else []
    text = joined(lines)
    codes += [Doubt("name_differs", {"text": other}) for other in _other_names(sections[1:], text)]
    bare = re.sub(r"^โครงการ\s*(?=\S)", "", text)
    if bare != text:
        text = bare
        codes.append("name_prefix")
    take(first.lines[: len(lines)])
    return found({"text": text[:500]}, lines, *codes) if text else None


def _other_names(sections, text):
    names = [joined(section.body[:1]) for section in sections]
    return [name for name in names if name and not same(name, text)]


def _guessed_name(story, take):
    for line in story.sections[0].lines:
        body = split_mark(line.text)[1]
        if body.startswith("โครงการ") and len(body) > 15:
            take([line])
            return found({"text": tidy(body.removeprefix("โครงการ"))[:500]}, [line], "name_guessed")
    return None


def read_people(story, key, take):
    """Persons under a heading: a name a line, or several parted by commas."""
    lines = story.body(key)
    take(lines)
    names = [name for line in lines for name in _persons(mark_of(line)[1])]
    return found({"names": names, "text": ", ".join(names)}, lines) if names else None


def _persons(text):
    text = _POST.sub("", LEADER_DOTS.sub(" ", text))
    if len(_PERSON.findall(text)) > 1:
        parts = re.split(rf"[ ,และ\t]*(?=(?:{_TITLES}))", text)
    else:
        parts = re.split(r",|\t| และ", text)
    return [tidy(part) for part in parts if tidy(part).strip("-– .")]


_POST = re.compile(r"\s*(?:ตำแหน่ง|โทร(?:ศัพท์)?[. ]|เบอร์).*")
LEADER_DOTS = re.compile(r"\.{3,}|…|_{2,}")


def read_owner(story, take, groups, signatories):
    """(owner, co-owners): a person, else the proposer, else the group that is responsible (A1-09, A1-10)."""
    owner, others = read_people(story, "owner", take), read_people(story, "co_owners", take)
    proposers = [
        item.values["name"] for item in signatories if item.values["role"] == "proposer" and item.values["name"]
    ]
    if owner is None and proposers:
        source = next(item for item in signatories if item.values["name"] == proposers[0])
        owner = Found({"text": proposers[0]}, source.passages, [Doubt("owner_from_signature")])
    elif owner is None and groups is not None:
        owner = Found({"text": ", ".join(groups.values["names"])}, groups.passages, [Doubt("owner_is_group")])
    elif owner is not None:
        names = owner.values.pop("names")
        if len(names) > 1:
            owner.doubts.append(Doubt("several_people"))
            others = _more_people(others, names[1:], owner.passages)
        owner.values["text"] = names[0]
        if proposers and not same(_bare_person(proposers[0]), _bare_person(names[0])):
            owner.doubts.append(Doubt("owner_differs", {"text": proposers[0]}))
    if others is not None:
        others.values.pop("names", None)
    return owner, others


def _bare_person(name):
    return re.sub(rf"^(?:{_TITLES})\s*", "", name)


def _more_people(others, names, passages):
    if others is None:
        return Found({"text": ", ".join(names)}, passages)
    others.values["text"] = ", ".join([*names, others.values["text"]])
    return others


def read_groups(story, take):
    lines = story.body("groups")
    take(lines)
    names, is_split = [], False
    for entry in entries(lines):
        parts = [tidy(part) for part in re.split(r"[,;]|" + _UNIT_BEGINS.pattern, entry.text) if tidy(part)]
        is_split |= len(parts) > 1
        names += parts
    codes = ["several_groups"] if is_split else []
    return found({"names": names, "text": ", ".join(names)}, lines, *codes) if names else None


def read_nature(story, take):
    lines = story.body("nature")
    take(lines)
    if not lines:
        return None
    chosen = ticked(" ".join(line.text for line in lines), NATURES)
    if len(chosen) == 1:
        return found({"text": chosen[0]}, lines)
    return found({"text": ""}, lines, "nature_unclear")


def read_period(story, take):
    lines = story.body("period")
    take(lines[:2])
    text = " ".join(tidy(line.text) for line in lines[:2])[:200]
    if not text:
        return None
    codes = [] if parse_period(text).start else ["period_in_words"]
    return found({"text": text}, lines[:2], *codes)


def read_plan_line(story, take):
    for section in story.all("plan_line"):
        if section.body:
            first = section.body[:1]
            take(section.lines[: 0 if section.heading.rest else 1])
            return found({"text": tidy(first[0].text)[:300]}, first)
    return None


def read_fiscal_year(story, period):
    """From the period, else from the words ปีงบประมาณ 25.. that stand first."""
    dates = parse_period(period.text if period else "")
    if dates.start and dates.end:
        return Found({"text": str(fiscal_year(dates.end))}, period.passages)
    for line in story.lines:
        if match := _YEAR.search(to_arabic(line.text)):
            around = line.text[max(0, match.start() - 20) : match.end() + 40]
            return found({"text": match[1]}, [replace(line, text=around)], Doubt("year_guessed", {"year": match[1]}))
    return None


def read_policy(story, take):
    """A row for each kind of strategy, in the words of the file."""
    rows, kinds = [], {}
    for line in [line for section in story.all("policy") for line in section.body]:
        kind = policy_kind(line.text)
        if kind:
            codes = [] if kind in {"policy", "standard"} or says_whose(line.text) else ["policy_whose"]
            row = found({"kind": kind, "text": tidy(without_lead(line.text))}, [line], *codes)
            if kind in kinds:
                _add(kinds[kind], row)
            else:
                kinds[kind] = row
                rows.append(row)
            current = kinds[kind]
        elif rows and line.text.strip("( "):
            current.values["text"] = join(current.values["text"], tidy(without_lead(line.text)))
            current.passages.append(Passage.of(line))
        else:
            continue
        take([line])
    return rows


def _add(row, more):
    row.values["text"] += f"\n{more.values['text']}"
    row.passages += more.passages
    row.doubts += [doubt for doubt in more.doubts if doubt not in row.doubts]
