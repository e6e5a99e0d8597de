"""A path -> the documents inside it: files of an archive, text and attachments of a mail, containers in containers.

Nothing is written to disk. What is refused or cannot be read comes as a Failure in its place, so nothing vanishes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from nlp.intake import detect
from nlp.intake.archive_names import leads_elsewhere, shown_name
from nlp.intake.archives import ARCHIVES, open_archive, refusal
from nlp.intake.messages import Unreadable, message
from nlp.intake.reader import load
from nlp.types import Failure, Limits, Source

# Files that operating systems and word processors leave in folders; nobody means them.
SYSTEM_NAMES = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})


@dataclass(slots=True)
class _Budget:
    """What one path may still unpack, its nested containers included."""

    unpacked: int
    members: int
    in_mail: bool = False
    names: set[str] = field(default_factory=set)

    def path(self, container: str, name: str) -> str:
        """A path that no other member has: a.zip!/附件1.docx, the next of the same name a.zip!/附件1.docx#2."""
        wanted = f"{container}!/{shown_name(name)}"
        path, n = wanted, 1
        while path in self.names:
            n += 1
            path = f"{wanted}#{n}"
        self.names.add(path)
        return path


def is_system_file(name: str) -> bool:
    """Whether a file is one that systems leave behind: Thumbs.db, ~$notice.docx, ._notice.docx, __MACOSX/…."""
    parts = name.replace("\\", "/").split("/")
    return parts[-1].lower() in SYSTEM_NAMES or parts[-1].startswith(("~$", "._")) or "__MACOSX" in parts


def expand(source: Source, limits: Limits) -> Iterator[Source | Failure]:
    """The documents inside a path, in order; of a plain document itself. Never raises for what a file holds.

    Members are named "a.zip!/附件1.docx" and carry the container as their `case`. A mail gives its text first (under its own
    path), then its attachments. Beyond `limits.depth` containers, and over the limits of size, number or ratio, a Failure
    stands for what was not read.
    """
    yield from _expand(source, limits, 0, _Budget(limits.unpacked_bytes, limits.members))


def _expand(source: Source, limits: Limits, depth: int, budget: _Budget) -> Iterator[Source | Failure]:
    try:
        data = load(source, limits)
        kind = detect.detect(data)
    except Unreadable:
        yield source  # the reader says what is wrong with it
        return
    if kind.encrypted or kind.media_type not in (*ARCHIVES, detect.MAIL, detect.MSG):
        yield replace(source, data=data)
        return
    try:
        if kind.media_type in ARCHIVES:
            if depth >= limits.depth:
                raise Unreadable("too_large", what="压缩包的层数", found=f"超过{limits.depth}", limit=limits.depth)
            yield from _of_archive(source, data, kind.media_type, limits, depth, budget)
        else:
            yield from _of_mail(source, data, kind.media_type, limits, depth, budget)
    except Unreadable as fault:
        yield failure_of(source.path, fault, source.case, kind.media_type)
    except (ImportError, NameError):  # a fault of the program, never of the file
        raise
    except MemoryError:
        yield failure_of(source.path, Unreadable("too_much_memory"), source.case, kind.media_type)
    except RecursionError:
        yield failure_of(source.path, Unreadable("damaged", detail="内部嵌套过深"), source.case, kind.media_type)
    except Exception as error:  # the last resort, as in reading: a library met a container that nobody foresaw
        yield failure_of(source.path, Unreadable("damaged", detail=f"读取时出错：{type(error).__name__}"), source.case, kind.media_type)


def _of_archive(source: Source, data: bytes, media_type: str, limits: Limits, depth: int, budget: _Budget) -> Iterator[Source | Failure]:
    archive = open_archive(data, media_type, limits)
    case = source.case or source.path
    files = [i for i, m in enumerate(archive.members) if not m.folder and not is_system_file(m.name)]
    if not files:
        raise Unreadable("no_members")
    over = len(files) - budget.members
    files = files[: budget.members]
    budget.members -= len(files)
    wanted: list[int] = []
    refused: dict[int, Unreadable] = {}
    promised = 0
    for i in files:
        member = archive.members[i]
        fault = Unreadable("unsafe_member", detail="文件名指向压缩包以外的位置") if leads_elsewhere(member.name) else refusal(member, limits)
        promised += member.size if fault is None else 0
        if fault is None and promised > budget.unpacked:
            fault = _over_budget(limits)
        if fault is None:
            wanted.append(i)
        else:
            refused[i] = fault
    contents = archive.contents(wanted, limits.file_bytes)
    for i in files:
        path = budget.path(source.path, archive.members[i].name)
        got: bytes | Unreadable = refused[i] if i in refused else next(contents)[1]
        if isinstance(got, bytes):
            budget.unpacked -= len(got)
            if budget.unpacked < 0:
                got = _over_budget(limits)
        if isinstance(got, Unreadable):
            yield failure_of(path, got, case, detect.TYPE_OF_ENDING.get(_ending(path)))
        else:
            yield from _expand(Source(path, got, case), limits, depth + 1, budget)
    if over > 0:
        raise Unreadable("too_large", what="文件个数", found=len(files) + over, limit=limits.members)


def _of_mail(source: Source, data: bytes, media_type: str, limits: Limits, depth: int, budget: _Budget) -> Iterator[Source | Failure]:
    """The mail's own text, then its attachments. A mail inside an archive is a case of its own."""
    from nlp.intake.mail import open_mail
    from nlp.intake.mail_msg import open_msg

    mail = open_mail(data, limits) if media_type == detect.MAIL else open_msg(data, limits)
    case = source.path if mail.attachments and not budget.in_mail else source.case
    yield replace(source, data=data, case=case)
    if depth >= limits.depth and mail.attachments:
        raise Unreadable("too_large", what="邮件的层数", found=f"超过{limits.depth}", limit=limits.depth)
    outer, budget.in_mail = budget.in_mail, True
    for attachment in mail.attachments:
        path = budget.path(source.path, attachment.name)
        budget.members -= 1
        budget.unpacked -= len(attachment.data)
        if budget.members < 0:
            raise Unreadable("too_large", what="文件个数", found=f"超过{limits.members}", limit=limits.members)
        if budget.unpacked < 0 or len(attachment.data) > limits.file_bytes:
            yield failure_of(path, _over_budget(limits), case, None)
        elif not is_system_file(attachment.name):
            yield from _expand(Source(path, attachment.data, case), limits, depth + 1, budget)
    budget.in_mail = outer


def _over_budget(limits: Limits) -> Unreadable:
    size = detect.readable(limits.unpacked_bytes)
    return Unreadable("too_large", what="解压后的总大小", found=f"超过 {size}", limit=size)


def _ending(path: str) -> str:
    dot = path.rfind(".")
    return path[dot:].lower() if dot > path.rfind("/") else ""


def failure_of(path: str, fault: Unreadable, case: str | None, media_type: str | None) -> Failure:
    """The failure that stands for a file that was not read; a media type among the facts of the fault goes before `media_type`."""
    facts = dict(fault.facts)
    named = facts.pop("media_type", media_type)
    media_type = named if isinstance(named, str) else None
    return Failure(path, fault.code, message(fault.code, "zh", media_type=media_type, **facts), media_type, None, case)
