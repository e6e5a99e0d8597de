"""What intake says to people: one table, Chinese and English, one line a message.

`Failure.message` and the warnings of a document are Chinese; a command that was asked for English finds the same sentence here by
its code.
"""

from __future__ import annotations

from typing import Literal

from nlp.types import Failure

Lang = Literal["zh", "en"]


class Unreadable(Exception):
    """Ends the reading of one file; the reader turns it into a Failure. `code` and `facts` are those of `message`."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


# code -> (Chinese, English). Facts stand in braces; a sentence that lacks one of its facts falls back to the next row.
_FAILURES: dict[str, tuple[tuple[str, str], ...]] = {
    "empty": (("文件是空的（0 字节），请重新导出或下载后再试。", "The file is empty (0 bytes); export or download it again."),),
    "too_large": (
        (
            "文件太大：{what}为 {found}，上限是 {limit}。请拆分文件，或在设置中调高上限。",
            "The file is too large: {what} is {found}, the limit is {limit}. Split the file or raise the limit.",
        ),
        (
            "文件超过读取上限。请拆分文件，或在设置中调高上限。",
            "The file is over the reading limit. Split the file or raise the limit.",
        ),
    ),
    "encrypted": (
        (
            "{kind}设有打开密码，读不了内容。请去掉密码后另存一份再试。",
            "The {kind} is protected by a password. Save a copy without it.",
        ),
        (
            "文件设有打开密码，读不了内容。请去掉密码后另存一份再试。",
            "The file is protected by a password. Save a copy without it.",
        ),
    ),
    "damaged": (
        (
            "{kind}已损坏或不完整（{detail}），请重新下载或请来文单位重新发送。",
            "The {kind} is damaged or incomplete ({detail}); download it again or ask the sender for a new copy.",
        ),
        ("文件已损坏或不完整，请重新下载或请来文单位重新发送。", "The file is damaged or incomplete; get a new copy."),
    ),
    "not_a_document": (
        ("这不是文档（{detail}），请检查是否选错了文件。", "This is not a document ({detail}); check that it is the right file."),
        ("这不是文档，请检查是否选错了文件。", "This is not a document; check that it is the right file."),
    ),
    "unsupported": (
        ("这是{kind}，目前还不能直接读取，请{advice}后再试。", "This is a {kind}, which cannot be read yet: {advice}."),
        (
            "这种格式目前还不能读取，请另存为 DOCX、PDF、HTML 或 TXT 后再试。",
            "This format cannot be read yet; save it as DOCX, PDF, HTML or TXT.",
        ),
    ),
    "no_text": (
        (
            "{kind}里没有文字（{detail}），请先做文字识别（OCR）或索取文字版。",
            "The {kind} holds no text ({detail}); run text recognition (OCR) first or ask for a text version.",
        ),
        (
            "文件里没有文字，请先做文字识别（OCR）或索取文字版。",
            "The file holds no text; run OCR first or ask for a text version.",
        ),
    ),
    "needs_ocr": (
        (
            "{kind}里没有文字层（图片或扫描件），要先识别文字。请安装文字识别组件后再读：pip install \"gongkai[ocr]\"",
            "The {kind} has no text layer (picture or scan). Install text recognition and read it again: pip install \"gongkai[ocr]\"",
        ),
        (
            "文件里没有文字层（图片或扫描件），要先识别文字。请安装文字识别组件后再读：pip install \"gongkai[ocr]\"",
            "The file has no text layer (picture or scan). Install text recognition and read it again: pip install \"gongkai[ocr]\"",
        ),
    ),
    "unsafe_member": (
        (
            "包内文件没有读取（{detail}）。请核对来源；确需读取的，解压后改名再试。",
            "A member was not read ({detail}); check where it comes from, or unpack and rename it first.",
        ),
        ("包内文件不安全，没有读取。请核对来源。", "A member is unsafe and was not read; check where it comes from."),
    ),
    "no_members": (
        ("{kind}里没有可读的文件，请检查是否发错了文件。", "The {kind} holds no file to read; check that it is the right one."),
        ("里面没有可读的文件，请检查是否发错了文件。", "It holds no file to read; check that it is the right one."),
    ),
    "changed": (
        ("文件在读取时被改动，请等写入完成后再试。", "The file changed while it was read; try again when it is written."),
    ),
    "link": (
        (
            "这是指向别处的链接，没有读取。请把原文件放进文件夹，或直接写明原文件的路径。",
            "This is a link to another place and was not followed; give the path of the file itself.",
        ),
    ),
    "timed_out": (
        (
            "处理超过 {seconds} 秒仍未完成，已停止，其余文件不受影响。请检查文件是否异常，或用 --timeout 调高时限后单独再试。",
            "Stopped after {seconds} seconds; other files are not affected. Check the file, or try it alone with a higher --timeout.",
        ),
        (
            "处理超时，已停止，其余文件不受影响。请检查文件是否异常，或用 --timeout 调高时限后单独再试。",
            "It took too long and was stopped; other files are not affected. Check it, or try it alone with a higher --timeout.",
        ),
    ),
    "too_much_memory": (
        (
            "处理时占用内存超过 {limit}，已停止，其余文件不受影响。请拆分文件，或删去其中的大图后再试。",
            "It took more than {limit} of memory and was stopped; other files are not affected. Split the file or take out large pictures.",
        ),
        (
            "处理时占用内存过多，已停止，其余文件不受影响。请拆分文件，或删去其中的大图后再试。",
            "It took too much memory and was stopped; other files are not affected. Split the file or take out large pictures.",
        ),
    ),
    "too_much_output": (
        (
            "处理结果超过 {limit}，已放弃，其余文件不受影响。请拆分文件后再试。",
            "Its result is larger than {limit} and was given up; other files are not affected. Split the file.",
        ),
        ("处理结果过大，已放弃，其余文件不受影响。请拆分文件后再试。", "Its result is too large; other files are not affected. Split the file."),
    ),
    "worker_died": (
        (
            "处理这份文件时读取进程崩溃（{detail}），其余文件不受影响。文件可能已损坏，请另存一份或换一种格式后再试。",
            "The process that read this file died ({detail}); other files are not affected. Save a new copy or another format.",
        ),
        (
            "处理这份文件时读取进程崩溃，其余文件不受影响。文件可能已损坏，请另存一份或换一种格式后再试。",
            "The process that read this file died; other files are not affected. Save a new copy or another format.",
        ),
    ),
    "given_up": (
        (
            "其中已有 {n} 个文件使读取进程停止，后面的不再读取。请核对来源，解压后逐个处理。",
            "{n} files in it stopped the process that read them; the rest was not read. Check where it comes from, or unpack it.",
        ),
        (
            "其中多个文件使读取进程停止，后面的不再读取。请核对来源，解压后逐个处理。",
            "Several files in it stopped the process that read them; the rest was not read. Check where it comes from.",
        ),
    ),
    "internal": (
        (
            "程序自身出错（{cause}），请把这份文件和本行提示交给维护人员。",
            "A fault of the program itself ({cause}); give this file and this line to whoever maintains it.",
        ),
        (
            "程序自身出错，请把这份文件和本行提示交给维护人员。",
            "A fault of the program itself; give this file and this line to whoever maintains it.",
        ),
    ),
    "not_found": (("找不到文件，请检查路径是否写对。", "The file was not found; check the path."),),
    "unreadable": (
        (
            "文件打不开（{detail}），请检查权限，或确认它是文件而不是文件夹。",
            "The file cannot be opened ({detail}); check its permissions.",
        ),
        ("文件打不开，请检查权限。", "The file cannot be opened; check its permissions."),
    ),
}

_WARNINGS: dict[str, tuple[str, str]] = {
    "hidden": (
        "有{n}处隐藏文字（共{chars}字）未读入：“{sample}”。",
        "{n} hidden passages ({chars} characters) were left out: “{sample}”.",
    ),
    "hidden_used": (
        "正文在网页中设为隐藏，已按正文读入，请核对。",
        "The main text is set to hidden in the page; it was read all the same.",
    ),
    "pages_without_text": (
        "第{pages}页没有文字层（可能是扫描件），未读入内容，请先做文字识别（OCR）。",
        "Pages {pages} have no text layer (scanned?); nothing was read from them, run OCR first.",
    ),
    "ocr_needed": (
        "第{pages}页没有可用的文字层（扫描件、图片或字体编码损坏），内容没有读全。要识别文字，请安装：pip install \"gongkai[ocr]\"",
        "Pages {pages} have no usable text layer (scan, picture, broken font map) and were not read in full. "
        "To recognise their text, install: pip install \"gongkai[ocr]\"",
    ),
    "ocr_read": (
        "第{pages}页的文字是从图片识别（OCR）得来的，平均把握{percent}%，请对照原件核对。",
        "The text of pages {pages} was recognised from pictures (OCR), {percent} % sure on average; compare with the original.",
    ),
    "ocr_poor": (
        "第{pages}页图片不清楚，识别把握不大，文字可能有错漏，请逐字核对或重新扫描。",
        "Pages {pages} are hard to read; the recognised text may have errors and gaps, check it word by word or scan them again.",
    ),
    "ocr_lost": (
        "第{pages}页有{n}处字迹没有认出来（印章、手写或污损），未读入，请对照原件。",
        "{n} pieces of writing on pages {pages} could not be recognised (seal, handwriting, stain) and were left out.",
    ),
    "ocr_empty": (
        "第{pages}页是图片，没有从中认出文字，请对照原件。",
        "Pages {pages} are pictures in which no text was recognised; compare with the original.",
    ),
    "ocr_failed": (
        "第{pages}页的图片读不出来（{detail}），未读入内容，请对照原件。",
        "The pictures of pages {pages} could not be read ({detail}); nothing was read from them.",
    ),
    "ocr_limit": (
        "需要识别的页太多：第{pages}页超过了文字识别的页数上限（{limit}页），未读入内容，请拆分文件或调高上限。",
        "Too many pages to recognise: pages {pages} are over the limit of {limit} and were not read; split the file or raise it.",
    ),
    "frames": (
        "这是动画图片（共{n}帧），只读入了第1帧。",
        "This is an animated picture of {n} frames; only the first was read.",
    ),
    "tables_unread": (
        "第{pages}页的表格线没能解析，表格已按普通文字读入，请对照原件。",
        "The ruling lines of pages {pages} could not be read; tables there were read as plain text, compare with the original.",
    ),
    "broken_fonts": (
        "约{percent}%的字符没有对应的文字编码（字体映射损坏），文字可能错乱，请对照原件或索取可编辑版本。",
        "About {percent} % of the characters have no text code (broken font map); compare with the original.",
    ),
    "garbled": (
        "第{pages}页的文字层是乱码（字体没有字符编码），识别也没有读出更好的结果，文字不可用，请对照原件或索取可编辑版本。",
        "The text layer of pages {pages} is no text (fonts without codes) and recognition gave nothing better; ask for another version.",
    ),
    "pdf_clipped": (
        "第{pages}页有{n}处文字被单元格或边框裁去，页面上看不到，未读入：“{sample}”。",
        "Text of pages {pages} is cut off by cells or frames and was left out: “{sample}”.",
    ),
    "pdf_covered": (
        "第{pages}页有文字被色块遮住，但仍留在文件里，可以复制出来，已一并读入，公开前请处理：“{sample}”。",
        "Text of pages {pages} lies below a filled area but is still in the file and was read; remove it before publishing: “{sample}”.",
    ),
    "replaced": (
        "有{n}个字节不能按 {encoding} 解码，已用“�”代替，请对照原件。",
        "{n} bytes were not valid {encoding} and stand as “�”.",
    ),
    "images_only": ("正文只有图片，没有文字，请先做文字识别（OCR）。", "The main text is images only; run OCR first."),
    "script_text": (
        "网页正文由脚本显示，已从脚本的数据中读入，请对照原网页核对。",
        "A script shows the main text; it was read from the script's data, compare with the page.",
    ),
    "frames_elsewhere": (
        "网页有{n}处内容在另外的文件里（{names}），未读入。",
        "{n} parts of the page lie in other files ({names}) and were not read.",
    ),
    "no_main_text": (
        "没有认出网页的正文区域，读入了全页文字，请核对。",
        "The main text of the page was not recognised; the whole page was read.",
    ),
    "comments": ("有{n}条批注未读入正文。", "{n} comments were left out of the text."),
    "embedded": (
        "有{n}个嵌入对象或附件未读入正文：{names}。",
        "{n} embedded objects or attachments were left out of the text: {names}.",
    ),
    "text_only": (
        "{kind}的排版信息读不出来（{detail}），只读出了文字，编号、表格可能不全，请对照原件。",
        "The layout of the {kind} could not be read ({detail}); only its text was, numbers and tables may be missing.",
    ),
    "listing": (
        "这是{kind}，以上是其中的文件清单；文件内容要逐个读取。",
        "This is a {kind}; the text above lists its files, each is read by itself.",
    ),
    "revisions": (
        "文件带有修订痕迹，已按接受全部修订读入（删去{n}处），请核对是否为定稿。",
        "Tracked changes were read as accepted ({n} deletions).",
    ),
    "insertions": (
        "文件带有修订痕迹，有{n}处新增文字尚未接受，已按接受读入，请核对是否为定稿。",
        "{n} tracked insertions that nobody has accepted yet were read as accepted.",
    ),
    "pictures_read": (
        "文中第{numbers}幅整页图片的文字是识别（OCR）得来的，读入在图片所在位置，请对照原件核对。",
        "The text of page-size pictures {numbers} was recognised (OCR) and stands where the pictures do; compare with the original.",
    ),
    "pictures_needed": (
        "文中第{numbers}幅整页图片（可能是扫描件）的文字没有读入。要识别文字，请安装：pip install \"gongkai[ocr]\"",
        "The text of page-size pictures {numbers} was not read. To recognise it, install: pip install \"gongkai[ocr]\"",
    ),
    "pictures_unread": (
        "文中第{numbers}幅整页图片（可能是扫描件）里没有认出文字，请对照原件。",
        "No text was recognised in page-size pictures {numbers}; compare with the original.",
    ),
    "properties": ("文件属性中记有{told}，公开前请核对。", "The file's properties tell {told}; check before publishing."),
    "ofd_seals": (
        "{place}有{n}枚电子印章{who}，印章图案未读入，是否有效请用 OFD 阅读器查验。",
        "{n} electronic seals {who} ({place}); their pictures were not read, check their validity with an OFD reader.",
    ),
    "ofd_mute": (
        "第{pages}页有文字只存了字形、没有字符编码，读不出来，请先做文字识别（OCR）或索取可编辑版本。",
        "Characters of pages {pages} are stored as glyphs without codes and could not be read; run OCR or ask for another version.",
    ),
    "ofd_drawn": (
        "第{pages}页的文字已转成图形（路径），没有读全，请先做文字识别（OCR）或索取可编辑版本。",
        "Text of pages {pages} is drawn as paths and was not read in full; run OCR or ask for another version.",
    ),
    "ofd_hidden": (
        "第{pages}页有{n}处设为不可见的文字，未读入：“{sample}”。",
        "{n} invisible passages on pages {pages} were left out: “{sample}”.",
    ),
    "ofd_beyond": (
        "第{pages}页有{n}处文字在纸张范围之外，未读入：“{sample}”。",
        "{n} passages outside the sheet of pages {pages} were left out: “{sample}”.",
    ),
    "ofd_watermark": (
        "第{pages}页有{n}处水印或斜排文字，未读入：“{sample}”。",
        "{n} watermarks or slanted passages on pages {pages} were left out: “{sample}”.",
    ),
    "ofd_notes": (
        "第{pages}页有{n}处批注文字，读入在正文之后：“{sample}”。",
        "{n} annotations with text on pages {pages} stand behind the text: “{sample}”.",
    ),
    "ofd_remarks": (
        "第{pages}页有{n}条批注说明，未读入正文：“{sample}”。",
        "{n} remarks of annotations on pages {pages} were left out of the text: “{sample}”.",
    ),
    "sheets_hidden": (
        "工作表{names}设为隐藏，已一并读入，公开前请核对。",
        "The sheets {names} are hidden; they were read all the same, check before publishing.",
    ),
    "cells_hidden": (
        "工作表“{sheet}”的{places}设为隐藏，已一并读入，公开前请核对。",
        "{places} of sheet “{sheet}” are hidden; they were read all the same, check before publishing.",
    ),
    "cell_comments": (
        "工作表“{sheet}”有{n}条批注（{places}）未读入正文：“{sample}”。",
        "{n} comments of sheet “{sheet}” ({places}) were left out of the text: “{sample}”.",
    ),
    "formulas_unread": (
        "工作表“{sheet}”有{n}个公式没有保存计算结果（如 {place}），请用 Excel 或 WPS 打开并重新保存后再读。",
        "{n} formulas of sheet “{sheet}” have no stored result (such as {place}); open and save the workbook, then read it again.",
    ),
    "sheets_unread": (
        "工作表{names}读不出来（{detail}），未读入。",
        "The sheets {names} could not be read ({detail}).",
    ),
    "deep": ("网页嵌套过深，末尾可能没有读全，请对照原件。", "The page is nested too deeply; its end may be missing."),
    "wrong_ending": (
        "文件名以 {ending} 结尾，内容却是{kind}，已按内容读取。",
        "The name ends in {ending}, but the content is {kind}; read by content.",
    ),
    "repaired": (
        "{kind}有损坏（{detail}），已读出能读的部分，请对照原件。",
        "The {kind} is damaged ({detail}); what could be read was read.",
    ),
}

# media type -> (Chinese, English, Chinese advice, English advice); the names that messages use
KINDS: dict[str, tuple[str, str, str, str]] = {
    "text/plain": ("纯文本文件", "text file", "", ""),
    "text/html": ("网页文件", "web page", "", ""),
    "application/pdf": ("PDF 文件", "PDF file", "", ""),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (
        "Word 文档（DOCX）",
        "Word document (DOCX)",
        "",
        "",
    ),
    "application/msword": (
        "旧版 Word 文档（DOC）",
        "legacy Word document (DOC)",
        "用 Word 或 WPS 另存为 DOCX",
        "save it as DOCX",
    ),
    "application/vnd.ms-works": ("WPS 文字文档（WPS）", "WPS document", "用 WPS 另存为 DOCX", "save it as DOCX"),
    "application/ofd": (
        "版式文件（OFD）",
        "OFD file",
        "用 OFD 阅读器转换为 PDF，或索取 DOCX 版",
        "convert it to PDF or ask for DOCX",
    ),
    "application/rtf": ("RTF 文档", "RTF document", "用 Word 或 WPS 另存为 DOCX", "save it as DOCX"),
    "application/vnd.ms-excel": (
        "旧版 Excel 表格（XLS）",
        "legacy Excel workbook (XLS)",
        "把内容另存为 DOCX 或 PDF",
        "save it as DOCX or PDF",
    ),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (
        "Excel 表格（XLSX）",
        "Excel workbook (XLSX)",
        "把内容另存为 DOCX 或 PDF",
        "save it as DOCX or PDF",
    ),
    "application/vnd.ms-powerpoint": ("旧版演示文稿（PPT）", "legacy presentation (PPT)", "另存为 PDF", "save it as PDF"),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": (
        "演示文稿（PPTX）",
        "presentation (PPTX)",
        "另存为 PDF",
        "save it as PDF",
    ),
    "application/vnd.oasis.opendocument.text": ("ODT 文档", "ODT document", "另存为 DOCX", "save it as DOCX"),
    "application/x-ole-storage": ("旧版办公文档", "legacy office document", "另存为 DOCX", "save it as DOCX"),
    "application/x-encrypted-office": ("办公文档", "office document", "", ""),
    "application/xml": ("XML 文件", "XML file", "用 Word 或 WPS 另存为 DOCX", "save it as DOCX"),
    "application/zip": ("压缩包", "archive", "解压，逐个读取其中的文件", "unpack it and read the files one by one"),
    "application/x-archive": ("压缩包", "archive", "解压，逐个读取其中的文件", "unpack it and read the files one by one"),
    "application/vnd.ms-excel+xml": ("XML 表格（2003）", "XML spreadsheet (2003)", "", ""),
    "text/csv": ("CSV 表格", "CSV table", "", ""),
    "application/vnd.ms-excel.sheet.binary.macroenabled.12": (
        "二进制 Excel 表格（XLSB）",
        "binary Excel workbook (XLSB)",
        "用 Excel 或 WPS 另存为 XLSX",
        "save it as XLSX",
    ),
    "message/rfc822": (
        "电子邮件或 MHT 网页",
        "mail or MHT page",
        "把正文或附件另存为文件",
        "save its text or attachments as files",
    ),
    "application/vnd.rar": ("压缩包（RAR）", "RAR archive", "解压，逐个读取其中的文件", "unpack it and read the files one by one"),
    "application/x-7z-compressed": (
        "压缩包（7z）",
        "7z archive",
        "解压，逐个读取其中的文件",
        "unpack it and read the files one by one",
    ),
    "application/vnd.ms-outlook": ("Outlook 邮件（MSG）", "Outlook mail (MSG)", "另存为 EML", "save it as EML"),
    "multipart/related": ("单个文件网页（MHT）", "MHT web page", "另存为 HTML", "save it as HTML"),
    "image": ("图片", "picture", "另存为 PNG 或 JPEG", "save it as PNG or JPEG"),
    "application/octet-stream": ("二进制文件", "binary file", "检查是否选错了文件", "check that it is the right file"),
}


def kind_name(media_type: str | None, lang: Lang = "zh") -> str:
    """What people call a media type: 网页文件, PDF file."""
    row = _kind(media_type)
    return row[0] if lang == "zh" else row[1]


def _kind(media_type: str | None) -> tuple[str, str, str, str]:
    media_type = media_type or "application/octet-stream"
    if media_type.startswith("image/"):
        media_type = "image"
    return KINDS.get(media_type, KINDS["application/octet-stream"])


def message(code: str, lang: Lang = "zh", *, media_type: str | None = None, **facts: object) -> str:
    """The sentence of a failure code. Facts that are missing make it shorter, never wrong.

    >>> message("empty", "en")
    'The file is empty (0 bytes); export or download it again.'
    """
    if media_type is not None:
        name, english, advice, english_advice = _kind(media_type)
        facts.setdefault("kind", name if lang == "zh" else english)
        if advice:
            facts.setdefault("advice", advice if lang == "zh" else english_advice)
    rows = _FAILURES[code]
    for pair in rows[:-1]:
        try:
            return pair[lang == "en"].format(**facts)
        except KeyError:
            continue
    return rows[-1][lang == "en"].format(**facts)


def translate(failure: Failure, lang: Lang) -> str:
    """The message of a failure in another language, as far as its code and media type tell."""
    return failure.message if lang == "zh" else message(failure.code, lang, media_type=failure.media_type)


def warning(code: str, lang: Lang = "zh", **facts: object) -> str:
    """The sentence of a warning."""
    return _WARNINGS[code][lang == "en"].format(**facts)
